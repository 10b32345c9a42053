KINDS = {}
FILLED = {}


def register(name):
    def keep(cls):
        KINDS[name] = cls
        return cls

    return keep


def fill(names):
    for name in names:
        FILLED[name] = name


def make(name, **options):
    return KINDS[name](**options)


class Kind:
    known = {}

    @classmethod
    def register(cls, other):
        cls.known[other.__name__.lower()] = other
        return other


def of_kind(name):
    return Kind.known[name]()
