"""What runs in the interpreter of loaderlint: from findings to verdicts."""
