"""Fair play: looking for votes that were not honest, and what staff decide about them."""
