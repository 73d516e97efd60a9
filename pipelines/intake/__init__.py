"""Turn raw files into typed, archived partitions; lose no line."""
