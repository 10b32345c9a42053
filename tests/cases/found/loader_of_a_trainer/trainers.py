# expect: LL207, LL101
# The trainer keeps its dataset and its settings, whose default is 0 workers.
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
