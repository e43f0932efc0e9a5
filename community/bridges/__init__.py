"""The only code that knows two domains; one file per crossing."""
