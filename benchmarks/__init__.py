"""Measure what the README claims; each module is a command."""
