"""The home page: every lab with a picture of a real run."""
