"""Words of an import that nothing here answers to: found, chosen for, and remembered."""
