from types import SimpleNamespace

from experiment import Experiment

settings = SimpleNamespace(in_any_order=True)
Kind = Experiment

for number in range(3):
    kind = Kind(settings)
    kind.test()
