"""What there is to learn, one file each."""
