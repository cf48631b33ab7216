"""The text lab: a character-level language model learns a chunk of text."""
