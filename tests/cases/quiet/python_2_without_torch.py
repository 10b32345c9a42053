# forbid: LL901 as error
# A program of Python 2 for another library, with a loader of its own: nothing here is for this tool.
import mxnet as mx
from rows import AnchorLoader

loader = AnchorLoader(mx.sym.Variable("data"), shuffle=True)
print 'loader', loader
