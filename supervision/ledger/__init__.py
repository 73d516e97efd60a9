"""Hold what people decide: nothing here is rebuilt, nothing is deleted, and every change has a line in the audit."""
