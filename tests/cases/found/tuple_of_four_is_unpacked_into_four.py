# expect: LL404, LL405
# The second of four parts is the loader that is shuffled.
from torch.utils.data import DataLoader


class Trainer:
    def __init__(self, rows, held, net):
        self.net = net
        self.rows, self.valid, self.held, self.train = self.loaders(rows, held)

    def loaders(self, rows, held):
        first = DataLoader(rows, batch_size=4, shuffle=True, drop_last=True)
        valid = DataLoader(held, batch_size=4)
        return rows, first, held, valid

    def evaluate(self):
        self.net.eval()
        for batch in self.valid:
            print(self.net(batch))


def main(rows, held, net):
    Trainer(rows, held, net).evaluate()
