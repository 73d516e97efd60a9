"""Know: a bureau's files in, one published read-only warehouse out."""
