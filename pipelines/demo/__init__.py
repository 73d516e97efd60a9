"""Make the demo city: a small physical world, written out as messy files."""
