from data.registry import register


@register("models")
class Model:
    """Has nothing to do with what loaders are made of."""
