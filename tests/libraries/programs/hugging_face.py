from datasets import Dataset, IterableDataset, concatenate_datasets, interleave_datasets, load_dataset
from datasets.distributed import split_dataset_by_node
from torch.utils.data import DataLoader

stream = load_dataset("c4", streaming=True)
loader = DataLoader(load_dataset("c4"), shuffle=True)  #? loader, shuffled, numbered
loader = DataLoader(stream["train"], shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(IterableDataset.from_generator(samples), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(Dataset.from_dict({}).to_iterable_dataset(), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(interleave_datasets([stream, stream]), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(concatenate_datasets([stream, stream]), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(split_dataset_by_node(stream, 0, 2), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.batch(2), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.cast(kinds), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.cast_column("a", kind), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.remove_columns("a"), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.rename_column("a", "b"), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.rename_columns({}), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.repeat(2), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.select([0]), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.select_columns("a"), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.shard(2, 0), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.skip(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.take(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.with_format("torch"), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.shuffle(), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.map(str), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.filter(bool), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(stream.with_transform(str), shuffle=True)  #? loader, LL205 error, repaired, shuffled
#---
import argparse

from datasets import Dataset, DatasetDict, load_dataset, load_from_disk
from torch.utils.data import DataLoader

rows = load_dataset("c4", split="train", streaming=False)
loader = DataLoader(rows)  #? loader, numbered
loader = DataLoader(rows.map(str).filter(bool).shuffle(seed=0))  #? loader, numbered
loader = DataLoader(rows.map(str)["train"])  #? loader, numbered
loader = DataLoader(rows.train_test_split(0.1)["train"])  #? loader, numbered
loader = DataLoader(rows.add_column("a", cells))  #? loader, numbered
loader = DataLoader(rows.add_item({}))  #? loader, numbered
loader = DataLoader(rows.class_encode_column("a"))  #? loader, numbered
loader = DataLoader(rows.flatten())  #? loader, numbered
loader = DataLoader(rows.sort("a"))  #? loader, numbered
loader = DataLoader(DatasetDict({"train": rows, "test": rows})["train"])  #? loader, numbered
loader = DataLoader(rows.to_iterable_dataset())  #? loader
loader = DataLoader(load_from_disk("c4"))  #? loader, numbered
loader = DataLoader(Dataset.from_csv("c4"))  #? loader, numbered
loader = DataLoader(Dataset.from_dict({}))  #? loader, numbered
loader = DataLoader(Dataset.from_file("c4"))  #? loader, numbered
loader = DataLoader(Dataset.from_generator(samples))  #? loader, numbered
loader = DataLoader(Dataset.from_json("c4"))  #? loader, numbered
loader = DataLoader(Dataset.from_list([]))  #? loader, numbered
loader = DataLoader(Dataset.from_pandas(frame))  #? loader, numbered
loader = DataLoader(Dataset.from_parquet("c4"))  #? loader, numbered
loader = DataLoader(Dataset.from_polars(frame))  #? loader, numbered
loader = DataLoader(Dataset.from_sql("select", "uri"))  #? loader, numbered
loader = DataLoader(Dataset.from_text("c4"))  #? loader, numbered
loader = DataLoader(Dataset.load_from_disk("c4"))  #? loader, numbered
loader = DataLoader(DatasetDict.from_csv({})["train"])  #? loader, numbered
loader = DataLoader(DatasetDict.from_json({})["train"])  #? loader, numbered
loader = DataLoader(DatasetDict.from_parquet({})["train"])  #? loader, numbered
loader = DataLoader(DatasetDict.from_text({})["train"])  #? loader, numbered
loader = DataLoader(DatasetDict.load_from_disk("c4")["train"])  #? loader, numbered

parser = argparse.ArgumentParser()
parser.add_argument("--streaming", action="store_true")
args = parser.parse_args()
loader = DataLoader(load_dataset("c4", streaming=args.streaming))  #? loader
loader = DataLoader(load_dataset("c4", **unseen))  #? loader
#---
import numpy as np
from datasets import IterableDataset, load_dataset
from torch.utils.data import DataLoader

rng = np.random.default_rng()


def noisy(sample):
    return sample + rng.normal()


def noise():
    while True:
        yield rng.normal()


def loaders():
    stream, numbered = load_dataset("c4", streaming=True), load_dataset("c4")
    yield DataLoader(stream.map(noisy), num_workers=4)  #? loader, LL101 warning, repaired
    yield DataLoader(stream.filter(noisy), num_workers=4)  #? loader, LL101 warning, repaired
    yield DataLoader(numbered.with_transform(noisy), num_workers=4)  #? loader, numbered, LL101 warning, repaired
    yield DataLoader(numbered.map(noisy), num_workers=4)  #? loader, numbered
    yield DataLoader(IterableDataset.from_generator(noise), num_workers=4)  #? loader, LL101 warning, repaired
#---
import torch
from datasets import load_dataset
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
stream = load_dataset("c4", streaming=True).shuffle()  #? LL402 warning
loader = DataLoader(stream)  #? loader
for epoch in range(10):
    for batch in loader:  #? trains again
        model(batch).sum().backward()
        optimizer.step()
#---
import accelerate.data_loader
from accelerate import Accelerator
from datasets import load_dataset
from datasets.distributed import split_dataset_by_node
from torch.utils.data import DataLoader, DistributedSampler, Subset
from transformers import Seq2SeqTrainer, Trainer

accelerator = Accelerator()


def by_accelerate(data, rank, world_size):
    loader = DataLoader(data, sampler=DistributedSampler(data))  #? loader, by rank
    accelerator.prepare(loader)  #? LL415 error, repaired
    loader = DataLoader(data, sampler=DistributedSampler(data))  #? loader, by rank
    accelerator.prepare_data_loader(loader)  #? LL415 error, repaired
    loader = DataLoader(data, sampler=DistributedSampler(data))  #? loader, by rank
    accelerate.data_loader.prepare_data_loader(loader)  #? LL415 error, repaired
    loader = DataLoader(Subset(data, range(rank, 9, world_size)))  #? loader, numbered
    accelerator.prepare(loader)  #? LL415 error


def by_trainers(model, args, rank, world_size):
    rows = load_dataset("c4")
    trainer = Trainer(model, args, train_dataset=rows.shard(world_size, rank))  #? loader, numbered, LL415 error
    trainer.train()  #? trains
    trainer = Seq2SeqTrainer(model, args, train_dataset=split_dataset_by_node(rows, rank, 2))  #? loader, numbered, LL415 error
    trainer.train()  #? trains
#---
import torch
from datasets import Dataset, IterableDataset, load_dataset
from torch.utils.data import DataLoader

torch.distributed.init_process_group("gloo")  #? joins
loader = DataLoader(load_dataset("c4", streaming=True))  #? loader, LL419 warning, repaired
loader = DataLoader(IterableDataset.from_generator(samples))  #? loader, LL419 warning, repaired
loader = DataLoader(Dataset.from_dict({}).to_iterable_dataset())  #? loader, LL419 warning, repaired
#---
import torch
from accelerate import Accelerator, skip_first_batches
from torch.utils.data import DataLoader


def by_function(model, optimizer, data, path):
    loader = DataLoader(data, shuffle=True)  #? loader, shuffled
    rest = skip_first_batches(loader, torch.load(path)["step"])  #? LL416 warning
    for batch in rest:  #? trains
        model(batch).sum().backward()
        optimizer.step()


def by_method(model, optimizer, data, path):
    accelerator = Accelerator()
    loader = accelerator.prepare(DataLoader(data, shuffle=True))  #? loader, shuffled
    rest = accelerator.skip_first_batches(loader, torch.load(path)["step"])  #? LL416 advice
    for batch in rest:  #? trains
        accelerator.backward(model(batch).sum())
        optimizer.step()
#---
from accelerate import Accelerator
from torch.utils.data import DataLoader


def by_name(model, optimizer, data, path):
    accelerator = Accelerator()
    loader = accelerator.prepare(DataLoader(data, shuffle=True))  #? loader, shuffled
    accelerator.load_state(path)
    done = int(path.split("-")[1])
    for number, batch in enumerate(loader):  #? trains
        if number < done:  #? LL416 advice
            continue
        accelerator.backward(model(batch).sum())
        optimizer.step()
