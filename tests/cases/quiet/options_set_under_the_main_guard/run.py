# forbid: LL201, LL207
from feed import feed
from options import Options

if __name__ == "__main__":
    options = Options().parse()
    options.workers = 2
    for batch in feed(options):
        print(batch)
