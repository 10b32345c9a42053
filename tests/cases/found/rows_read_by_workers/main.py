# expect: LL101
from rows import Questions
from torch.utils.data import DataLoader


def main(read):
    loader = DataLoader(Questions(read("train.json")), batch_size=16, num_workers=4, collate_fn=list)
    for epoch in range(3):
        for batch in loader:
            print(epoch, batch)


if __name__ == "__main__":
    main(list)
