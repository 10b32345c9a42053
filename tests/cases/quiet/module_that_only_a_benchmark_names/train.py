from torch.utils.data import DataLoader

if __name__ == "__main__":
    for row in DataLoader(range(8)):
        print(row)
