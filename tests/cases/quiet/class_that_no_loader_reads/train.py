from torch.utils.data import DataLoader, TensorDataset


def main(rows, net):
    for batch in DataLoader(TensorDataset(rows), batch_size=8, num_workers=4):
        net(batch)
