from data import registry
from data.registry import register


@register("images")
class Images:
    pass


@registry.Kind.register
class Waves:
    pass
