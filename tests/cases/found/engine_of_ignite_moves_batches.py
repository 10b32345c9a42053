# expect: LL503
# The function that the engine calls with each batch copies it.
import torch
from ignite.engine import Engine
from torch.utils.data import DataLoader

device = "cuda" if torch.cuda.is_available() else "cpu"
model = torch.nn.Linear(1, 1).to(device)


def infer(engine, batch):
    with torch.no_grad():
        images, labels = batch
        return model(images.to(device)), labels


evaluator = Engine(infer)
evaluator.run(DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4), max_epochs=3)
