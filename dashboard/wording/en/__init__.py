"""Every text in English: one module a room, each with its TEXTS."""
