# forbid: LL406
# The method builds the loader from rows that every epoch chooses anew.
from torch.utils.data import DataLoader


class Coach:
    def __init__(self, net, optimizer, rows):
        self.net, self.optimizer, self.rows = net, optimizer, rows

    def _open(self):
        return DataLoader(self.rows, batch_size=8, shuffle=True, num_workers=4)

    def fit(self):
        for epoch in range(15):
            self.rows = self.net.hardest(self.rows)
            for row in self._open():
                self.net(row).sum().backward()
                self.optimizer.step()
