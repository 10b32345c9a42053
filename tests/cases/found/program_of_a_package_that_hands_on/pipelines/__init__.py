from .rows import RowsPipeline

__all__ = ["RowsPipeline"]
