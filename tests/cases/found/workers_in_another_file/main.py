from rows import make_loader

if __name__ == "__main__":
    for row in make_loader("a.bin", 2):
        print(row)
