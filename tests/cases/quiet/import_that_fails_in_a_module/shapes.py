Shape = tuple
