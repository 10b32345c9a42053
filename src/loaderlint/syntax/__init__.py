"""From text to plain trees: the only package that knows LibCST."""
