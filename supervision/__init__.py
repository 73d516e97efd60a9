"""Decide: what people order, plan and confirm."""
