"""The application as servers and the flask command find it."""

import sys

from community.app import create_app
from community.core.settings import BadSetting

try:
    app = create_app()
except BadSetting as error:
    sys.exit(f"Guildhall can't start: {error}")
