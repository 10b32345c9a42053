def tell(loader, epoch):
    loader.sampler.set_epoch(epoch)


def start_epoch(loader, epoch):
    print(f"epoch {epoch} of {len(loader)} steps")
