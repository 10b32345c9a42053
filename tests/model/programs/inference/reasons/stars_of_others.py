"""Names in a file that takes all names of others, one of which is not seen."""

from elsewhere import *
from tools import *
from torchvision.transforms.functional import *

NOT_SEEN  #? ? (NOT_SEEN: may come from `from elsewhere import *`: that module is not found in the project)
