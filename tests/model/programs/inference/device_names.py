"""Questions that a program asks of the device that it runs on."""

import argparse

import torch
from accelerate import Accelerator

parser = argparse.ArgumentParser()
parser.add_argument("--device", default="cuda:0")
parser.add_argument("--where")
args = parser.parse_args()

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
by_kind = device.type == "cuda"  #? True | False
by_other = device.type != "cpu"  #? True | False
by_text = str(device) == "cuda"  #? True | False
by_start = str(device).startswith("cuda")  #? True | False
by_part = "cuda" in str(device)  #? True | False

fixed = torch.device("cuda:1")
of_fixed = fixed.type == "cuda"  #? True
number_counts = str(fixed) == "cuda"  #? False
not_in_it = "cpu" not in str(fixed)  #? True

of_option = args.device.startswith("cuda")  #? True?
as_device = torch.device(args.device).type == "cuda"  #? True?
not_known = torch.device(args.where).type == "cuda"  #? ?
by_library = Accelerator().device.type == "cuda"  #? True | False
there_is_one = torch.accelerator.current_accelerator().type == "cuda"  #? True | False
