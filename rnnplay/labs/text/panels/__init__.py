"""The views of the lab “text”, one file each."""
