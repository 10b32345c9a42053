"""Where imports of the program's own modules lead."""

import data
import data as aliased
from data import WORKERS, Images, build
from data import WORKERS as renamed
from nowhere_to_be_found import OTHER
from package import HIDDEN, defaults
from package.defaults import SEED
from torch.utils.data import *

WORKERS  #? 4
renamed  #? 4
data  #? module data
data.WORKERS  #? 4
aliased.Images  #? Images
Images("root").root  #? 'root'
build(3)  #? 6
data.missing  #? ?
OTHER  #? nowhere_to_be_found.OTHER
defaults.SEED  #? 7
SEED  #? 7
HIDDEN  #? 'hidden'
DataLoader  #? torch.utils.data.DataLoader
sum  #? sum  # that star import leaves builtins alone
