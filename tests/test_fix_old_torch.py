"""Fixes for an old torch, whose options have other defaults."""

from __future__ import annotations

from loaderlint.model.project.requirements import parse_target
from tests.test_fix_seeding import fixed_text


def test_prefetch_factor_is_given_its_default_of_that_torch_without_workers() -> None:
    code = (
        "import argparse\n\nfrom torch.utils.data import DataLoader\n\n"
        "parser = argparse.ArgumentParser()\nparser.add_argument('--workers', type=int, default=0)\n"
        "args = parser.parse_args()\n"
        "loader = DataLoader(range(8), num_workers=args.workers, prefetch_factor=4)\n"
    )
    new, old = (fixed_text(code, "LL207", target_torch=parse_target(text, "test")) for text in ("2.1", "1.13"))
    assert "prefetch_factor=4 if args.workers > 0 else None" in new
    assert "prefetch_factor=4 if args.workers > 0 else 2" in old
