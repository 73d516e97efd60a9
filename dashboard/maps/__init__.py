"""Draw maps that ask no other host for anything."""
