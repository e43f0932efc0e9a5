"""The application as servers and the flask command find it."""

from community.app import create_app

app = create_app()
