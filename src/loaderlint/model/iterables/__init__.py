"""Iterable datasets: where samples come from, and who shares them out."""
