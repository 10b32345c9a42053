import dgl
import esm
import lightly
import medmnist
import torchaudio
import torchio
import torchxrayvision
from lerobot.common.datasets.lerobot_dataset import LeRobotDataset
from lhotse.dataset import K2SurtDataset
from lhotse.dataset.audio_tagging import AudioTaggingDataset
from lhotse.dataset.diarization import DiarizationDataset
from lhotse.dataset.speech_recognition import K2SpeechRecognitionDataset
from lhotse.dataset.speech_synthesis import SpeechSynthesisDataset
from lhotse.dataset.surt import K2SurtDataset as Surt
from lhotse.dataset.unsupervised import UnsupervisedDataset, UnsupervisedWaveformDataset
from lhotse.dataset.vad import VadDataset
from lightly.data.dataset import LightlyDataset
from medmnist import ChestMNIST
from miditok import DatasetJSON
from miditok.pytorch_data import DatasetMIDI
from ogb.graphproppred import PygGraphPropPredDataset
from speechbrain.dataio.dataset import DynamicItemDataset
from timm.data import ImageDataset, IterableImageDataset
from torch.utils.data import DataLoader
from torchgeo.datasets import EuroSAT
from torchvision.transforms import RandomHorizontalFlip
from transformers import LineByLineTextDataset, TextDataset

loader = DataLoader(dgl.data.CoraGraphDataset())  #? loader, numbered
loader = DataLoader(esm.FastaBatchedDataset(labels, sequences))  #? loader, numbered
loader = DataLoader(ChestMNIST("train"))  #? loader, numbered
loader = DataLoader(medmnist.INFO)  #? loader
loader = DataLoader(DatasetMIDI(paths))  #? loader, numbered
loader = DataLoader(DatasetJSON(paths))  #? loader, numbered
loader = DataLoader(PygGraphPropPredDataset("ogbg-molhiv"))  #? loader, numbered
loader = DataLoader(DynamicItemDataset(rows))  #? loader, numbered
loader = DataLoader(ImageDataset("images"))  #? loader, numbered
loader = DataLoader(IterableImageDataset("images"), shuffle=True)  #? loader, LL205 error, repaired, shuffled
loader = DataLoader(torchaudio.datasets.SPEECHCOMMANDS("."))  #? loader, numbered
loader = DataLoader(EuroSAT("."))  #? loader, numbered
loader = DataLoader(torchio.SubjectsDataset(subjects))  #? loader, numbered
loader = DataLoader(torchxrayvision.datasets.NIH_Dataset("."))  #? loader, numbered
loader = DataLoader(LineByLineTextDataset(tokenizer, "rows"))  #? loader, numbered
loader = DataLoader(TextDataset(tokenizer, "rows"))  #? loader, numbered
loader = DataLoader(K2SpeechRecognitionDataset(), batch_size=None)  #? loader, numbered
loader = DataLoader(UnsupervisedWaveformDataset(), batch_size=None)  #? loader, numbered
loader = DataLoader(K2SurtDataset(), batch_size=None)  #? loader, numbered
loader = DataLoader(Surt(), batch_size=None)  #? loader, numbered
loader = DataLoader(AudioTaggingDataset(), batch_size=None)  #? loader, numbered
loader = DataLoader(DiarizationDataset(), batch_size=None)  #? loader, numbered
loader = DataLoader(SpeechSynthesisDataset(), batch_size=None)  #? loader, numbered
loader = DataLoader(UnsupervisedDataset(), batch_size=None)  #? loader, numbered
loader = DataLoader(VadDataset(), batch_size=None)  #? loader, numbered
loader = DataLoader(LightlyDataset("images"), num_workers=1)  #? loader, numbered, reads files
loader = DataLoader(lightly.data.LightlyDataset("images", transform=RandomHorizontalFlip()))  #? loader, numbered, reads files
loader = DataLoader(LeRobotDataset("pusht"))  #? loader, numbered, reads files
