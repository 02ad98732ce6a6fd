"""Benchmarks: each module prints what it measured and ends in one JSON line. `make bench [BENCH=name] [SCALE=n]`."""
