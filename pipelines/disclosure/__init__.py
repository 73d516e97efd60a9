"""Make the public extract: a file of its own, from one published build, by an allow-list, audited before anybody may see it."""
