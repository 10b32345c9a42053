import hydra


def build(*args, **kwargs):
    return hydra.utils.instantiate(*args, **kwargs)


@hydra.main(config_path="conf", config_name="train")
def main(cfg):
    provider = build(cfg["data"])
    for batch in provider.training(range(100)):
        print(batch)


if __name__ == "__main__":
    main()
