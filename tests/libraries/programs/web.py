import torch
import webdataset
from torch.utils.data import DataLoader

torch.distributed.init_process_group("gloo")  #? joins
shards = webdataset.WebDataset(paths)
loader = DataLoader(shards.batched(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.decode(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.map(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.map_dict(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.map_tuple(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.rename(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.select(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.shuffle(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.to_tuple(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.unbatched(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.with_epoch(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(shards.with_length(1), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(webdataset.DataPipeline(webdataset.SimpleShardList(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.split_by_worker))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.shuffle(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.detshuffle(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.tarfile_to_samples(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.decode(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.to_tuple(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.map(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.map_dict(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.map_tuple(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.rename(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.rename_keys(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.select(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.batched(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.unbatched(1)))  #? loader, LL419 warning, repaired
loader = DataLoader(webdataset.DataPipeline(webdataset.SimpleShardList(1), webdataset.split_by_node))  #? loader
#---
import webdataset
from torch.utils.data import DataLoader

early = webdataset.DataPipeline(webdataset.SimpleShardList(1), webdataset.shuffle(9), webdataset.split_by_worker)
loader = DataLoader(early, num_workers=4)  #? loader, LL409 error, repaired
seeded = webdataset.DataPipeline(
    webdataset.SimpleShardList(1), webdataset.shuffle(9, seed=1), webdataset.split_by_worker
)
loader = DataLoader(seeded, num_workers=4)  #? loader
late = webdataset.DataPipeline(webdataset.SimpleShardList(1), webdataset.split_by_worker, webdataset.shuffle(9))
loader = DataLoader(late, num_workers=4)  #? loader
by_rank = webdataset.DataPipeline(webdataset.SimpleShardList(1), webdataset.split_by_node, webdataset.decode())
loader = DataLoader(by_rank, num_workers=4)  #? loader, LL401 error, repaired
