import torch.distributed as dist


def start_epoch(loader, epoch):
    if dist.is_initialized():
        loader.sampler.set_epoch(epoch)
