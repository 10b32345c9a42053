"""What can be tried on a loader. Each module is one experiment: `run(subject)` returns a `Measurement`.

An experiment leaves the loader, its samplers and the random streams of the main process as it found them, and ends the
workers that it started. Samples are read in workers only; `construct` and `throughput` read those of a loader without
workers in the main process, as its program does.
"""
