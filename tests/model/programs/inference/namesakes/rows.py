"""A module that imports from itself means what it has set before."""


def make():
    return 4


from rows import make
from rows import nothing

make()  #? 4
nothing  #? ?
