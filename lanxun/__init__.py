"""Compose: the command line."""
