"""Pictures as plain data: pure functions from what was computed to what can be drawn."""
