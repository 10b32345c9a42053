from torch_geometric import datasets, loader
from torch_geometric.data import Dataset, InMemoryDataset


class Graphs(Dataset):
    def get(self, index):
        return index


class Molecules(InMemoryDataset):
    pass


graphs = loader.DataLoader(Graphs("a"), 8, True)  #? loader, numbered, over Graphs, shuffled
graphs = loader.DataListLoader(Molecules("a"))  #? loader, numbered, over Molecules
graphs = loader.DataLoader(datasets.TUDataset("a", "MUTAG"))  #? loader, numbered
graphs = loader.DenseDataLoader(Molecules("a"))  #? loader, numbered, over Molecules
parts = loader.NodeLoader(graph, sampler)  #? loader
parts = loader.LinkLoader(graph, sampler)  #? loader
parts = loader.NeighborLoader(graph, [5], persistent_workers=True)  #? loader, LL201 error, repaired
parts = loader.LinkNeighborLoader(graph, [5])  #? loader
parts = loader.HGTLoader(graph, [5], "paper")  #? loader
parts = loader.ClusterLoader(graph)  #? loader
parts = loader.RandomNodeLoader(graph, 4)  #? loader
