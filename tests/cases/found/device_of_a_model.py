# expect: LL503
# The batches go where the model is, and that was put on the GPU.
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)
model.to("cuda" if torch.cuda.is_available() else "cpu")
loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4)
for _ in range(3):
    for batch in loader:
        print(model(batch.to(model.device)))
