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
five["a"]  #? ?  # could be 'a'

numbers = {name: size for name, size in [("train", 8), ("val", 2)]}
numbers["train"]  #? ?  # could be 8
