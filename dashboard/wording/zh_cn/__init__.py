"""Every text in Chinese: one module a room, each with its TEXTS."""
