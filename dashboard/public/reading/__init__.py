"""The only readers of the public application: they open the public extract and nothing else."""
