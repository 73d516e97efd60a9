"""Parts of the data check-up."""
