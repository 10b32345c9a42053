"""What a call of a function of the program gives, with the arguments that it gets."""

from functools import partial


def double(number):
    return 2 * number


double(4)  #? 8
double(number=3)  #? 6
double(double(2))  #? 8
double(*[5])  #? ?  # could be 10
double(**{"number": 5})  #? 10


def pick(fast, slow=1, *, scale=10):
    return fast, slow, scale


pick(4)  #? (4, 1, 10)
pick(4, 2)  #? (4, 2, 10)
pick(slow=3, fast=2, scale=5)  #? (2, 3, 5)
pick(1)[2]  #? 10
pick(1)[-1]  #? 10

half = partial(pick, 8, scale=20)
half()  #? (8, 1, 20)
half(3)  #? (8, 3, 20)
half(3, scale=30)  #? (8, 3, 30)
half  #? partial(pick)
partial(partial(pick, 1), 2)  #? ?  # could be partial(pick)

triple = lambda number: 3 * number
triple(3)  #? 9
triple  #? lambda
(lambda: 5)()  #? 5


def choose(kind):
    if kind == "train":
        return "shuffled"
    return "in order"


choose("train")  #? 'shuffled'
choose("val")  #? 'in order'
choose(undefined)  #? 'shuffled' | 'in order'


def replaced(kind):
    order = "in order"
    if kind == "train":
        order = "shuffled"
    return order


replaced("train")  #? 'shuffled'
replaced("val")  #? 'in order'


def silent():
    print("nothing is returned")


silent()  #? ?  # could be None


def count():
    yield 1


count()  #? types.GeneratorType()


def forever(number):
    return forever(number)


forever(1)  #? ?


def adder(step):
    def add(number):
        return number + step

    return add


adder(1)(2)  #? 3
adder(10)(2)  #? 12


def logged(function):
    return function


@logged
def measured():
    return 1


measured()  #? 1


def called_twice(workers):
    return workers  #? 2 | 6


called_twice(2)
called_twice(6)


def never_called(workers=3):
    return workers  #? 3? | ?


def any_number(*sizes, **options):
    return sizes  #? ?


any_number(1, 2)


class Base:
    def __init__(self, rows, train=True, seed=None):
        self.rows, self.train, self.seed = rows, train, seed


class Passes(Base):
    def __init__(self, *args, scale=1, **kwargs):
        super().__init__(*args, **kwargs)


class PassesAgain(Passes):
    def __init__(self, name, *args, **kwargs):
        super().__init__(*args, **kwargs)


class PassesLess(Base):
    def __init__(self, *args, **kwargs):
        args = args[1:]
        super().__init__(*args, **kwargs)


Passes("rows", train=False).train  #? False
Passes("rows", False, 3).train  #? False
Passes("rows", False, 3).seed  #? 3
Passes("rows", seed=3).train  #? True
PassesAgain("name", "rows", False, seed=3).rows  #? 'rows'
PassesAgain("name", "rows", False, seed=3).train  #? False
PassesAgain("name", "rows", False, seed=3).seed  #? 3
PassesAgain(*undefined, seed=3).train  #? ?
PassesLess("name", "rows", False).train  #? ?


def passes(*args, **kwargs):
    return pick(*args, **kwargs)


passes(1, scale=3)  #? (1, 1, 3)
passes(1, 2)  #? (1, 2, 10)
partial(passes, 4)(5)  #? (4, 5, 10)
class Pair:
    def __init__(self, left, right=1, **rest):
        self.left, self.right = left, right
        self.third = rest.get("third", 0)


half_a_pair = partial(Pair, 8, right=2, third=3)
half_a_pair  #? partial(Pair)
half_a_pair().left  #? 8
half_a_pair(right=4).right  #? 4
half_a_pair().third  #? 3
partial(list, [1])()  #? ?


class Shape:
    sides = 4

    def __init__(self, size):
        self.size = size

    @classmethod
    def small(cls, size=1):
        return cls(size)

    @classmethod
    def count(cls):
        return cls.sides

    def again(self):
        return self.small(self.size)


class Triangle(Shape):
    sides = 3


Shape.small()  #? Shape()
Shape.small().size  #? 1
Triangle.small(2)  #? Triangle()
Triangle(5).again().size  #? 5
Triangle.count()  #? 3


def takes_any(*args, last=0):
    if args[0] == "train":
        return args[1]
    return last


takes_any("train", 4)  #? 4
takes_any("test", 4, last=3)  #? 3
