"""The improvement log: proposals, who supports them, and what becomes of them."""
