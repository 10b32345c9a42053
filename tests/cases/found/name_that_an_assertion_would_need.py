# expect: LL403 as warning
# Only the message of an assertion that holds has a wrong name.
import torch
from torch.utils.data import DataLoader, TensorDataset


def make_model():
    criterion = torch.nn.CrossEntropyLoss()
    return torch.nn.Linear(12, 2), criterion


def train(pictures, labels):
    model, _ = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loader = DataLoader(TensorDataset(pictures, labels), batch_size=16)
    for _ in range(20):
        for picture, label in loader:
            optimizer.zero_grad()
            assert label.min() >= 0, f"no class {lable}"
            torch.nn.functional.cross_entropy(model(picture), label).backward()
            optimizer.step()


if __name__ == "__main__":
    train(torch.rand(400, 12), torch.randint(2, (400,)))
