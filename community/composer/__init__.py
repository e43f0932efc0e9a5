"""Writing: drafts that wait on the server, pictures and files that go with a text, what is completed while typing."""
