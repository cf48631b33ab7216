"""The views of the lab “gap”, one file each."""
