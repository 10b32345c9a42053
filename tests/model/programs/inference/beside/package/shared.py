"""A module of a package, which others import from the folder around that."""

from settings import WORKERS

WORKERS  #? 1
