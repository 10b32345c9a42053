"""Names of a module that it gives something else before it has run to its end."""

from settings import *
from settings import both, last

options  #? 2
other  #? 3 | 4
both  #? 6 | 7
last  #? 9 | 8
