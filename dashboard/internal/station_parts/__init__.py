"""The parts of the page of one station's surroundings."""
