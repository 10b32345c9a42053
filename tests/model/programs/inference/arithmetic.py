"""Arithmetic on constants gives constants; arithmetic on what is not known gives nothing."""

import os
import torch
import torch.distributed as dist

base = 4
base * 2 + 1  #? 9
base // 3  #? 1
base % 3  #? 1
base - 5  #? -1
-base  #? ?  # could be -4
+base  #? ?  # could be 4
+5  #? 5
base / 2  #? 2.0
base**2  #? ?  # could be 16
2 << 3  #? ?  # could be 16

base > 2  #? True
base == 5  #? False
base != 5  #? True
1 < base < 3  #? ?  # could be False
"adam" == "sgd"  #? False
None is None  #? True
base is not None  #? True
not base  #? False
0 or base  #? 4
base and 0  #? 0
base or undefined  #? 4
base == 4 and "even"  #? 'even'

"val" in ("train", "val")  #? True
"val" not in ["train", "val"]  #? False
"test" in {"train", "val"}  #? False
"test" in (undefined, "val")  #? ?
"val" in (undefined, "val")  #? True
"train" in "train_small"  #? True
base in undefined  #? ?
words = ["train"]
words.append("val")
"val" in words  #? ?  # could be True
parts = ("train", "val")
"val" in parts  #? True
"train_small".startswith("train")  #? True
"train_small".endswith(("a", "b"))  #? ?  # could be False

base // 0  #? ?
base + "4"  #? ?
"a" + "b"  #? 'ab'

maybe = 0 if torch.cuda.is_available() else 2
maybe * 2  #? ?  # could be 0 | 4
maybe or 8  #? 8 | 2
not maybe  #? True | False

generator = torch.Generator()
generator is None  #? False
None is not generator  #? True
generator is generator  #? True
int(undefined) is None  #? False
len(undefined) is not None  #? True
dist.get_rank() is None  #? False
[] is None  #? False
undefined is None  #? ?

rank = dist.get_rank() if dist.is_initialized() else 0
rank is None  #? False
rank = dist.get_rank() if dist.is_initialized() else None
rank is None  #? ?

int("8")  #? 8
int(2.9)  #? 2
int(undefined)  #? int()
os.cpu_count() // 2  #? a number
int(os.cpu_count() / 2)  #? int()
2 * torch.cuda.device_count() + base  #? a number
len(range(base)) - os.cpu_count()  #? a number
os.cpu_count() // undefined  #? ?  # could be a number
os.cpu_count() // None  #? ?
os.cpu_count() > 2  #? ?  # could be True
torch.cuda.is_available()  #? True | False

str(4)  #? '4'
str(True).lower() == "true"  #? True
