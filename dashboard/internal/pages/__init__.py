"""One module a screen; a page imports no other page."""
