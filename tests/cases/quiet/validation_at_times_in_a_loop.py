# forbid: LL404, LL405
# What trains is not seen; gradients are switched off for a pass over other data that is made every hundred steps.
import torch
from engines import Engine
from torch.utils.data import DataLoader, TensorDataset

images = TensorDataset(torch.zeros(1000, 3))
loader = DataLoader(images, batch_size=8, shuffle=True, drop_last=True)
others = DataLoader(TensorDataset(torch.zeros(100, 3)), batch_size=8)
engine = Engine()


def validate():
    with torch.no_grad():
        for batch in others:
            print(engine(batch, train=False))


for step, batch in enumerate(loader):
    print(engine(batch))
    if step % 100 == 0:
        validate()
        with torch.no_grad():
            for other in others:
                print(engine(other, train=False))
