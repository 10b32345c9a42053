import accelerate
import datasets
import imageio
import imgaug
import io
import librosa
import lightning
import lightning_fabric
import ml_collections
import monai
import numpy
import pytorch_lightning
import timm.data.transforms_factory
import timm.utils.cuda
import tomli
import torch
import torch_geometric
import torchdata
import torchvision
import transformers
import zarr

a = torch.utils.data.dataloader.DataLoader  #? = torch.utils.data.DataLoader
b = torch.utils.data.dataset.Subset  #? = torch.utils.data.Subset
c = torch.utils.data.sampler.RandomSampler  #? = torch.utils.data.RandomSampler
d = torch.utils.data.distributed.DistributedSampler  #? = torch.utils.data.DistributedSampler
e = torch.utils.data._utils.worker.get_worker_info  #? = torch.utils.data.get_worker_info
f = torch.random.manual_seed  #? = torch.manual_seed
g = torch.random.initial_seed  #? = torch.initial_seed
h = torch.random.get_rng_state  #? = torch.get_rng_state
i = torch.autograd.no_grad  #? = torch.no_grad
j = torch.autograd.inference_mode  #? = torch.inference_mode
k = torch.autograd.set_grad_enabled  #? = torch.set_grad_enabled
l = torch.autograd.grad_mode.no_grad  #? = torch.no_grad
m = torch.autograd.variable.Variable  #? = torch.autograd.Variable
n = torch.nn.modules.module.Module  #? = torch.nn.Module
o = torch.nn.modules.container.Sequential  #? = torch.nn.Sequential
p = torch.nn.parallel.distributed.DistributedDataParallel  #? = torch.nn.parallel.DistributedDataParallel
q = torch.distributed.distributed_c10d.get_rank  #? = torch.distributed.get_rank
r = torch.multiprocessing.get_context  #? = multiprocessing.get_context
s = numpy.random.mtrand.RandomState  #? = numpy.random.RandomState
t = io.open  #? = open
u = torchvision.transforms.v2.RandomCrop  #? = torchvision.transforms.RandomCrop
v = torchvision.transforms.transforms.RandomCrop  #? = torchvision.transforms.RandomCrop
w = imgaug.random.seed  #? = imgaug.seed
w = monai.apps.datasets.MedNISTDataset  #? = monai.apps.MedNISTDataset
x = monai.data.dataloader.DataLoader  #? = monai.data.DataLoader
y = monai.utils.misc.first  #? = monai.utils.first
z = imageio.v2.imread  #? = imageio.imread
aa = imageio.v3.imread  #? = imageio.imread
ab = librosa.core.load  #? = librosa.load
ac = pytorch_lightning.Trainer  #? = lightning.pytorch.Trainer
ad = lightning_fabric.Fabric  #? = lightning.fabric.Fabric
ae = lightning.Fabric  #? = lightning.fabric.Fabric
af = lightning.fabric.fabric.Fabric  #? = lightning.fabric.Fabric
ag = accelerate.accelerator.Accelerator  #? = accelerate.Accelerator
ah = ml_collections.config_dict.ConfigDict  #? = ml_collections.ConfigDict
ai = torchdata.stateful_dataloader.stateful_dataloader.StatefulDataLoader  #? = torchdata.stateful_dataloader.StatefulDataLoader
aj = torch_geometric.loader.dataloader.DataLoader  #? = torch_geometric.loader.DataLoader
ak = torch_geometric.data.DataLoader  #? = torch_geometric.loader.DataLoader
al = torch_geometric.data.DataListLoader  #? = torch_geometric.loader.DataListLoader
am = transformers.trainer.Trainer  #? = transformers.Trainer
an = transformers.trainer_seq2seq.Seq2SeqTrainer  #? = transformers.Trainer
ao = transformers.training_args.TrainingArguments  #? = transformers.TrainingArguments
ap = transformers.training_args_seq2seq.Seq2SeqTrainingArguments  #? = transformers.TrainingArguments
aq = datasets.load.load_dataset  #? = datasets.load_dataset
ar = datasets.arrow_dataset.Dataset  #? = datasets.Dataset
as_ = datasets.iterable_dataset.IterableDataset  #? = datasets.IterableDataset
at = datasets.combine.interleave_datasets  #? = datasets.interleave_datasets
au = tomli.load  #? = tomllib.load
av = zarr.ZipStore  #? = zarr.storage.ZipStore
aw = timm.utils.cuda.NativeScaler  #? = timm.utils.NativeScaler
ax1 = timm.data.transforms_factory.create_transform  #? = timm.data.create_transform
