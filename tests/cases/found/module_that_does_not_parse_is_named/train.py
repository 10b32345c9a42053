from rows import make_loader

for batch in make_loader(range(10)):
    print(batch)
