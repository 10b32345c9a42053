KNOWN = {}


def register(name):
    def keep(cls):
        KNOWN[name] = cls
        return cls

    return keep


def make(name, **options):
    return KNOWN[name](**options)
