"""The parts of the hello lab's page that stand beside the player."""
