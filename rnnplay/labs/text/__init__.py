"""The lab “text”: a character-level language model on a chunk of text."""
