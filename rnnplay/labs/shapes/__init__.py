"""The lab of the five shapes: five ways in which inputs and answers follow one another."""
