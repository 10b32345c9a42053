"""The code that workers run: what it opens, moves, keeps and returns."""
