# expect: LL313 as error
# One step of the pipeline flips, another one makes tensors, and a dict goes through both.
import cv2
from steps import AsTensors, Mirror
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Pairs(Dataset):
    def __init__(self, files, transform):
        self.files = files
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        image, mask = (cv2.imread(file) for file in self.files[index])
        sample = {"image": image, "mask": mask}
        return self.transform(sample)


if __name__ == "__main__":
    pairs = Pairs([], transforms.Compose([Mirror(), AsTensors()]))
    for batch in DataLoader(pairs, batch_size=4):
        print(batch["image"].shape)
