"""What item code does for one sample: what it costs, and whether it sees to the order itself."""

from __future__ import annotations

from loaderlint.model.inference.values import External, FunctionRef, Instance, Member
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.item_code import Explorer
from loaderlint.syntax import tree

#: Library calls that shuffle; item code or an epoch loop that makes one sees to the order itself.
SHUFFLING = {"shuffle", "permutation", "permuted", "randperm", "sample"}

#: Library functions that read or decode files.
_READING = {
    "PIL.Image.open", "cv2.imread", "cv2.imdecode", "cv2.VideoCapture", "builtins.open", "numpy.load",
    "numpy.fromfile", "numpy.loadtxt", "torch.load", "torchaudio.load", "librosa.load", "librosa.core.load",
    "soundfile.read", "scipy.io.loadmat", "scipy.io.wavfile.read", "imageio.imread", "imageio.v2.imread",
    "imageio.v3.imread", "skimage.io.imread", "tifffile.imread", "pandas.read_csv", "pandas.read_parquet",
    "pickle.load", "h5py.File", "nibabel.load", "SimpleITK.ReadImage", "pydicom.dcmread", "rasterio.open",
    "torchvision.io.read_image", "torchvision.io.decode_image", "torchvision.datasets.folder.default_loader",
    "json.load",
}  # fmt: skip

#: Datasets of torchvision that hold all samples in memory.
_IN_MEMORY = {
    "MNIST", "FashionMNIST", "KMNIST", "EMNIST", "QMNIST", "CIFAR10", "CIFAR100", "SVHN", "STL10", "USPS", "SEMEION",
    "PhotoTour", "PCAM", "FakeData", "MovingMNIST", "FER2013",
}  # fmt: skip


def orders_itself(explorer: Explorer, loader: Loader) -> bool:
    """Whether a dataset of the loader may pay no heed to the index it is asked for, or shuffle on its own."""
    for dataset in loader.datasets():
        for method in explorer.evaluator.attributes.attribute(dataset, "__getitem__"):
            if not isinstance(method, FunctionRef) or not _heeds_index(method.node):
                return True
        if any(path.rpartition(".")[2] in SHUFFLING for path, _ in explorer.dataset(dataset).calls):
            return True
    return False


def _heeds_index(function: tree.Function | tree.Lambda) -> bool:
    """Whether a `__getitem__` reads its index as it was given."""
    if len(function.params) < 2:
        return False
    index = function.params[1].name
    names = [n for n in tree.walk(function) if isinstance(n, tree.Name) and n.id == index]
    assigned = [
        t for n in tree.walk(function) if isinstance(n, tree.Assign) for t in n.targets if isinstance(t, tree.Name)
    ]
    return bool(names) and not any(t.id == index for t in assigned)


def item_work(explorer: Explorer, loader: Loader) -> Place | None:
    """Return where item code reads or decodes a file, or where a dataset of torchvision that does so is made."""
    for dataset in loader.datasets():
        for path, place in explorer.dataset(dataset).calls:
            if path in _READING:
                return place
    for value in loader["dataset"].values:
        match value.owner if isinstance(value, Member) else value:
            case Instance(cls=External(path=path)) as made:
                package, _, name = path.rpartition(".")
                if package.startswith("torchvision.datasets") and name not in _IN_MEMORY:
                    return made.place
    return None
