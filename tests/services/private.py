"""Programs started for one test run: unprivileged, in a folder of their own, ended by their own id."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

START_SECONDS = 30


class Unavailable(Exception):
    """A program that could not be had; the message says why."""


def find_program(*names: str, folders: tuple[str, ...] = ()) -> str | None:
    """The path of the first of `names` found in the PATH or in `folders`."""
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), *folders])
    return next((found for name in names if (found := shutil.which(name, path=places))), None)


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def may_install() -> bool:
    """Whether this is a Debian where packages may be installed."""
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Install Debian packages. Raises Unavailable with the last line of what apt-get said."""
    print(f"\ninstalling {' '.join(packages)} for the tests ...", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *command], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"apt-get {command[0]} failed: {_last_line(done.stderr)}")


def unprivileged(preferred: str) -> dict[str, object]:
    """How to start a process without root's rights: nothing to add when we have none; else `preferred` or nobody."""
    if os.geteuid() != 0:
        return {}
    for name in (preferred, "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Unavailable("there is no unprivileged account to run it as")


class Private:
    """A server process and its folder. `account` is the one it runs as where the tests run as root."""

    def __init__(self, name: str, account: str):
        self.account = unprivileged(account)
        # Not below TMPDIR: that may be closed to other accounts, and a socket's path must be short.
        self.folder = Path(tempfile.mkdtemp(prefix=f"guildhall-{name}-", dir="/tmp"))
        self.process: subprocess.Popen | None = None
        if self.account:
            os.chown(self.folder, self.account["user"], self.account["group"])

    def run(self, *command: str) -> None:
        """Run a command to its end. Raises Unavailable with its last line when it fails."""
        done = subprocess.run(command, **self.account, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(_last_line(done.stdout + done.stderr))

    def start(self, *command: str, ready: Callable[[], bool], stop_signal: int = signal.SIGTERM) -> None:
        """Start a server and wait until `ready` says so. It ends with us, however we end."""
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                command,
                **self.account,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for pytest, which then ends this one properly
                preexec_fn=lambda: _die_with_parent(stop_signal),
            )
        self.stop_signal = stop_signal
        until = time.monotonic() + START_SECONDS
        while not ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise Unavailable(_last_line((self.folder / "log").read_text("utf-8", "replace")))
            time.sleep(0.02)

    def close(self) -> None:
        """End the server and remove its folder; harmless when called twice."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _last_line(output: str) -> str:
    return (output.strip() or "it gave no reason").splitlines()[-1]


def _die_with_parent(with_signal: int) -> None:
    """In the child, on Linux: be told when the test run was killed, so that nothing is left behind."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, with_signal)
