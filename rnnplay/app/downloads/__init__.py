"""Take it away: a diagram as a picture, a training as one page, its numbers as a table."""
