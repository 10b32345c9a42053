"""Attributes that methods set which are called once on an object: they have what that call gives."""


class Feed:
    def __init__(self, name):
        self.name = name

    def begin(self, size):
        self.size = size
        self.more(size + 1)

    def more(self, count):
        self.count = count


feed = Feed("a")
feed.begin(4)
feed.size  #? 4
feed.count  #? 5


class Twice(Feed):
    def again(self, size):
        self.turns = size


twice = Twice("b")
twice.again(1)
twice.again(2)
twice.turns  #? 1 | 2
twice.size  #? 4 | 6 | 8 | 9  # raises


class Own(Feed):
    def begin(self, size):
        super().begin(2 * size)


own = Own("c")
own.begin(3)
own.size  #? 4 | 6 | 8 | 9  # could be 6, by way of another method of that name


def make(size):
    made = Feed("d")
    made.begin(size)
    return made


make(8).size  #? 8
make(9).count  #? 10
