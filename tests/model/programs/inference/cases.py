"""Loops over a few names: each turn is a case of its own."""

SPLITS = ["train", "val"]

shuffle = {split: split == "train" for split in SPLITS}
shuffle["train"]  #? True
shuffle["val"]  #? False
shuffle["test"]  #? ?  # raises

options = {split: {"shuffle": split == "train"} for split in SPLITS}
options["train"]  #? {'shuffle': True}
options["train"]["shuffle"]  #? ?  # could be True

five = {letter: letter for letter in "a b c d e".split()}
five["a"]  #? 'a'

seen = {name: size for name, size in zip(SPLITS, (8, 2, 1))}  # of a loop over pairs, the key does not tell which
seen["val"]  #? ?  # could be 2

numbers = {name: size for name, size in [("train", 8), ("val", 2)]}
numbers["train"]  #? 8
zipped = {name: size for name, size in zip(SPLITS, (8, 2))}
zipped["val"]  #? 2

uneven = {name: size for name, size in zip(SPLITS, (8, 2, 1))}
uneven["val"]  #? ?  # could be 2

unlike = {name: size for name, size in [("train", 8), ("val", 2, 1)]}
unlike["train"]  #? ?  # raises

for name, size in [("test", 1), ("hidden", 0)]:
    numbers[name] = size
numbers["test"]  #? 1
