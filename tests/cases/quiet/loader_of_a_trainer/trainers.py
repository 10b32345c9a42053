# forbid: LL101, LL207
# The program gives its settings workers, and a dataset that draws from no stream of its own.
from torch.utils.data import DataLoader
from transformers import Trainer


class RowTrainer(Trainer):
    def get_train_dataloader(self):
        return DataLoader(
            self.train_dataset,
            batch_size=4,
            shuffle=True,
            num_workers=self.args.dataloader_num_workers,
            pin_memory=self.args.dataloader_pin_memory,
            persistent_workers=True,
        )
