"""The lab “shapes”: five ways of wiring inputs to outputs, each trained."""
