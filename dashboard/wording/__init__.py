"""Keep every text a user reads, in Chinese and English."""
