"""Another file of the program."""

KNOWN = 1
