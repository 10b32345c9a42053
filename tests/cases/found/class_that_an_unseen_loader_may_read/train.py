from torch.utils.data import DataLoader


def main(data, net):
    for batch in DataLoader(data, batch_size=8, num_workers=4):
        net(batch)
