import hydra
import lightning as L


@hydra.main(version_base=None, config_path="conf", config_name="train")
def main(cfg):
    images = hydra.utils.instantiate(cfg.data)
    model = hydra.utils.instantiate(cfg.model)
    L.Trainer(max_epochs=10).fit(model, datamodule=images)


if __name__ == "__main__":
    main()
