"""What leaves the screen: Word, Excel, PDF, pictures and plain text."""
