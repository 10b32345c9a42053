# expect: LL502, LL404
# As its neighbour, with a `while` around that is left when the count is reached.
from torch.utils.data import DataLoader


def train(net, optimizer, rows, held):
    loader = DataLoader(rows, batch_size=8, shuffle=True)
    valid = DataLoader(held, batch_size=8, shuffle=True, num_workers=4)
    steps = 0
    while steps < 4000:
        for batch in loader:
            net(batch).sum().backward()
            optimizer.step()
            steps = steps + 1
            if steps > 0 and steps % 200 == 0:
                net.eval()
                for row in valid:
                    print(net(row))
                net.train()
