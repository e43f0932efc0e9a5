"""The flask commands, thin: each calls one function of a package."""

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from community.core.db import unusable
from community.core.errors import Refusal


class Kind(AppGroup):
    """Commands that answer a refusal with its sentence and status 1, never with a traceback."""

    def invoke(self, ctx):
        """Run the command that was asked for."""
        return refusing(super().invoke, ctx)


class KindCommand(click.Command):
    """The same for a single command."""

    def invoke(self, ctx):
        """Run the command."""
        return refusing(super().invoke, ctx)


def refusing(run, ctx):
    """Run and turn a refusal, or a database that can't be used, into a clear sentence."""
    try:
        return run(ctx)
    except Refusal as error:
        busy = isinstance(error.__cause__, OperationalError)
        raise click.ClickException(unusable(error.__cause__) if busy else error.sentence) from error
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(unusable(error)) from error


members = Kind("members", help="People: accounts and roles.")
tokens = Kind("tokens", help="Personal access tokens for the API.")
reputation = Kind("reputation", help="The ledger of points.")
badges = Kind("badges", help="The shields.")
search = Kind("search", help="The search index.")
bring = Kind("import", help="Bring in other communities.")
take = Kind("export", help="Take out what other programs want to look at.")
fairplay = Kind("fairplay", help="Votes that were not honest.")
rules = Kind("rules", help="What points and shields go by.")


def add_to(app: Flask) -> None:
    """Give the app its commands."""
    for command in (
        members,
        tokens,
        reputation,
        badges,
        rules,
        fairplay,
        search,
        bring,
        take,
        demo,
        worker,
        serve,
        doctor,
    ):
        app.cli.add_command(command)


@members.command("create")
@click.argument("name")
@click.argument("email")
@click.option("--role", type=click.Choice(["member", "superuser", "staff", "admin"]), default="member")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_member(name: str, email: str, role: str, password_stdin: bool):
    """Make an account that is confirmed at once. NAME is the handle."""
    from flask_security import hash_password

    from community.accounts.joining import join
    from community.core import clock

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    if password is not None and len(password) < 10:
        raise click.ClickException("The password needs at least 10 characters.")
    member = join(
        name=name,
        display_name=name,
        email=email,
        role=role,
        password_hash=hash_password(password) if password else None,
        confirmed_at=clock.now(),
    )
    click.echo(f"{member.name} can sign in as {role}." if password else f"{member.name} is {role}; set a password at "
               f"{current_app.config['GUILDHALL'].public_url}/reset.")  # fmt: skip


@tokens.command("create")
@click.argument("name")
@click.option("--scopes", default="read", help="read, write or both, parted by a comma.")
def create_token_(name: str, scopes: str):
    """Make a token for the member NAME and print it; it can't be shown again."""
    from community.accounts.queries import find_member
    from community.accounts.tokens import create_token

    click.echo(create_token(find_member(name), [scope.strip() for scope in scopes.split(",") if scope.strip()]))


@reputation.command("rebuild")
@click.option("--check", is_flag=True, help="Change nothing; say what differs and exit with 1 if anything does.")
def rebuild_reputation(check: bool):
    """Count every point again from the facts."""
    from community.gamification.expertise import rebuild_expertise
    from community.gamification.rebuild import rebuild_reputation as rebuild

    _report([*rebuild(check=check), *rebuild_expertise(check=check)], check)


@badges.command("rebuild")
@click.option("--check", is_flag=True, help="Change nothing; say what differs and exit with 1 if anything does.")
def rebuild_badges(check: bool):
    """Award every badge again from the facts."""
    from community.gamification.rebuild import rebuild_badges as rebuild

    _report(rebuild(check=check), check)


def _report(differences: list[str], check: bool) -> None:
    for line in differences[:50]:
        click.echo(line)
    if len(differences) > 50:
        click.echo(f"... and {len(differences) - 50} more")
    if not differences:
        click.echo("Nothing differs.")
    elif check:
        sys.exit(1)


@search.command("rebuild")
def rebuild_search():
    """Build the search index again from the database."""
    from community.search.indexing import rebuild

    click.echo(f"{rebuild()} documents are in the index.")


@bring.command("stackexchange")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", help="What the site is called here; otherwise made of the file's name.")
@click.option("--rules", "pack", help="Let points and shields go by this pack, as it stood when the dump was made.")
def import_stackexchange(path: Path, name: str | None, pack: str | None):
    """Bring in a Stack Exchange site dump: a folder, .tar.xz, .zip or .7z."""
    from community.imports.stackexchange import import_dump

    import_dump(path, name, rules=pack)


@bring.command("verify")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def verify_import(path: Path, as_json: bool):
    """Compare points and badges of an imported site with what its dump says."""
    import json

    from community.events.delivery import deliver_all
    from community.imports.stackexchange.verifying import table, verify

    deliver_all()  # what the worker still owes would be missing
    found = verify(path)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False) if as_json else "\n".join(table(found)))


@take.command("awards")
@click.argument("file", type=click.File("w", encoding="utf-8"), default="-")
@click.option("--site", help="Only of this imported site.")
def export_awards(file, site: str | None):
    """Shields of imported members as CSV, with the numbers of the old site."""
    from community.imports.exporting import export_awards as export

    export(file, site)


@take.command("reputation")
@click.argument("file", type=click.File("w", encoding="utf-8"), default="-")
@click.option("--site", help="Only of this imported site.")
def export_reputation(file, site: str | None):
    """Points of imported members as CSV, with the numbers of the old site."""
    from community.imports.exporting import export_reputation as export

    export(file, site)


@rules.command("load")
@click.argument("name")
def load_rules(name: str):
    """Let points and shields go by a pack (guildhall, stackexchange), and count everything anew."""
    from community.gamification.loading import load_pack
    from community.gamification.rebuild import backfill, rebuild_reputation

    load_pack(name)
    changed = len(rebuild_reputation())
    click.echo(f"Points of {changed:,} members are others now; {backfill():,} shields were given.")


@fairplay.command("look")
def look_at_votes():
    """Look at the votes now; the nightly look goes on by itself."""
    from community.gamification.fairplay.looking import look

    found = look()
    click.echo(f"{found:,} new {'finding' if found == 1 else 'findings'}." if found else "Nothing new was found.")


@click.command("demo", cls=KindCommand)
@with_appcontext
def demo():
    """Fill an empty database with the demo community."""
    from community.serving import move_in_demo

    move_in_demo()


@click.command("worker", cls=KindCommand)
@with_appcontext
@click.option("--once", is_flag=True, help="Deliver what is due now, then end.")
def worker(once: bool):
    """Deliver owed reactions until stopped."""
    from community.events.delivery import deliver_all
    from community.serving import run_worker

    if once:
        click.echo(f"{deliver_all()} reactions delivered.")
    else:
        run_worker(current_app._get_current_object())


@click.command("serve", cls=KindCommand)
@with_appcontext
def serve():
    """Bring the database up to date and serve the site on this machine."""
    from community.serving import run_site

    run_site(current_app._get_current_object())


@click.command("doctor", cls=KindCommand)
@with_appcontext
def doctor():
    """Tell what is configured, reachable, pending and broken."""
    from community.admin.checkup import examine

    findings = examine()
    for finding in findings:
        click.echo(f"{finding.mark} {finding.what}: {finding.sentence}")
    sys.exit(1 if any(finding.broken for finding in findings) else 0)
