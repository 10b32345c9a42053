"""What can be tried on a loader. Each module is one experiment: `run(subject)` returns a `Measurement`."""
