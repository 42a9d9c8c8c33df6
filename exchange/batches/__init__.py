"""Batches: every import is kept; ``steps`` has what a person does with one.

It is stored and undone part by part, by one process at a time, and whoever comes after a process
that has ended goes on with it or takes it back.
"""
