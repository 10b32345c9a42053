# expect: LL405 as warning
# The loss is logged for each batch, a picture for the first alone.
import lightning
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder


class Network(lightning.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Linear(4, 2)

    def common_step(self, batch):
        images, labels = batch
        return torch.nn.functional.cross_entropy(self.net(images), labels)

    def test_step(self, batch, number):
        loss = self.common_step(batch)
        self.log("loss", loss)
        if number == 0:
            self.logger.experiment.add_image("first", batch[0])

    def test_dataloader(self):
        return DataLoader(ImageFolder("test"), batch_size=32, drop_last=True)


lightning.Trainer().test(Network())
