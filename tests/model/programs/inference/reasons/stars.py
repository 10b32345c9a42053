"""Names in a file that takes all names of others."""

from tools import *

KNOWN  #? 1
MISSPELT  #? ? (MISSPELT: not set at the top level of `stars`)
