"""Random streams and their seeds: who keeps, sets and reaches them."""
