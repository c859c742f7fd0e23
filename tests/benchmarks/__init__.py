"""Benchmarks: made logs of any size, measured processes, and the floors that must hold (``make bench``)."""
