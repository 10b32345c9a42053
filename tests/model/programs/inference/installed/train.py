"""Packages of the project that are installed from folders of it, and one that nothing installs."""

from hidden.values import WORKERS as HIDDEN
from own.values import WORKERS
from plain.values import WORKERS as LOOSE

WORKERS  #? 5
HIDDEN  #? 6
LOOSE  #? plain.values.WORKERS
