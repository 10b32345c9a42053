# expect: LL502, LL503
# The way to train is chosen by name from a table of modules.
from kinds import points
from torch.utils.data import DataLoader

KINDS = {"points": points}


def main(kind, net, optimizer, rows):
    trainer = KINDS[kind].Trainer(net, optimizer)
    loader = DataLoader(rows, batch_size=8, shuffle=True, num_workers=4)
    for epoch in range(10):
        for batch in loader:
            trainer.train_step(batch)
