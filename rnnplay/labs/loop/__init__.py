"""The lab “loop”: a recurrent network folded and unfolded."""
