"""Migrations: they make what the models say, and go back and forth with rows in place, on both databases."""

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from community.accounts.models import Member
from community.app import create_app
from community.core.db import atomic, db
from community.core.errors import Conflict
from community.core.indexes import keep_expression_indexes
from community.core.settings import ROOT, Settings
from tests import people
from tests.factories import a_question, an_answer
from tests.services.databases import make_database

# Indexes on lower(...) can't be read back from SQLite; a test of their own says that they are there.
pytestmark = pytest.mark.filterwarnings("ignore:autogenerate skipping", "ignore:Skipped unsupported reflection")


@pytest.fixture
def empty_app(database, tmp_path, service):
    made = make_database(database, tmp_path, service, name="migrations")
    app = create_app(Settings(data_dir=tmp_path, database_url=made.url, secret_key="only for tests", testing=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    made.close()


def test_they_make_what_the_models_say(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        differences = [each for each in compare_metadata(context, db.metadata) if "lower(" not in str(each)]
    assert differences == []


def made_indexes(connection) -> set[str]:
    """The names of the indexes that are there, as the database itself lists them."""
    lists = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
    }
    return set(connection.scalars(text(lists[connection.dialect.name])))


def test_every_index_of_the_models_is_there_also_after_a_table_was_made_anew(empty_app):
    flask_migrate.upgrade()
    wanted = {index.name for table in db.metadata.tables.values() for index in table.indexes}
    on_expressions = {"ix_topics_worth", "uq_members_email_lower"}
    with db.engine.connect() as connection:
        assert wanted <= made_indexes(connection)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            keep_expression_indexes(connection)
            operations = Operations(MigrationContext.configure(connection))
            for table in ("topics", "members"):
                how = {"recreate": "always", "reflect_kwargs": {"resolve_fks": False}}
                with operations.batch_alter_table(table, **how):
                    pass
            assert wanted <= made_indexes(connection)
    assert on_expressions <= wanted


@pytest.mark.parametrize("column", ["name", "email"])
def test_names_and_addresses_are_unique_in_any_case(app, column):
    people.asha()
    other = {
        "name": "other",
        "email": "other@example.org",
        column: {"name": "ASHA", "email": "Asha@Example.org"}[column],
    }
    with pytest.raises(Conflict), atomic():
        db.session.add(Member(**other, display_name="Another", fs_uniquifier="another"))


def test_back_and_forth_with_rows_in_place(empty_app):
    versions = [script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()][::-1]
    flask_migrate.upgrade()
    asha, ben = people.asha(), people.ben()
    an_answer(a_question(by=asha, tags=["vpn"]), by=ben)
    db.session.remove()
    for version in [*versions[-2::-1], "base"]:
        flask_migrate.downgrade(revision=version)
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    flask_migrate.upgrade()
    assert db.session.scalar(text("SELECT count(*) FROM members")) == 0


def test_there_is_one_line_of_them():
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1
