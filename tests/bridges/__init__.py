"""Where two domains meet."""
