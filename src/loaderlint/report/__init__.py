"""How findings are shown: one small file per format, each a function from a result to text."""
