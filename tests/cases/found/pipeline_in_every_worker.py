# expect: LL401
# The shards are split by rank only: the workers of a rank read the same ones.
import webdataset as wds


def named(sample):
    return sample["png"], sample["cls"]


def main():
    dataset = wds.DataPipeline(
        wds.SimpleShardList("part-{0000..0015}.tar"),
        wds.split_by_node,
        wds.tarfile_to_samples(),
        wds.decode("rgb"),
        wds.map(named),
        wds.batched(16),
    )
    loader = wds.WebLoader(dataset, batch_size=None, num_workers=4)
    for images, labels in loader:
        print(len(images), len(labels))


if __name__ == "__main__":
    main()
