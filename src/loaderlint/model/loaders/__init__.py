"""Calls that build loaders, with their options, samplers and datasets."""
