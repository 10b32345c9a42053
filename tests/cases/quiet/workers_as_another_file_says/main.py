from rows import make_loader

if __name__ == "__main__":
    for row in make_loader(range(100), 4):
        print(row)
