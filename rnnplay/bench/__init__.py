"""Speed and exactness, measured beside PyTorch."""
