"""Know: a bureau's files in, one published read-only warehouse out."""

__version__ = "0.1.0"
