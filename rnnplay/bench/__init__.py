"""Benchmarks: speed and exactness beside PyTorch."""
