"""The views of the text lab, one file each."""
