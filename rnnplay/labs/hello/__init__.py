"""The lab “hello”: every score of a short text, moving under each update."""
