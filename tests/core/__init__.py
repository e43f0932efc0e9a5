"""How things are done, tested."""
