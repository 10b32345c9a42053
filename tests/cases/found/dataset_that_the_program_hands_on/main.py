from unseen import load_and_go
from records import Records


def main(net):
    records = Records("a.bin")
    load_and_go(records)


if __name__ == "__main__":
    main(print)
