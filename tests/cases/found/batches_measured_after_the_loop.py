# expect: LL405 as warning
import torch
from torch.utils.data import DataLoader, TensorDataset


class Evaluation:
    def __init__(self):
        self.size = 12
        self.model = torch.nn.Linear(4, 1)
        self.loader = DataLoader(TensorDataset(torch.load("rows.pt")), batch_size=self.size, drop_last=True)

    def run(self):
        outputs = []
        self.model.eval()
        with torch.no_grad():
            for (rows,) in self.loader:
                outputs.append(self.model(rows))
        print(self.error(outputs))

    def error(self, outputs):
        errors = []
        for batch in outputs:
            for number in range(len(batch)):
                errors.append(float(batch[number].abs().mean()))
        return sum(errors) / len(errors)


if __name__ == "__main__":
    Evaluation().run()
