# expect: LL404
# Of each item of a dict the loop knows the name and the value: the loader for evaluation shuffles.
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(4, 2).cuda()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
samples = {"train": TensorDataset(torch.rand(990, 4)), "val": TensorDataset(torch.rand(99, 4))}
loaders = {name: DataLoader(part, batch_size=64, shuffle=True) for name, part in samples.items()}
for epoch in range(10):
    for phase, loader in loaders.items():
        model.train(phase == "train")
        for (images,) in loader:
            with torch.set_grad_enabled(phase == "train"):
                loss = model(images.cuda()).sum()
            if phase == "train":
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            else:
                print(loss.item())
