"""The program as it runs: its loops, and what its loaders are used for."""
