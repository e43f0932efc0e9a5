"""What facts are worth: points, levels and shields. It follows the facts; no domain knows of it."""
