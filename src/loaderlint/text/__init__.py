"""Text as it stands in files: sources, notebooks, paths and places."""
