# expect: LL502, LL503
# Neither this file nor the one that trains holds a word that loaders are made with.
from runner import run


def main(net, optimizer, rows):
    run(None, net, optimizer, rows)


if __name__ == "__main__":
    main(None, None, range(99))
