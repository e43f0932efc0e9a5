"""The services that the provider runs; every domain refers to them."""
