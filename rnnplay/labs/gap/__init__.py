"""The lab “gap”: which cell remembers a clue across a long gap."""
