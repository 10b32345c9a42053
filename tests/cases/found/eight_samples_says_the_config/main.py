# expect: LL405 as advice
# The file of settings says batches of eight: one sample of 65 is lost.
import lightning as L
import torch
from hydra import compose, initialize
from torch.utils.data import DataLoader, TensorDataset

with initialize(version_base=None, config_path="conf"):
    cfg = compose(config_name="run.yaml")


class Net(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Linear(4, 1)

    def predict_step(self, batch, number):
        return self.net(batch[0])


loader = DataLoader(TensorDataset(torch.rand(65, 4)), batch_size=cfg.evaluation.batch_size, drop_last=True)
predictions = L.Trainer().predict(Net(), dataloaders=loader)
