from datasets import load_dataset


def stream(name):
    texts = load_dataset(name, split="train", streaming=True)
    return texts.shuffle(buffer_size=1000, seed=0).map(str.lower).with_format("torch")
