"""--plugin: a Python file is a plugin for one command, without being installed."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kkrconsult.cli._app import app

INBOX = Path(__file__).parents[2] / "examples" / "midtjylland-klima-2020" / "inbox"
RULE = """
import kkrconsult as kc

def check(response, options):
    yield kc.Finding(code="{name}.seen")

CODES = (kc.Code("{name}.seen", kc.Severity.INFO, "seen"),)

@kc.hookimpl
def kkrconsult_validators():
    return [kc.ValidatorSpec(name="{name}", codes=CODES, create=kc.per_response(check))]
"""


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    path = tmp_path / "own_rule.py"
    path.write_text(RULE.format(name="own"), encoding="utf-8")
    return path


CONTEXT = click.Context(app)


def command(name: str) -> click.Command:
    found = app.get_command(CONTEXT, name)
    assert found is not None
    return found


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)], standalone_mode=True)


class TestAFileThatIsNamed:
    def test_is_listed_as_local_with_its_path(self, rule: Path) -> None:
        assert f"own_rule  local  {rule}" in run("plugins", "--plugin", rule).stdout.splitlines()
        rows = json.loads(run("plugins", "--plugin", rule, "--format", "json").stdout)
        (row,) = [row for row in rows if row["name"] == "own_rule"]
        assert (row["kind"], row["path"], row["validators"]) == ("local", str(rule), ["own"])

    def test_gives_what_an_installed_one_would(self, rule: Path) -> None:
        assert "own.seen" in run("codes", "--plugin", rule).stdout
        assert "own.seen" not in run("codes").stdout

    def test_stands_in_the_report_without_the_folder_it_lies_in(self, rule: Path) -> None:
        arguments = ("export", "midtjylland-klima-2020", INBOX, "json", "-o", "-", "--at", "2020-12-18T12:00")
        written = run(*arguments, "--plugin", rule).stdout
        assert json.loads(written)["plugins"] == [{"name": "own_rule", "kind": "local", "file": "own_rule.py"}]
        assert str(rule.parent) not in written

    def test_is_one_of_several(self, rule: Path) -> None:
        other = rule.with_name("other_rule.py")
        other.write_text(RULE.format(name="other"), encoding="utf-8")
        listed = run("validators", "--plugin", rule, "--plugin", other, "--format", "json").stdout
        assert {"own", "other"} <= {row["name"] for row in json.loads(listed)}

    def test_can_be_disabled_like_any_other(self, rule: Path) -> None:
        assert "own.seen" not in run("codes", "--plugin", rule, "--disable", "own_rule").stdout

    def test_fails_like_any_other(self, rule: Path) -> None:
        rule.write_text("import no_such_module_anywhere\n", encoding="utf-8")
        result = run("plugins", "--plugin", rule)
        assert "  not loaded: it needs the module 'no_such_module_anywhere'" in result.stdout

    def test_two_with_one_name_are_told_apart_by_their_paths(self, rule: Path) -> None:
        other = rule.parent / "sub" / rule.name
        other.parent.mkdir()
        other.write_text(RULE.format(name="other"), encoding="utf-8")
        said = run("plugins", "--plugin", rule, "--plugin", other).stdout
        assert f"is also claimed by plugin 'own_rule' (local {rule})" in said
        assert f"is also claimed by plugin 'own_rule' (local {other})" in said


class TestAWrongPath:
    def test_to_nothing_is_wrong_usage(self, tmp_path: Path) -> None:
        result = run("plugins", "--plugin", tmp_path / "gone.py")
        assert result.exit_code == 2
        assert f"there is no file {tmp_path / 'gone.py'}" in " ".join(result.stderr.split())

    def test_to_a_folder_says_what_to_do_with_it(self, tmp_path: Path) -> None:
        result = run("plugins", "--plugin", tmp_path)
        assert result.exit_code == 2
        assert f"{tmp_path} is a folder; name one file of it, or install it: pip install -e {tmp_path}" in result.stderr

    def test_to_another_kind_of_file_says_what_is_wanted(self, tmp_path: Path) -> None:
        (tmp_path / "rule.txt").write_text("", encoding="utf-8")
        result = run("plugins", "--plugin", tmp_path / "rule.txt")
        assert result.exit_code == 2
        assert "its name must end with .py" in result.stderr


# These know of no round, so no round file names plugins to them.
WITHOUT_A_ROUND = {"plugins", "validators", "exporters", "readers", "codes", "explain", "rounds"}


@pytest.mark.parametrize("name", app.list_commands(CONTEXT))
def test_every_command_that_may_leave_a_plugin_out_may_take_one_in(name: str) -> None:
    options = {option for parameter in command(name).params for option in parameter.opts}
    wanted = {"--disable", "--strict", "--plugin"}
    if name in WITHOUT_A_ROUND:
        assert options >= wanted
        assert "--allow-local-plugins" not in options
    else:
        wanted = {*wanted, "--allow-local-plugins"}
        assert options & wanted in (wanted, set())


READERS = """
import kkrconsult as kc

def reader(name, *suffixes):
    return kc.ReaderSpec(name=name, suffixes=suffixes, read=lambda stream, name, options: ())

@kc.hookimpl
def kkrconsult_readers():
    return [reader("a-reader", ".txt", ".own"), reader("b-reader", ".own")]
"""


class TestASuffixThatSeveralReadersHave:
    def test_is_listed_with_who_reads_it(self, tmp_path: Path) -> None:
        path = tmp_path / "own_readers.py"
        path.write_text(READERS, encoding="utf-8")
        rule = "The first bytes of a file decide; where none knows them,"
        assert run("readers", "--plugin", path, "--lang", "en").stdout.splitlines()[-2:] == [
            f".own is for several: a-reader and b-reader. {rule} a-reader reads it.",
            f".txt is for several: a-reader and txt. {rule} txt reads it.",
        ]
        assert "txt læser den" not in run("readers").stdout
        assert json.loads(run("readers", "--plugin", path, "--format", "json").stdout)


OPTIONS = """
import attrs
import kkrconsult as kc

@attrs.frozen(kw_only=True)
class Options:
    words: tuple[str, ...] = ("a", "b")
    \"\"\"Words.\"\"\"
    least: int
    most: int | None = None

def check(response, options):
    return ()

@kc.hookimpl
def kkrconsult_validators():
    create = kc.per_response(check)
    plain = kc.ValidatorSpec(name="own-plain", codes=(), create=create)
    return [plain, kc.ValidatorSpec(name="own-options", codes=(), options=Options, create=create, enabled=False)]
"""


class TestExplain:
    def test_shows_options_as_they_are_set_in_a_round_file(self, tmp_path: Path) -> None:
        path = tmp_path / "own_options.py"
        path.write_text(OPTIONS, encoding="utf-8")
        lines = run("explain", "own-options", "--plugin", path).stdout.splitlines()
        assert lines[4:8] == [
            "  [validators.own-options]",
            '  words = ["a", "b"]  (tuple[str, ...]) - Words.',
            "  least = …  (int)",
            "  most = …  (int | None)",
        ]
        assert "validators." not in run("explain", "own-plain", "--plugin", path).stdout

    def test_says_that_a_plugin_that_is_a_file_must_be_named(self) -> None:
        assert "If a plugin that is a file has it, add --plugin FILE." in str(run("explain", "own.seen").exception)
