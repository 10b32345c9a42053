# expect: LL502, LL404
# The count of steps is taken further in every turn: nothing is known of it but where it starts.
from torch.utils.data import DataLoader


def train(net, optimizer, rows, held):
    loader = DataLoader(rows, batch_size=8, shuffle=True)
    valid = DataLoader(held, batch_size=8, shuffle=True, num_workers=4)
    steps = 0
    for epoch in range(9):
        for batch in loader:
            net(batch).sum().backward()
            optimizer.step()
            steps = steps + 1
            if steps > 0 and steps % 200 == 0:
                net.eval()
                for row in valid:
                    print(net(row))
                net.train()
