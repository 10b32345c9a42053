from loaders import train_loader

for batch in train_loader:
    print(batch)
