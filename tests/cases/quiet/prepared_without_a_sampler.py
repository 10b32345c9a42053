# forbid: LL415
# accelerate alone splits the samples.
import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader, TensorDataset


def main():
    accelerator = Accelerator(cpu=True)
    data = TensorDataset(torch.arange(64), torch.rand(64, 4))
    loader = DataLoader(data, batch_size=4, shuffle=True)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    for epoch in range(2):
        seen = []
        for number, x in loader:
            optimizer.zero_grad()
            accelerator.backward(model(x).mean())
            optimizer.step()
            seen += number.tolist()
        print("rank", accelerator.process_index, "of", accelerator.num_processes, "saw", len(seen), "of 64")


if __name__ == "__main__":
    main()
