"""What kinds of dataset a loader reads: whether samples have an order to shuffle, and what one of them costs."""

from __future__ import annotations

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef, External, FunctionRef, Instance, Meaning, Member
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

_MAPS = {"TensorDataset", "Subset", "ConcatDataset", "StackDataset", "random_split"}

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


def is_map(analysis: Analysis, loader: Loader) -> bool:
    """Whether the loader certainly reads a dataset of numbered samples."""
    values = loader["dataset"].values
    return bool(values) and all(_is_map(analysis, value) for value in values)


def _is_map(analysis: Analysis, value: Meaning) -> bool:
    match value:
        case Member(owner=owner):
            return isinstance(owner.cls, External) and owner.cls.path.endswith(".random_split")
        case Instance(cls=ClassRef()):
            return analysis.is_iterable(value) is False
        case Instance(cls=External(path=path)):
            package, _, name = path.rpartition(".")
            return package.startswith("torchvision.datasets") or (
                package.startswith("torch.utils.data") and name in _MAPS
            )
    return False


def orders_itself(analysis: Analysis, loader: Loader) -> bool:
    """Whether a dataset of the loader may pay no heed to the index it is asked for, or shuffle on its own."""
    for dataset in loader.datasets():
        for method in analysis.model.evaluator.objects.attribute(dataset, "__getitem__"):
            if not isinstance(method, FunctionRef) or not _heeds_index(method.node):
                return True
        if any(path.rpartition(".")[2] in SHUFFLING for path, _ in analysis.item_code(dataset).calls):
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


def item_work(analysis: Analysis, loader: Loader) -> Place | None:
    """Return where item code reads or decodes a file, or where a dataset of torchvision that does so is made."""
    for dataset in loader.datasets():
        for path, place in analysis.item_code(dataset).calls:
            if path in _READING:
                return place
    for value in loader["dataset"].values:
        match value.owner if isinstance(value, Member) else value:
            case Instance(cls=External(path=path)) as made:
                package, _, name = path.rpartition(".")
                if package.startswith("torchvision.datasets") and name not in _IN_MEMORY:
                    return made.place
    return None
