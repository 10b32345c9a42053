# expect: LL409
# Workers split lists of shards that differ.
import os
import tempfile

import webdataset as wds
from torch.utils.data import DataLoader

ROOT = os.path.join(tempfile.gettempdir(), "bugs_shards2")


def make_shards():
    os.makedirs(ROOT, exist_ok=True)
    for shard in range(16):
        with wds.TarWriter(os.path.join(ROOT, f"part-{shard:04d}.tar")) as writer:
            for i in range(4):
                writer.write({"__key__": f"{shard}_{i}", "cls": shard * 4 + i})


def main():
    make_shards()
    dataset = wds.DataPipeline(
        wds.SimpleShardList(os.path.join(ROOT, "part-{0000..0015}.tar")),
        wds.shuffle(100),
        wds.split_by_worker,
        wds.tarfile_to_samples(),
        wds.decode(),
        wds.to_tuple("cls"),
    )
    loader = DataLoader(dataset, batch_size=4, num_workers=4)
    seen = [n for (y,) in loader for n in y.tolist()]
    print("samples", len(seen), "distinct", len(set(seen)), "of 64")


if __name__ == "__main__":
    main()
