class Registry:
    def __init__(self, name):
        self.name = name
        self._modules = {}

    def _put(self, name, module):
        assert name not in self._modules
        self._modules[name] = module

    def register(self, name=None):
        def keep(module):
            self._put(name or module.__name__, module)
            return module

        return keep

    def get(self, name, default=None):
        found = self._modules.get(name)
        if found is None:
            raise KeyError(name)
        return found
