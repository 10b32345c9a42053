# expect: LL419
# The process group is joined by a helper, and the stream comes from another file.
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader

from data import stream


def join():
    torch.distributed.init_process_group("gloo")


def main():
    join()
    model = DistributedDataParallel(torch.nn.Linear(1, 1))
    optimizer = torch.optim.SGD(model.parameters())
    for batch in DataLoader(stream("c4"), batch_size=8, num_workers=4):
        model(batch["x"]).mean().backward()
        optimizer.step()


main()
