"""From fixes to changed files."""
