WORKERS = 4


class Images:
    def __init__(self, root):
        self.root = root


def build(number):
    return 2 * number
