"""A script in a package: Python looks for modules in its own folder first."""

from settings import WORKERS

if __name__ == "__main__":
    WORKERS  #? 2
