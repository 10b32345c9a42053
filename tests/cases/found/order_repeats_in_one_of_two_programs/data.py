# expect: LL402 as advice
"""Two programs ask one function for a loader; one of them tells its sampler the epoch, and which it builds is open."""


def loader_for(kind):
    if kind == "images":
        from images import loader_of_images

        return loader_of_images()
    return None, None
