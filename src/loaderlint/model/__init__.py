"""What the code means: loaders, datasets, random streams and workers, linked across the files of a project."""
