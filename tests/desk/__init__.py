"""The provider's desk."""
