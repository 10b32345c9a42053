import sys

import images

images.show(sys.argv[1:])
