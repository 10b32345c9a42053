# expect: LL303
# What is not seen here may go through the loader.
from reports import report
from torch.utils.data import DataLoader


class Trainer:
    def __init__(self, train, test):
        self.train = train
        self.test = test

    def fit(self):
        for batch in self.train:
            print(batch)
        report(self.test)


def main():
    loaders = {}
    loaders["train"] = DataLoader(range(8), num_workers=2)
    loaders["test"] = DataLoader(range(8), num_workers=2, collate_fn=lambda batch: batch)
    Trainer(loaders["train"], loaders["test"]).fit()


if __name__ == "__main__":
    main()
