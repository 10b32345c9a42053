# forbid: LL417
# As in `augmented_fold_is_evaluated`, but the fold that is held out is read without augmentation.
import torch
from sklearn.model_selection import KFold
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import ImageFolder
from torchvision.transforms import Compose, RandomHorizontalFlip, ToTensor

images = ImageFolder("images", Compose([RandomHorizontalFlip(), ToTensor()]))
plain = ImageFolder("images", ToTensor())
model = torch.nn.Flatten()
optimizer = torch.optim.SGD([torch.zeros(1)])
for training, held_out in KFold(n_splits=5, shuffle=True).split(images):
    train_loader = DataLoader(Subset(images, training), batch_size=4, shuffle=True)
    val_loader = DataLoader(Subset(plain, held_out), batch_size=4)
    for epoch in range(5):
        model.train()
        for batch, _ in train_loader:
            optimizer.zero_grad()
            model(batch).mean().backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            for batch, _ in val_loader:
                print(model(batch).mean())
