"""What generators of the program yield, and names that loops give a value."""


class Own: ...


class Other: ...


def pairs(number, more=False):
    for _ in range(number):
        yield Own(), number
    if more:
        yield Other(), 0


def again(number):
    yield from pairs(number)


class Folds:
    def __call__(self, number):
        yield Own(), number


for own, number in pairs(3):
    own  #? Own()
    number  #? 3
for index, (own, number) in enumerate(pairs(4)):
    number  #? 4
for both in again(5):
    own, number = both
    own  #? Own()
    number  #? 5
for own, number in pairs(6, more=True):
    own  #? Own() | Other()
    number  #? 6 | 0
for own, number in Folds()(7):
    number  #? 7


def endless(items):
    while True:
        for item in items:
            yield item


for item in endless([8, 9]):
    item  #? 8 | 9
for item in endless(unseen()):
    item  #? ?
