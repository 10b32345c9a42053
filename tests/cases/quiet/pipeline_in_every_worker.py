# forbid: LL401
# Shards that are drawn again and again, a function that may split, a library's dataset that splits by itself.
import webdataset as wds


def of_worker(sources):
    info = wds.utils.pytorch_worker_info()
    yield from list(sources)[info[2] :: info[3]]


SHARDS = "part-{0000..0015}.tar"
drawn = wds.DataPipeline(wds.ResampledShards(SHARDS), wds.tarfile_to_samples(), wds.decode())
own = wds.DataPipeline(wds.SimpleShardList(SHARDS), of_worker, wds.tarfile_to_samples(), wds.decode())
split = wds.WebDataset(SHARDS).decode()
alone = wds.DataPipeline(wds.SimpleShardList(SHARDS), wds.tarfile_to_samples(), wds.decode())

if __name__ == "__main__":
    for dataset in (drawn, own, split):
        for sample in wds.WebLoader(dataset, batch_size=None, num_workers=4):
            print(sample)
    print(list(wds.WebLoader(drawn, num_workers=2)), list(wds.WebLoader(own, num_workers=2)))
    print(list(wds.WebLoader(split, num_workers=2)), list(wds.WebLoader(alone, num_workers=1)))
