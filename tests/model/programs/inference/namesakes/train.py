"""What a module of the project lacks is of the library by the same name: else the program would raise."""

import datasets
from datasets import Dataset, missing

datasets.own()  #? 3
datasets.load_dataset("c4")  #? datasets.load_dataset()
datasets.missing  #? ?
Dataset.from_dict({})  #? datasets.Dataset.from_dict()
missing  #? ?
