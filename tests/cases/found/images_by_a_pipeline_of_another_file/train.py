# expect: LL312 as error
# The pipeline leaves images what they are: nothing makes tensors of them.
from PIL import Image
from pipeline import make_pipeline
from torch.utils.data import DataLoader, Dataset


class Pictures(Dataset):
    def __init__(self, paths, transform):
        self.paths = paths
        self.transform = transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        with open(self.paths[index], "rb") as file:
            image = Image.open(file).convert("RGB")
        if self.transform is not None:
            image = self.transform(image)
        return {"image": image, "index": index}


if __name__ == "__main__":
    for batch in DataLoader(Pictures(["a.png"], make_pipeline(train=True)), batch_size=4, num_workers=2):
        print(batch)
