# expect: LL201 as error
# A program builds the loader.
from feed import create_loader

if __name__ == "__main__":
    for row in create_loader(range(8)):
        print(row)
