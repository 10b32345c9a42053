"""A package of the project that is called as a library is."""


def own():
    return 3
