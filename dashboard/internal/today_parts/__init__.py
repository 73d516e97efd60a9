"""The parts of the morning screen."""
