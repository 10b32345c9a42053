"""Options whose names are put together: of what they are nothing is known."""

import argparse

parser = argparse.ArgumentParser()
for name in ("first", "second"):
    parser.add_argument("--" + name, default=1)
args = parser.parse_args()
args.first  #? ? (parser.add_argument("--" + name, default=1): an option of the command line, and options are added here whose names are put together)
