from .registry import register


@register(name="texts")
class Texts:
    pass


class Films:
    pass
