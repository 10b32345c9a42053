import torch


class Trainer:
    def __init__(self, train_loader, val_loader):
        self.train_loader = train_loader
        self.val_loader = val_loader

    def fit(self, epochs):
        for epoch in range(epochs):
            self.train()
            self.validate()

    def train(self):
        for batch in self.train_loader:  #? train_loader: training, every epoch
            batch.backward()
            self.optimizer.step()

    @torch.no_grad()
    def validate(self):
        for batch in self.val_loader:  #? val_loader: evaluation, every epoch
            print(batch)
