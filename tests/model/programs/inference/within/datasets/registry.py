kinds = {}


def register(name):
    def decorator(cls):
        kinds[name] = cls
        return cls

    return decorator


def make(name):
    return kinds[name]()
