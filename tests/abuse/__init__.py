"""What a hostile visitor may send, door by door: `python -m tests.abuse` tries some ten thousand inputs."""
