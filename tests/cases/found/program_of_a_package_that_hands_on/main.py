from types import SimpleNamespace

from pipelines import RowsPipeline


def main():
    pipeline = RowsPipeline(SimpleNamespace(workers=0))
    print(pipeline.benchmark())


if __name__ == "__main__":
    main()
