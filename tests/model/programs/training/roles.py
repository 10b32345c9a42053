"""What a loop over batches is for, by what it does with them."""

import torch
from torch import nn, optim
from torch.utils.data import DataLoader

train_loader = DataLoader([1, 2], shuffle=True)
val_loader = DataLoader([3, 4])
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters())

for epoch in range(10):
    model.train()
    for batch in train_loader:  #? train_loader: training, every epoch
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
    model.eval()
    for batch in val_loader:  #? val_loader: evaluation, every epoch
        model(batch)

with torch.no_grad():
    for batch in DataLoader([5]):  #? loader: evaluation
        model(batch)

for batch in DataLoader([6]):  #? loader: evaluation
    model(batch)  # still `eval()`

model.train(True)
for batch in DataLoader([7]):  #? loader: unknown
    model(batch)

for batch in DataLoader([8]):  #? loader: unknown
    model(batch).sum().backward()  # no step: gradients of another model, perhaps

for batch in DataLoader([8]):  #? loader: evaluation
    tokenizer.batch_decode(language_model.generate(**batch))

for batch in DataLoader([8]):  #? loader: unknown
    trainer.step(batch, language_model.generate(**batch))  # rewards for what is written

for number, batch in enumerate(DataLoader([8])):  #? loader: unknown
    trainer.take(batch)
    if number % 100 == 0:
        print(language_model.generate(**sample))

model.train(False)
for batch in DataLoader([9]):  #? loader: evaluation
    optimizer.zero_grad()  # out of habit
    model(batch)

model.train(False)
for batch in DataLoader([10]):  #? loader: unknown
    optimizer.zero_grad()
    losses.pull(model(batch))
    optimizer.step()


@torch.inference_mode()
def test(loader):
    for batch in loader:  #? test_loader: evaluation
        model(batch)


test_loader = DataLoader([10])
model.train()
test(test_loader)

model.train()
with torch.set_grad_enabled(True):
    for batch in DataLoader([11]):  #? loader: unknown
        print(batch)
with torch.set_grad_enabled(False):
    for batch in DataLoader([12]):  #? loader: evaluation
        print(batch)

first, second = DataLoader([13]), DataLoader([14])
with torch.no_grad():
    for each in (first, second):
        for batch in each:  #? loader: evaluation
            print(batch)
model.eval()
for each in (first, second):  # one of them may be trained on
    for batch in each:  #? loader: unknown
        engine.run(batch)


def attack(images):
    images = images.clone().requires_grad_()
    model(images).sum().backward()
    return images + images.grad.sign()


with torch.no_grad():
    for batch in DataLoader([14]):  #? loader: evaluation
        with torch.enable_grad():
            worst = attack(batch)
        model(worst)


class Base:
    def take(self, batch):
        raise NotImplementedError


def run(module: Base, loader):
    for batch in loader:
        module.take(batch)


opened = DataLoader([15])
for batch in opened:  #? opened: unknown
    Base().take(batch)
with torch.no_grad():
    for batch in DataLoader([16]):  #? loader: evaluation
        Base().take(batch)


def without_gradients(function):
    def wrapper(*args, **kwargs):
        with torch.no_grad():
            result = function(*args, **kwargs)
        return result

    return wrapper


def only_begins_without(function):
    def wrapper(*args, **kwargs):
        with torch.no_grad():
            print(args)
        return function(*args, **kwargs)

    return wrapper


@without_gradients
def judge(batch):
    return unseen(batch)


@only_begins_without
def perhaps(batch):
    return unseen(batch)


model.train()
for number, batch in enumerate(DataLoader([10])):  #? loader: evaluation
    loss = judge(batch)
    print("{}: {}".format(number, loss))
    meter.update(loss)
for batch in DataLoader([11]):  #? loader: unknown
    loss = perhaps(batch)


def load(path):
    loaded = nn.Linear(1, 1)
    loaded.eval()
    return loaded


def load_to_train(path):
    loaded = nn.Linear(1, 1)
    loaded.eval()
    loaded.train()
    return loaded


def show():
    judge = load("a.pt")
    for batch in DataLoader([12]):  #? show: evaluation
        unseen(judge(batch))


def show_another():
    other = load("a.pt")
    judge = load_to_train("a.pt")
    for batch in DataLoader([13]):  #? show_another: unknown
        unseen(judge(batch))
