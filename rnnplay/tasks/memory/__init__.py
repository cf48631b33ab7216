"""Tasks that ask for something seen many steps before: one file each."""
