"""Names in a file that takes all names of others."""

from tools import *

KNOWN  #? 1
MISSPELT  #? ? (MISSPELT: nothing is seen to set `MISSPELT` in this file)
