class Columns:
    pass
