# expect: LL404
# The loaders of one phase are told apart, whichever function has made them.
import torch
from torch.utils.data import DataLoader, Dataset
from tqdm import tqdm


class Rows(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, i):
        return torch.full((3,), float(i)), 1


def train(model, dataloaders, optimizer, criterion, scheduler, epochs, opts):
    for epoch in range(epochs):
        for phase in ["train", "test"]:
            if phase == "train":
                model.train()
            else:
                if opts.quick:
                    break
                model.eval()
            for inputs, labels in tqdm(dataloaders[phase], ncols=0):
                optimizer.zero_grad()
                with torch.set_grad_enabled(phase == "train"):
                    outputs = model(inputs)
                    loss = criterion(outputs, labels)
                    if phase == "train":
                        loss.backward()
                        optimizer.step()


def one():
    loaders = {
        "train": DataLoader(Rows(), batch_size=4, shuffle=True),
        "test": DataLoader(Rows(), batch_size=4, shuffle=True),
    }
    return None, loaders


def two():
    train_loader = DataLoader(Rows(), batch_size=4, shuffle=True)
    test_loader = DataLoader(Rows(), batch_size=4, shuffle=True)
    loaders = {"train": train_loader, "test": test_loader}
    return None, loaders


def load(opts):
    if opts.a:
        return one()
    else:
        return two()


def main():
    opts = object()
    _, loaders = load(opts)
    model = torch.nn.Linear(3, 1)
    train(model, loaders, torch.optim.SGD(model.parameters(), lr=0.1), torch.nn.MSELoss(), None, 10, object())


if __name__ == "__main__":
    main()
