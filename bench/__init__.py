"""What the product costs in time and memory: `make bench`, or `make bench ONLY=imports`."""
