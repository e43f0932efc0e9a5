"""A setting or a database that can't be used is named in one sentence; nobody sees a traceback."""

import os
import subprocess
import sys

import pytest

from community.core.settings import ROOT, BadSetting, read_settings

BAD = {
    "PORT": ["abc", "0", "70000"],
    "DEMO": ["maybe"],
    "DATABASE_URL": ["mysql://there", "postgresql://", "postgresql://me@here:port/name", "nonsense"],
    "REDIS_URL": ["nonsense", "redis://", "redis://here:port"],
    "MAIL_URL": ["nonsense", "smtp://", "smtp://here:port"],
    "PUBLIC_URL": ["hall.example.org", "ftp://hall.example.org"],
    "MAX_BODY_BYTES": ["1"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_setting_is_named(tmp_path, name, value):
    with pytest.raises(BadSetting, match=name):
        read_settings({"DATA_DIR": str(tmp_path), name: value})


def test_good_addresses_are_taken(tmp_path):
    settings = read_settings(
        {
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": "postgres://me:word@here:5433/name",
            "REDIS_URL": "rediss://:word@here:6380/1",
            "MAIL_URL": "smtp+starttls://me:w%40rd@here",
            "PUBLIC_URL": "https://hall.example.org/",
        }
    )
    assert settings.database_url == "postgresql+psycopg://me:word@here:5433/name"
    assert settings.public_url == "https://hall.example.org"
    assert settings.redis_url and settings.mail_url


@pytest.mark.parametrize(
    ("environment", "command", "said"),
    [
        ({"PORT": "abc"}, ["serve"], "PORT='abc' must be a whole number"),
        ({}, ["members", "create", "ada", "ada@example.org"], "The database is not up to date"),
        ({"DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/none"}, ["db", "upgrade"], "can't be used"),
    ],
)
def test_commands_end_with_a_sentence(tmp_path, environment, command, said):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **environment}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
    done = subprocess.run(flask, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "hidden" not in done.stderr
