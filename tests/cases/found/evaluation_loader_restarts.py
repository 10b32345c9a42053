# expect: LL502, LL503
# The workers of the validation loader are restarted after every epoch just the same, and its batches are copied from pageable memory.
import torch
from torch.utils.data import DataLoader


def main(net, optimizer, rows, held):
    part = DataLoader(rows, batch_size=8, shuffle=True, num_workers=4, pin_memory=True, persistent_workers=True)
    held_part = DataLoader(held, batch_size=8, num_workers=4)
    for epoch in range(30):
        net.train()
        for row in part:
            net(row.cuda(non_blocking=True)).sum().backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for row in held_part:
                net(row.cuda())
