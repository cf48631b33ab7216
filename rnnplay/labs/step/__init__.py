"""The lab “step”: the article's class, worked by hand one step at a time."""
