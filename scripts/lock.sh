#!/bin/sh
# Renews the lock files from pyproject.toml: hashes for every platform, Python 3.11 and newer, no index addresses.
set -eu
cd "$(dirname "$0")/.."
lock() {
    .venv/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header "$@"
}
lock pyproject.toml --output-file requirements.txt
lock pyproject.toml --extra dev --constraint requirements.txt --output-file requirements-dev.txt
lock --group setup --output-file requirements-setup.txt
lock --group node --output-file requirements-node.txt
