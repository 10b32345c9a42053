# expect: LL304 as warning
# The program sets the number that the options give. It runs on Windows, too.
from feed import Feed
from options import Options

options = Options().parse()
options.workers = 2

for batch in Feed(options):
    print(batch)
