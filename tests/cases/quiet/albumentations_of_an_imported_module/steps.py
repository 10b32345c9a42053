from albumentations import to_tuple


def span(limit):
    return to_tuple(limit)
