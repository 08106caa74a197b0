"""The command line, run as a user runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kkrconsult as kc
from kkrconsult.cli._set import SET

ROUND = "midtjylland-klima-2020"
INBOX = Path(__file__).parents[2] / "examples" / ROUND / "inbox"
AT = ("--at", "2020-12-18T12:00")
COMMAND = shutil.which("kkrconsult", path=str(Path(sys.executable).parent)) or "kkrconsult"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kkrconsult", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


class TestListings:
    @pytest.mark.parametrize("command", ["rounds", "validators", "exporters", "readers", "codes", "plugins"])
    def test_each_is_text_or_json(self, command: str) -> None:
        text, data = run(command), run(command, "--format", "json")
        assert (text.returncode, data.returncode) == (0, 0)
        assert text.stdout
        assert json.loads(data.stdout)

    def test_plugins_say_every_step(self) -> None:
        assert "registered" in run("plugins", "--explain").stdout

    def test_the_schema_is_one(self) -> None:
        assert json.loads(run("schema").stdout)["$schema"].startswith("https://json-schema.org/")

    def test_a_code_and_a_validator_are_explained(self) -> None:
        assert run("explain", "deadline.late").stdout.startswith("deadline.late (error)")
        assert "maximum" in run("explain", "page-limit").stdout

    def test_what_is_unknown_is_answered_with_a_suggestion(self) -> None:
        result = run("explain", "deadline.lat")
        assert result.returncode == 2
        assert "deadline.late" in result.stderr


class TestThemes:
    def test_are_shown_with_their_proposals_and_why_they_are_one(self) -> None:
        result = run("themes", ROUND, INBOX, *AT)
        assert result.returncode == 0
        assert result.stdout.startswith("Cirkulær økonomi: ")
        assert "samme titel (cirkulær, økonomi)" in result.stdout
        assert "Put together by the program: same title" in run("themes", ROUND, INBOX, *AT, "--lang", "en").stdout

    def test_may_be_grouped_in_another_way(self) -> None:
        data = run("themes", ROUND, INBOX, *AT, "--grouper", "shared-words", "--format", "json")
        assert {theme["grouper"] for theme in json.loads(data.stdout)} == {"shared-words"}
        wrong = run("themes", ROUND, INBOX, *AT, "--grouper", "shared-word")
        assert (wrong.returncode, "Did you mean 'shared-words'?" in wrong.stderr) == (2, True)

    def test_come_as_tables_that_the_round_file_takes(self, tmp_path: Path) -> None:
        inbox, file = tmp_path / "inbox", tmp_path / "round.toml"
        inbox.mkdir()
        answers = [("skive", "Affaldssortering"), ("odder", "Mindre affald"), ("randers", "Støj")]
        for party, title in answers:
            theme = kc.ThemeProposal(id=f"p-{party}", title=title)
            answer = kc.Response(id=party, participants=(party,), points=(theme,))
            (inbox / f"{party}.json").write_text(kc.to_json(answer), encoding="utf-8")
        start = 'schema = 1\n[round]\nid = "r"\ntitle = "R"\n[participants]\nregion = "midtjylland"\non = 2020-12-01\n'
        file.write_text(start, encoding="utf-8")
        made = run("themes", file, inbox, "--grouper", "shared-words", "--format", "toml")
        assert (made.returncode, made.stderr) == (0, "")
        file.write_text(f"{start}\n{made.stdout}\n", encoding="utf-8")
        found = json.loads(run("themes", file, inbox, "--format", "json").stdout)
        assert [(theme["points"], theme["grouped_by"]) for theme in found] == [
            (["p-odder", "p-skive"], "person"),
            (["p-randers"], "program"),
        ]
        assert run("themes", file, inbox, "--format", "toml").stdout == made.stdout

    def test_tell_how_many_parties_stand_behind_and_which_may_become_a_track(self) -> None:
        shown = run("themes", ROUND, INBOX, *AT).stdout
        assert "Klimatilpasning og vand: 4 af 17 svarende parter (Herning, Horsens, Lemvig og Struer)" in shown
        assert shown.endswith("kan blive nye spor: »Cirkulær økonomi«, »Klimatilpasning og vand« og »Affald«.\n")
        assert ", Skanderborg: »Pladsholder" in shown
        fewer = run("themes", ROUND, INBOX, *AT, "--at-least", "4", "--lang", "en").stdout
        assert "2 themes with at least 4 parties behind may become new tracks" in fewer
        rows = json.loads(run("themes", ROUND, INBOX, *AT, "--format", "json").stdout)
        assert [(len(row["parties"]), row["answering"], row["candidate"]) for row in rows] == [
            (4, 17, True),
            (4, 17, True),
            (3, 17, True),
            (1, 17, False),
        ]

    def test_tell_where_they_come_from(self) -> None:
        decided = INBOX.parent / "round-with-decisions.toml"
        shown = run("themes", decided, INBOX, *AT, "--history").stdout
        assert "  Temaet er blevet til sporet Vand og klimasikring." in shown
        assert "  - foreslået: »Affald« (Silkeborg, Skanderborg og Syddjurs)\n" in shown
        assert "  - lagt sammen af en person: »Affald« og »Cirkulær økonomi« – Konstrueret som eksempel" in shown
        refused = run("themes", decided, INBOX, *AT, "--history", "--format", "json")
        assert (refused.returncode, "--history is for text" in refused.stderr) == (2, True)

    def test_that_nobody_proposed_are_none(self, tmp_path: Path) -> None:
        assert run("themes", ROUND, tmp_path).stdout == "Ingen har foreslået supplerende temaer.\n"
        assert run("themes", ROUND, tmp_path, "--format", "toml").stdout == "\n"


class TestAdopting:
    def test_writes_the_round_with_its_final_tracks(self, tmp_path: Path) -> None:
        decided, file = INBOX.parent / "round-with-decisions.toml", tmp_path / "next.toml"
        done = run("adopt", decided, INBOX, *AT, "-o", file)
        assert (done.returncode, done.stderr) == (0, "")
        assert "affald: Affaldshåndtering, heriblandt cirkulære processer (endeligt)" in done.stdout
        assert "  - foreslået: »Cirkulær økonomi« (Favrskov, Herning, Silkeborg og Aarhus)" in done.stdout
        adopted = kc.load_round(file)
        assert [track.status.value for track in adopted.tracks] == ["final"] * 5
        assert kc.adopt(adopted) == adopted
        again = run("adopt", decided, INBOX, *AT, "-o", file)
        assert (again.returncode, "is there already" in again.stderr) == (2, True)

    def test_needs_no_answers(self, tmp_path: Path) -> None:
        done = run("adopt", ROUND, "-o", tmp_path / "next.toml", "--lang", "en")
        assert (
            "dk2020: Climate action plans (DK2020) (final)\n  - renamed from “DK2020” – The connection" in done.stdout
        )
        assert len(kc.load_round(tmp_path / "next.toml").tracks) == 5

    def test_needs_an_outcome(self, tmp_path: Path) -> None:
        done = run("adopt", "syddanmark-akutplan-2021", "-o", tmp_path / "next.toml")
        assert (done.returncode, "which tracks there are in the end" in done.stderr) == (2, True)
        assert not (tmp_path / "next.toml").exists()

    def test_keeps_the_round_s_own_plugins(self, tmp_path: Path) -> None:
        (tmp_path / "own.py").write_text("import kkrconsult as kc\n", encoding="utf-8")
        file = tmp_path / "round.toml"
        text = 'schema = 1\n[round]\nid = "r"\ntitle = "R"\n[[outcome.tracks]]\nid = "a"\ntitle = "A"\n'
        file.write_text(f'{text}[plugins]\nlocal = ["own.py"]\n', encoding="utf-8")
        done = run("adopt", file, "--allow-local-plugins", "-o", tmp_path / "next.toml")
        assert (done.returncode, done.stderr) == (0, "")
        assert '[plugins]\nlocal = ["own.py"]\n' in (tmp_path / "next.toml").read_text(encoding="utf-8")


class TestTheReferenceRound:
    @pytest.mark.parametrize(("language", "last"), [("da", "Viborg, Aarhus"), ("en", "Syddjurs, Viborg")])
    def test_parties_are_listed_in_the_alphabetical_order_of_the_language(self, language: str, last: str) -> None:
        lines = run("show", ROUND, "--lang", language).stdout.splitlines()
        assert any(line.endswith(last) for line in lines)

    @pytest.mark.parametrize("language", ["da", "en"])
    def test_it_is_shown(self, language: str) -> None:
        result = run("show", ROUND, "--lang", language)
        assert result.returncode == 0
        assert "Skanderborg" in result.stdout

    def test_status_tells_who_is_missing(self) -> None:
        result = run("status", ROUND, INBOX, *AT)
        assert result.returncode == 0
        assert "mangler (1): Samsø" in result.stdout

    def test_check_gives_1_where_something_is_at_error_level(self) -> None:
        result = run("check", ROUND, INBOX, *AT)
        assert result.returncode == 1
        assert "[pages.too-many]" in result.stdout
        assert "010136-9999" not in result.stdout

    @pytest.mark.parametrize("form", ["json", "jsonl", "sarif"])
    def test_check_speaks_to_programs(self, form: str) -> None:
        result = run("check", ROUND, INBOX, *AT, "--format", form)
        lines = result.stdout.splitlines() if form == "jsonl" else [result.stdout]
        assert all(json.loads(line) for line in lines)

    def test_one_document_is_written(self, tmp_path: Path) -> None:
        target = tmp_path / "notat.md"
        result = run(
            "export",
            ROUND,
            INBOX,
            "hoeringsnotat",
            "-o",
            target,
            "--audience",
            "public",
            "--option",
            "language=en",
            *AT,
        )
        assert result.returncode == 0, result.stderr
        assert "010136-9999" not in target.read_text(encoding="utf-8")

    def test_the_set_is_written_and_says_in_one_screen_what_was_found(self, tmp_path: Path) -> None:
        result = run("report", ROUND, INBOX, "-o", tmp_path / "ny" / "mappe", *AT)
        assert result.returncode == 0, result.stderr
        names = sorted(path.name for path in (tmp_path / "ny" / "mappe").iterdir())
        assert names == sorted(name for name, _ in SET)
        # One screen: what was found, and then what was written.
        assert len(result.stdout.splitlines()) <= 40
        report = kc.from_json(kc.Report, (tmp_path / "ny" / "mappe" / "report.json").read_bytes())
        assert report.participation.consulted == 19

    def test_the_same_input_gives_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            run("report", ROUND, INBOX, "-o", tmp_path / name, *AT)
        for path in (tmp_path / "a").iterdir():
            assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


class TestTheSet:
    def test_the_archive_holds_what_this_run_wrote_and_the_originals(self, tmp_path: Path) -> None:
        (tmp_path / "gammel.txt").write_text("fra før", encoding="utf-8")
        assert run("report", ROUND, INBOX, "-o", tmp_path, *AT).returncode == 0
        with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
            names = archive.namelist()
        assert any(name.endswith("/documents/hoeringsnotat.docx") for name in names)
        assert not any("gammel" in name for name in names)
        assert sum("/originals/" in name for name in names) == sum(path.is_file() for path in Path(INBOX).rglob("*"))

    def test_the_public_set_has_no_letters_and_no_originals(self, tmp_path: Path) -> None:
        assert run("report", ROUND, INBOX, "-o", tmp_path, "--audience", "public", *AT).returncode == 0
        assert not (tmp_path / "letters.zip").exists()
        with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
            assert not any("/originals/" in name for name in archive.namelist())

    def test_an_exporter_that_is_switched_off_is_not_missed(self, tmp_path: Path) -> None:
        result = run("report", ROUND, INBOX, "-o", tmp_path, "--disable", "exporter:dataset", *AT)
        assert (result.returncode, result.stderr) == (0, "")
        assert not (tmp_path / "dataset.zip").exists()


class TestWhereItWrites:
    def test_a_dash_is_standard_output_and_holds_the_document_alone(self) -> None:
        result = run("export", ROUND, INBOX, "hoeringsnotat", "-o", "-", "--format", "md", "--lang", "en", *AT)
        assert result.returncode == 0, result.stderr
        assert result.stdout.startswith("# Consultation report")
        assert result.stdout.endswith("\n")
        assert not Path("-").exists()

    def test_a_pipe_is_written_into_and_stays_a_pipe(self, tmp_path: Path) -> None:
        target = tmp_path / "pipe.md"
        os.mkfifo(target)
        with subprocess.Popen(["cat", target], stdout=subprocess.PIPE) as reader:
            assert run("export", ROUND, INBOX, "hoeringsnotat", "-o", target, *AT).returncode == 0
            assert reader.stdout is not None
            assert reader.stdout.read().startswith("# Høringsnotat".encode())
        assert target.is_fifo()

    def test_a_link_stays_a_link_to_the_file_that_is_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "there.md").write_text("old", encoding="utf-8")
        (tmp_path / "link.md").symlink_to("there.md")
        assert run("export", ROUND, INBOX, "hoeringsnotat", "-o", tmp_path / "link.md", *AT).returncode == 0
        assert (tmp_path / "link.md").is_symlink()
        assert (tmp_path / "there.md").read_text(encoding="utf-8").startswith("# Høringsnotat")

    def test_the_documents_are_in_the_language_that_was_asked_for(self, tmp_path: Path) -> None:
        assert run("report", ROUND, INBOX, "-o", tmp_path, "--lang", "en", *AT).returncode == 0
        assert "# Consultation report" in (tmp_path / "hoeringsnotat.md").read_text(encoding="utf-8")

    def test_the_reader_of_a_pipe_may_leave_early(self) -> None:
        command = f'"{sys.executable}" -m kkrconsult schema | true; exit ${{PIPESTATUS[0]}}'
        result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert (result.returncode, result.stderr) == (0, "")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
    def test_a_full_disk_is_told_in_one_line(self) -> None:
        with Path("/dev/full").open("wb") as full:
            result = subprocess.run(
                [sys.executable, "-m", "kkrconsult", "schema"],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert result.returncode == 3
        assert result.stderr == "kkrconsult: the output cannot be written: No space left on device\n"


class TestWhatNobodyMayOverlook:
    def test_an_inbox_without_files_is_said(self, tmp_path: Path) -> None:
        for command in ("check", "status"):
            assert "Der er ingen filer i indbakken." in run(command, ROUND, tmp_path, *AT).stdout

    def test_constructed_answers_say_so_on_the_screen_and_in_the_note(self, tmp_path: Path) -> None:
        said = "Dette svar er konstrueret som eksempel og udtrykker ikke kommunens holdning."
        assert said in run("report", ROUND, INBOX, "-o", tmp_path, *AT).stdout
        assert said in (tmp_path / "hoeringsnotat.md").read_text(encoding="utf-8")[:600]

    def test_the_internal_edition_is_named_as_such(self, tmp_path: Path) -> None:
        assert "Intern udgave" in run("report", ROUND, INBOX, "-o", tmp_path, *AT).stdout
        assert "Intern udgave" not in run("report", ROUND, INBOX, "-o", tmp_path, "--audience", "public", *AT).stdout

    def test_the_moment_is_in_the_time_of_the_round(self) -> None:
        assert "18. december 2020 kl. 13.00" in run("check", ROUND, INBOX, "--at", "2020-12-18T12:00+00:00").stdout

    def test_a_day_alone_is_meant_with_all_its_hours(self) -> None:
        assert "15. december 2020 kl. 23.59" in run("check", ROUND, INBOX, "--at", "2020-12-15").stdout

    def test_a_text_with_gaps_is_shown_as_people_read_it(self) -> None:
        assert "modtaget ‹received›; fristen var ‹deadline›" in run("explain", "deadline.late").stdout
        assert "{" not in run("codes", "--lang", "en").stdout


class TestTheForm:
    @pytest.mark.parametrize("suffix", [".docx", ".odt", ".md", ".HTML"])
    def test_is_written_for_many_programs(self, tmp_path: Path, suffix: str) -> None:
        target = tmp_path / f"skema{suffix}"
        result = run("form", ROUND, "-o", target)
        assert (result.returncode, result.stdout) == (0, f"{target}\n")
        assert target.stat().st_size > 1000

    def test_for_an_unknown_program_is_refused(self, tmp_path: Path) -> None:
        result = run("form", ROUND, "-o", tmp_path / "skema.pdf")
        assert result.returncode == 2
        assert ".docx, .odt, .md, .html" in result.stderr


class TestTheSidecar:
    def test_is_written_once_with_what_is_open_and_settles_it(self, tmp_path: Path) -> None:
        mail = "From: a@example.dk\r\nSubject: x\r\n\r\nVi er med.\r\n\r\nMvh\r\nSkive Kommune og Viborg Kommune\r\n"
        (tmp_path / "brev.eml").write_text(mail, encoding="utf-8")
        assert run("check", ROUND, tmp_path, *AT).returncode == 3
        result = run("sidecar", ROUND, tmp_path)
        target = tmp_path / "inbox.toml"
        assert (result.returncode, result.stdout) == (0, f"{target}\n")
        text = target.read_text(encoding="utf-8").replace('# part = "skive"', 'part = "skive"')
        target.write_text(text, encoding="utf-8")
        assert "Skive" in run("status", ROUND, tmp_path, *AT).stdout.split("mangler")[0]
        again = run("sidecar", ROUND, tmp_path)
        assert (again.returncode, target.read_text(encoding="utf-8")) == (2, text)

    def test_needs_a_place_where_the_inbox_is_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "brev.json").write_text("[]", encoding="utf-8")
        assert run("sidecar", ROUND, tmp_path / "brev.json").returncode == 2
        assert run("sidecar", ROUND, tmp_path / "brev.json", "-o", tmp_path / "x.toml").returncode == 0


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("show", "midtjyland-klima-2020"), "midtjylland-klima-2020"),
            (("status", ROUND, "no-such-folder"), "no-such-folder"),
            (("status", ROUND, INBOX, "--at", "12.3.2026"), "2020-12-15T10:00"),
            (("status", ROUND, INBOX, "--at", "2020-03-29T02:30"), "2020-03-29"),
            (("export", ROUND, INBOX, "hoeringsnota", "-o", "x.md"), "hoeringsnotat"),
            (("export", ROUND, INBOX, "hoeringsnotat", "-o", "x.md", "--option", "language"), "key=value"),
            (("export", ROUND, INBOX, "hoeringsnotat", "-o", "none/x.md"), "Make the folder"),
            (("nonsense",), "nonsense"),
        ],
    )
    def test_each_gives_2_and_a_remedy_and_no_traceback(self, arguments: tuple[object, ...], said: str) -> None:
        result = run(*arguments)
        assert result.returncode == 2
        assert said in result.stderr
        assert "Traceback" not in result.stderr
        assert not result.stdout

    def test_a_file_that_cannot_be_read_gives_3(self, tmp_path: Path) -> None:
        (tmp_path / "billede.png").write_bytes(b"\x89PNG")
        result = run("check", ROUND, tmp_path, *AT)
        assert result.returncode == 3
        assert "billede.png" in result.stdout


class TestANewRound:
    def test_it_loads_as_it_is_and_is_never_written_over(self, tmp_path: Path) -> None:
        target = tmp_path / "ny.toml"
        assert run("new", target, "--region", "nordjylland").returncode == 0
        before = target.read_bytes()
        assert run("show", target).returncode == 0
        again = run("new", target, "--region", "nordjylland")
        assert again.returncode == 2
        assert "there already" in again.stderr
        assert target.read_bytes() == before

    def test_an_unknown_region_is_named(self, tmp_path: Path) -> None:
        result = run("new", tmp_path / "ny.toml", "--region", "nordjyland")
        assert result.returncode == 2
        assert "nordjylland" in result.stderr


class TestAtATerminal:
    @pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made by pty, which Windows lacks")
    def test_a_bar_says_how_many_files_are_read_and_is_not_in_the_result(self) -> None:
        import pty

        leader, follower = pty.openpty()
        command = [sys.executable, "-m", "kkrconsult", "status", ROUND, str(INBOX)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=follower, check=True)
        os.close(follower)
        said = os.read(leader, 100_000).decode("utf-8")
        os.close(leader)
        assert "19/19" in said
        assert done.stdout.decode("utf-8") == run("status", ROUND, INBOX).stdout

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_a_shell_is_told_how_to_complete(self, shell: str) -> None:
        environment = {**os.environ, "_KKRCONSULT_COMPLETE": f"{shell}_source"}
        done = subprocess.run([COMMAND], capture_output=True, text=True, env=environment, check=True)
        assert "_KKRCONSULT_COMPLETE" in done.stdout

    def test_commands_and_values_are_completed(self) -> None:
        def offered(*words: str) -> set[str]:
            typed = {"COMP_WORDS": " ".join(("kkrconsult", *words)), "COMP_CWORD": str(len(words))}
            environment = {**os.environ, **typed, "_KKRCONSULT_COMPLETE": "bash_complete"}
            done = subprocess.run([COMMAND], capture_output=True, text=True, env=environment, check=True)
            return {line.partition(",")[2] for line in done.stdout.splitlines()}

        assert offered("re") == {"readers", "report"}
        assert offered("status", "--lang", "e") == {"en"}
