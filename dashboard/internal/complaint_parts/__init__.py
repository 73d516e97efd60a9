"""The parts of the page on complaints: filters, list and map, one complaint, its pairs, what belongs together."""
