# expect: LL502 as warning
# The held out rows are gone through in every epoch: what is taken modulo 1, or of a count of steps, says nothing else.
from torch.utils.data import DataLoader


def evaluate(net, loader):
    net.eval()
    for row in loader:
        print(net(row))
    net.train()


def train(net, optimizer, rows, held, every=1):
    loader = DataLoader(rows, batch_size=8, shuffle=True)
    valid = DataLoader(held, batch_size=8, num_workers=4, multiprocessing_context="spawn")
    for epoch in range(90):
        for step, batch in enumerate(loader):
            net(batch).sum().backward()
            optimizer.step()
            if step % 100 == 0:
                print(step)
        if epoch % every == 0:
            evaluate(net, valid)


def main(net, optimizer, rows, held):
    train(net, optimizer, rows, held)
