"""Hold the migrations of the ledger: each goes forward, on a filled ledger, on both engines."""
