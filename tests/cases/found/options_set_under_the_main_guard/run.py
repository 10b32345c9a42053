# expect: LL201
from feed import feed
from options import Options

if __name__ == "__main__":
    options = Options().parse()
    options.workers = 0
    for batch in feed(options):
        print(batch)
