def add_loader_options(group):
    group.add_argument("--workers", type=int, default=4)
