# forbid: LL212
# The default is a GPU while the model is made, and the CPU again when batches are drawn.
import torch
from torch.utils.data import DataLoader, TensorDataset


def make_model():
    torch.set_default_device("cuda")
    model = torch.nn.Linear(4, 1)
    torch.set_default_device("cpu")
    return model


def main():
    data = TensorDataset(torch.rand(64, 4))
    model = make_model()
    for (batch,) in DataLoader(data, batch_size=8, shuffle=True):
        print(model(batch.cuda()).shape)


if __name__ == "__main__":
    main()
