"""Tasks whose answer depends on an input many steps before. Each task is one file."""
