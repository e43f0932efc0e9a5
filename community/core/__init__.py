"""How things are done; knows no domain."""
