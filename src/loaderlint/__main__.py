"""`python -m loaderlint`."""

from loaderlint.cli import main

if __name__ == "__main__":
    main()
