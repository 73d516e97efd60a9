"""One SELECT a file; the file's name is the table's name, its folder its layer."""
