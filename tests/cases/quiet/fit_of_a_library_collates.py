# forbid: LL311, LL312
# What a library is handed the loader for makes batches its own way: it sets `collate_fn` before it goes through it.
from sentence_transformers import InputExample, SentenceTransformer, losses
from torch.utils.data import DataLoader, Dataset


class Queries(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        if index < 0:
            return None
        return InputExample(texts=self.rows[index], label=1.0)


class Pair:
    def __init__(self, texts):
        self.texts = texts


class Pairs(Queries):
    def __getitem__(self, index):
        return Pair(self.rows[index])


model = SentenceTransformer("small")
queries = DataLoader(Queries([["a", "b"]] * 9), shuffle=True, batch_size=4)
pairs = DataLoader(Pairs([["a", "b"]] * 9), shuffle=True, batch_size=4)
model.fit(train_objectives=[(queries, losses.MarginMSELoss(model)), (pairs, losses.MarginMSELoss(model))], epochs=2)
