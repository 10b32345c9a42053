from torch.utils.data import DataLoader


def train(model, optimizer, rows, device):
    loader = DataLoader(rows, batch_size=8, shuffle=True, num_workers=2)
    for epoch in range(10):
        for batch in loader:
            model(batch.to(device)).sum().backward()
            optimizer.step()
