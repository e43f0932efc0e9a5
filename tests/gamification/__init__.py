"""Recognition: points, levels and shields."""
