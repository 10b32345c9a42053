# expect: LL405
# A language model writes for every sample of a file: those of the last batch are dropped.
import json

from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM

from rows import Rows

model = AutoModelForCausalLM.from_pretrained("small")
loader = DataLoader(Rows(), batch_size=8, drop_last=True)
with open("written.json", "w") as file:
    for batch in loader:
        json.dump(model.generate(**batch).tolist(), file)
