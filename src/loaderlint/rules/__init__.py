"""One rule per file, named after its code. A file that is dropped in here is found by `loaderlint.rule.catalogue`."""
