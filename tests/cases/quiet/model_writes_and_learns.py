# forbid: LL404, LL405
# What a language model writes is what it learns from, in a step that a trainer takes.
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM

from rows import Rows, make_trainer

model = AutoModelForCausalLM.from_pretrained("small")
trainer = make_trainer(model)
for batch in DataLoader(Rows(), batch_size=8, shuffle=True, drop_last=True):
    trainer.step(batch, model.generate(**batch))
