"""Show the public its own file and nothing else."""
