# forbid: LL502
# The held out rows are gone through every tenth epoch: to start workers anew there costs next to nothing.
from torch.utils.data import DataLoader


def evaluate(net, loader):
    net.eval()
    for row in loader:
        print(net(row))
    net.train()


def evaluate_at_times(net, loader, epoch, args):
    if epoch % args.every:
        return
    evaluate(net, loader)


def train(net, optimizer, rows, held, args):
    loader = DataLoader(rows, batch_size=8, shuffle=True)
    valid = DataLoader(held, batch_size=8, num_workers=4, multiprocessing_context="spawn")
    other = DataLoader(held, batch_size=2, num_workers=4, multiprocessing_context="spawn")
    third = DataLoader(held, batch_size=1, num_workers=4, multiprocessing_context="spawn")
    for epoch in range(90):
        for batch in loader:
            net(batch).sum().backward()
            optimizer.step()
        evaluate_at_times(net, third, epoch, args)
        is_due = (epoch + 1) % 10 == 0
        if is_due and args.validate:
            evaluate(net, valid)
        if epoch % args.every != 0:
            continue
        evaluate(net, other)
