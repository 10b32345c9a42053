# forbid: LL201 as error
# No program builds the loader, but for a trial of its speed.
from feed import create_loader

if __name__ == "__main__":
    for row in create_loader(range(8)):
        print(row)
