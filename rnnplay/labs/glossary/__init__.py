"""The page that lists every term."""
