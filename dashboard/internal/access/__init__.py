"""Who may see and do what; asked by every page and every route."""
