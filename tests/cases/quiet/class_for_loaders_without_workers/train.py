from torch.utils.data import DataLoader


def main(data, net):
    for batch in DataLoader(data, batch_size=8):
        net(batch)
