"""The command line: what it prints, and one line for whatever is wrong."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stance.cli import main

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "examples" / "articles" / "border-fund.txt"
LABELLED = ROOT / "tests" / "data" / "labelled.jsonl"


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("stance: ")
    assert said.err.count("\n") == 1, said.err
    return said.err


def test_score_prints_who_is_for_and_against_whom(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert main(["score", str(ARTICLE), "--out", out, "--workers", "1"]) == 0
    said = capsys.readouterr().out
    assert "Marek Dovrin -> Petr Halvane" in said.partition("Who opposes whom")[2]
    assert f"Report: {out}/report.html" in said
    assert main(["report", out]) == 0
    assert capsys.readouterr().out.strip() == f"{out}/report.html"
    assert main(["score", str(ARTICLE), "--out", out, "--workers", "1", "--quiet"]) == 0
    said = capsys.readouterr()
    assert said.out + said.err == ""


def test_score_uses_the_names_it_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names, out = tmp_path / "names.txt", tmp_path / "out"
    names.write_text("Minister Marek Dovrin\n\nBorder Fund\nBorder Fund\n", encoding="utf-8-sig")
    command = ["score", str(ARTICLE), "--out", str(out), "--workers", "1", "--quiet"]
    assert main([*command, "--names", str(names)]) == 0
    stances = pq.read_table(out / "stances.parquet").to_pylist()
    found = {(s["speaker"], s["target"], s["stance"]) for s in stances}
    assert ("Ilsa Tarnow", "Border Fund", "support") in found
    speakers = {speaker for speaker, _, _ in found}
    assert "Minister Marek Dovrin" in speakers
    assert "Marek Dovrin" not in speakers
    listed = ["Minister Marek Dovrin", "Border Fund"]
    assert json.loads((out / "run.json").read_text())["options"]["names"] == listed
    names.write_text("\n \n")
    assert "no names in this file" in refused(capsys, *command, "--names", str(names))
    names.write_text("Ann Lowry\nThe President\n")
    assert "names.txt:2: 'The President'" in refused(capsys, *command, "--names", str(names))
    assert "directory" in refused(capsys, *command, "--names", "")
    names.write_bytes(b"\xff\xfe\xff")
    assert "not UTF-8" in refused(capsys, *command, "--names", str(names))
    assert "No such file" in refused(capsys, *command, "--names", str(tmp_path / "none"))


def test_predict(capsys: pytest.CaptureFixture[str]) -> None:
    question = ["predict", "--speaker", "Dovrin", "--target", "Halvane", "--text"]
    assert main([*question, "Dovrin accused Halvane of buying votes.", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["stance"] == "oppose"
    assert main([*question, "Dovrin accused Halvane of buying votes."]) == 0
    assert capsys.readouterr().out.startswith("stance     oppose")


def test_claims(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(ARTICLE)]) == 0
    said = capsys.readouterr().out
    assert "Ilsa Tarnow [The defense minister] | said | " in said
    assert main(["claims", str(ARTICLE), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert main(["claims", str(ARTICLE), "--json", "--min-score", "0.95"]) == 0
    sure = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert 0 < len(sure) < len(rows)
    assert min(row["score"] for row in sure) >= 0.95 > min(row["score"] for row in rows)
    text = ARTICLE.read_text(encoding="utf-8")
    for row in rows:
        assert row["text"] == " … ".join(text[slice(*s)] for s in row["content_spans"])


def test_evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(LABELLED), "--json", "--out", str(tmp_path / "e")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"accuracy", "macro_f1", "per_class", "confusion", "calibration_error"} <= set(
        found["stance"]
    )
    assert len(found["sentiment"]["macro_f1_interval"]) == 2
    assert main(["evaluate", str(LABELLED)]) == 0
    assert "macro-F1" in capsys.readouterr().out


def test_a_folder_of_labelled_files_is_a_row_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = LABELLED.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "one.jsonl").write_text("".join(lines[:4]), encoding="utf-8")
    (tmp_path / "two.jsonl").write_text("".join(lines[4:]), encoding="utf-8")
    assert main(["evaluate", str(tmp_path), "--out", str(tmp_path / "e")]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert {row[0] for row in rows} == {"one", "two", "all"}
    counts = {row[0]: int(row[2]) for row in rows if row[1] == "stance"}
    assert counts["all"] == counts["one"] + counts["two"]
    assert json.loads((tmp_path / "e" / "sets.json").read_text())["one"]
    (tmp_path / "all.jsonl").write_text(lines[0], encoding="utf-8")
    assert "call it otherwise" in refused(capsys, "evaluate", str(tmp_path))
    assert "no .jsonl files" in refused(capsys, "evaluate", str(ROOT / "configs"))


def test_bench(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["articles_per_second"] > 0
    assert sum(found["shares"].values()) == pytest.approx(1)
    assert set(found["shares"]) == {"claims", "entities", "classifier"}


def test_wrong_arguments_get_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere, out = str(tmp_path / "nowhere"), str(tmp_path / "out")
    assert nowhere in refused(capsys, "score", nowhere, "--out", out)
    assert "no files of a supported type" in refused(capsys, "score", str(tmp_path), "--out", out)
    assert "--format: 'xml'" in refused(
        capsys, "score", str(ARTICLE), "--out", out, "--format", "xml"
    )
    assert "--workers: 0" in refused(capsys, "score", str(ARTICLE), "--out", out, "--workers", "0")
    assert "--engine: 'spark'" in refused(
        capsys, "score", str(ARTICLE), "--out", out, "--engine", "spark"
    )
    for command in (["score", str(ARTICLE), "--out", out], ["claims", str(ARTICLE)]):
        assert "min_score: 7.0" in refused(capsys, *command, "--min-score", "7")
    assert "xx_none" in refused(
        capsys, "score", str(ARTICLE), "--out", out, "--language", "xx_none"
    )
    assert "no such model" in refused(
        capsys, "predict", "--target", "a", "--text", "b", "--model", nowhere
    )
    assert "target is empty" in refused(capsys, "predict", "--target", "", "--text", "b")
    assert nowhere in refused(capsys, "claims", nowhere)
    assert nowhere in refused(capsys, "evaluate", nowhere)
    assert nowhere in refused(capsys, "report", nowhere)
    assert nowhere in refused(capsys, "bench", nowhere)
    assert nowhere in refused(capsys, "train", nowhere)
    assert not Path(out).exists(), "nothing was written"


def test_a_folder_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    said = refused(capsys, "score", str(ARTICLE), "--out", str(tmp_path / "file" / "out"))
    assert "cannot be written" in said
    said = refused(capsys, "evaluate", str(LABELLED), "--out", str(tmp_path / "file"))
    assert "cannot be written" in said


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("task: [", "not valid YAML"),
        ("- a", "not a YAML mapping"),
        ("task: classifier", "option 'out' is missing"),
        ("colour: red", "unknown option 'colour'"),
    ],
)
def test_a_broken_config_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], config: str, reason: str
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(config)
    said = refused(capsys, "train", str(path))
    assert str(path) in said
    assert reason in said


def without_torch(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys\n"
        "sys.modules.update(torch=None, transformers=None)\n"
        "from stance.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_runtime_needs_no_torch(tmp_path: Path) -> None:
    done = without_torch("score", str(ARTICLE), "--out", str(tmp_path / "o"), "--workers", "1")
    assert done.returncode == 0, done.stderr
    done = without_torch("train", str(ROOT / "configs" / "classifier.yaml"))
    assert done.returncode == 2
    assert "pip install 'stance[train]'" in done.stderr


def test_help_is_quick_and_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "stance.cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    for command in ("score", "predict", "claims", "evaluate", "train", "report", "bench"):
        assert command in done.stdout
    for heavy in ("torch", "spacy", "onnxruntime", "datasets"):
        assert f" {heavy}\n" not in done.stderr


def test_a_terminal_shows_a_progress_bar(tmp_path: Path) -> None:
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "stance.cli", "score", str(ARTICLE), "--out"]
    process = subprocess.Popen(
        [*command, str(tmp_path / "out"), "--workers", "1"], stdout=writer, stderr=writer
    )
    os.close(writer)
    shown = b""
    while True:
        try:
            part = os.read(reader, 4096)
        except OSError:  # the terminal is closed
            break
        if not part:
            break
        shown += part
    assert process.wait() == 0
    assert b"1/1" in shown
    assert b"Report: " in shown
