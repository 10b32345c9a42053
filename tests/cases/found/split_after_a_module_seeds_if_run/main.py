from options import args
from parts import loaders

train, test = loaders(list(range(10)))
print(args.seed, next(iter(train)), next(iter(test)))
