from ignite.engine import Engine, create_supervised_evaluator, create_supervised_trainer
from ignite.engine.engine import Engine as EngineByModule
from torch.utils.data import DataLoader

loader = DataLoader([1])  #? loader
trainer = create_supervised_trainer(model, optimizer, loss)
trainer.run(loader, max_epochs=9)  #? trains again
evaluator = create_supervised_evaluator(model)
evaluator.run(loader)  #? evaluates


def update(engine, batch):
    model(batch).backward()
    optimizer.step()


engine = Engine(update)
engine.run(loader, 1)  #? trains


def another(engine, batch):
    model(batch).backward()
    optimizer.step()


other = EngineByModule(another)
other.run(data=loader, max_epochs=9)  #? trains again
#---
from ignite.engine import Engine
from torch.utils.data import DataLoader

loader = DataLoader([1])  #? loader
for batch in loader:  #? uses
    pass
engine = Engine(update)
engine.attach(loader)
#---
from monai.engines import AdversarialTrainer, EnsembleEvaluator, GanTrainer, SupervisedEvaluator, SupervisedTrainer
from torch.utils.data import DataLoader

loader = DataLoader([1])  #? loader
SupervisedTrainer(device, 9, loader, network)  #? trains again
GanTrainer(device, 9, loader, network)  #? trains again
AdversarialTrainer(device=device, max_epochs=1, train_data_loader=loader)  #? trains
SupervisedEvaluator(device, loader, network)  #? evaluates
EnsembleEvaluator(device=device, val_data_loader=loader)  #? evaluates
#---
from monai.engines import Unknown
from torch.utils.data import DataLoader

loader = DataLoader([1])  #? loader
for batch in loader:  #? uses
    pass
Unknown(loader)
#---
from sentence_transformers import CrossEncoder, SentenceTransformer
from torch.utils.data import DataLoader

loader = DataLoader([1])  #? loader
model = SentenceTransformer("all-MiniLM-L6-v2")
model.fit([(loader, loss)], epochs=9)  #? trains again
model.fit(train_objectives=[(loader, loss)])  #? trains
CrossEncoder("ms-marco").fit(loader, None, 9)  #? trains again
#---
from sentence_transformers import SentenceTransformer
from torch.utils.data import DataLoader

loader = DataLoader([1])  #? loader
for batch in loader:  #? uses
    pass
SentenceTransformer("all-MiniLM-L6-v2").encode(["a"])
