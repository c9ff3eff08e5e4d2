"""Scoring a folder: tables, errors, resuming after a kill, changes noticed."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq
import pytest

import stance
from stance.articles import Article, read_articles
from stance.scoring.tables import SCHEMAS

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"
ARTICLE = (EXAMPLES / "border-fund.txt").read_text(encoding="utf-8")
SHORT = ARTICLE[: ARTICLE.index("\n\n", 700)]
TABLES = ("articles", "claims", "stances")

Rows = list[dict[str, Any]]


def rows(out: Path, table: str) -> Rows:
    return pq.read_table(out / f"{table}.parquet").to_pylist()


def errors(out: Path) -> dict[str, str]:
    lines = (out / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["article"]: row["reason"] for row in map(json.loads, lines)}


def start(folder: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "stance.cli", "score", str(folder), "--out", str(out)]
    return subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("scored") / "out"
    stance.score(EXAMPLES, out, workers=1, quiet=True)
    return out


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough articles for several shards."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(40):
        (folder / f"a{number:02}.txt").write_text(f"Story {number}.\n\n{SHORT}")
    return folder


@pytest.fixture(scope="module")
def undisturbed(many: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    stance.score(many, out, workers=1, quiet=True)
    return out


def test_every_article_gives_claims_and_stances(scored: Path) -> None:
    articles = {a.id for a in read_articles(EXAMPLES) if isinstance(a, Article)}
    for table in ("claims", "stances"):
        assert {row["article"] for row in rows(scored, table)} == articles
        assert pq.read_schema(scored / f"{table}.parquet").equals(SCHEMAS[table])
    assert errors(scored) == {}
    run = json.loads((scored / "run.json").read_text())
    assert run["counts"]["articles"] == len(articles)
    assert run["counts"]["claims"] == len(rows(scored, "claims"))
    assert run["version"] == stance.__version__
    assert run["licence"] == "Apache-2.0"


def test_offsets_point_into_the_articles_text(scored: Path) -> None:
    texts = {a.id: a.text for a in read_articles(EXAMPLES) if isinstance(a, Article)}
    for row in rows(scored, "claims"):
        text = texts[row["article"]]
        assert row["text"] == " … ".join(text[slice(*s)] for s in row["content_spans"])
        mention = " ".join(text[slice(*s)] for s in row["speaker_spans"])
        assert (row["speaker_mention"] or "") == mention
    for row in rows(scored, "stances"):
        assert row["text"] == texts[row["article"]][row["start"] : row["end"]]
        assert row["target_mention"] in texts[row["article"]]
        total = row["p_support"] + row["p_oppose"] + row["p_neutral"]
        assert total == pytest.approx(1, abs=1e-3)
    txt = (EXAMPLES / "border-fund.txt").read_text(encoding="utf-8")
    assert texts["border-fund.txt"] == txt, "a .txt is left untouched"


def test_pairs_add_up_to_the_stances(scored: Path) -> None:
    stances, pairs = rows(scored, "stances"), rows(scored, "pairs")
    dates = {row["article"]: row["date"] for row in rows(scored, "articles")}
    for row in pairs:
        those = [
            s for s in stances if (s["speaker"], s["target"]) == (row["speaker"], row["target"])
        ]
        for name in ("support", "oppose", "neutral"):
            assert row[name] == sum(s["stance"] == name for s in those)
            mean = sum(s[f"p_{name}"] for s in those) / len(those)
            assert row[f"p_{name}"] == pytest.approx(mean, abs=1e-5)
        articles = {s["article"] for s in those}
        assert row["articles"] == len(articles)
        known = sorted(d for a in articles if (d := dates[a]))
        assert [row["first_date"], row["last_date"]] == (
            [known[0], known[-1]] if known else [None] * 2
        )
    total = sum(row["support"] + row["oppose"] + row["neutral"] for row in pairs)
    assert total == len(stances)
    of_articles = rows(scored, "article_pairs")
    assert sum(r["support"] + r["oppose"] + r["neutral"] for r in of_articles) == total
    assert {r["article"] for r in of_articles} == {s["article"] for s in stances}


def test_the_border_fund_story_is_understood(scored: Path) -> None:
    found = {
        (row["speaker"], row["target"], row["stance"])
        for row in rows(scored, "stances")
        if row["article"] == "border-fund.txt"
    }
    assert ("Marek Dovrin", "Petr Halvane", "oppose") in found
    assert not {speaker for speaker, _, _ in found} & {"he", "He", "she", "She", "I"}
    claims = [row for row in rows(scored, "claims") if row["article"] == "border-fund.txt"]
    speakers = {row["speaker_mention"]: row["speaker"] for row in claims}
    assert speakers["Dovrin"] == "Marek Dovrin"
    assert speakers["The defense minister"] == "Ilsa Tarnow"


def test_bad_inputs_cost_only_themselves(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "good.txt").write_text(ARTICLE)
    (folder / "deep" / "windows.txt").write_bytes(ARTICLE.encode("cp1252", errors="replace"))
    (folder / "bom.txt").write_text(ARTICLE, encoding="utf-16")
    (folder / "empty.txt").write_text("")
    (folder / "blank.txt").write_text(" \n\n ")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (folder / "long.txt").write_text(ARTICLE + "Rain fell on the valley, and nobody came. " * 4800)
    (folder / "german.txt").write_text(
        "Der Rat der Stadt lehnt den Tunnel unter dem Hafen ab. " * 9
    )
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "table.csv").write_text("name,body_text\na,b\n")
    (folder / "rows.jsonl").write_text(json.dumps({"text": ARTICLE}) + "\n{broken\n")
    summary = stance.score(folder, tmp_path / "out", workers=1, quiet=True)
    assert summary.articles == 4
    found = errors(tmp_path / "out")
    assert set(found) == {
        "empty.txt", "blank.txt", "binary.txt", "long.txt", "german.txt", "gone.txt",
        "table.csv", "rows.jsonl#1",
    }  # fmt: skip
    assert "too long" in found["long.txt"]
    assert "not English" in found["german.txt"]
    assert "no text column" in found["table.csv"]
    forced = stance.score(
        folder, tmp_path / "out", workers=1, quiet=True, any_language=True, any_length=True
    )
    assert forced.articles == 6


@pytest.mark.parametrize("names", ["Ann Lowry", None, [1], ["the"], {"Ann Lowry"}])
def test_what_is_no_list_of_names_is_refused(tmp_path: Path, names: object) -> None:
    with pytest.raises(stance.InputError, match="is not a list of names"):
        stance.score(EXAMPLES, tmp_path / "out", quiet=True, names=names)


def test_other_formats_hold_the_same(scored: Path, tmp_path: Path) -> None:
    import csv

    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(EXAMPLES / "border-fund.txt", folder)
    for kind in ("csv", "jsonl"):
        stance.score(folder, tmp_path / kind, workers=1, quiet=True, format=kind)
    lines = (tmp_path / "jsonl" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [row for row in rows(scored, "claims") if row["article"] == "border-fund.txt"]
    assert [json.loads(line)["text"] for line in lines] == [row["text"] for row in expected]
    with (tmp_path / "csv" / "claims.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [json.loads(r["content_spans"]) for r in table] == [r["content_spans"] for r in expected]


def test_workers_do_not_change_the_tables(many: Path, undisturbed: Path, tmp_path: Path) -> None:
    stance.score(many, tmp_path / "out", workers=2, quiet=True)
    for table in TABLES:
        assert rows(tmp_path / "out", table) == rows(undisturbed, table)


def test_a_killed_run_goes_on_where_it_was(many: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(many, out, "--workers", "2")
    deadline = time.monotonic() + 300
    while not list(out.glob("shards/*.json")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert not alive, "workers end when the run is killed"
    assert not (out / "stances.parquet").exists()
    kept = len(list(out.glob("shards/*.json")))
    (out / "shards" / "00000007-x.tmp").write_text("half a sha")

    summary = stance.score(many, out, workers=1, quiet=True)
    assert summary.resumed >= 1
    assert 1 <= kept < 3
    for table in TABLES:
        assert rows(out, table) == rows(undisturbed, table)
    assert not list(out.rglob("*.tmp"))


def test_an_interrupted_run_says_how_to_go_on(many: Path, tmp_path: Path) -> None:
    # So many that the run cannot end before the signal comes, however late that is.
    for copy in range(6):
        shutil.copytree(many, tmp_path / "more" / str(copy))
    process = start(tmp_path / "more", tmp_path / "out", "--workers", "2")
    deadline = time.monotonic() + 300
    while not list(tmp_path.glob("out/shards/*.json")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted; the same command goes on from here" in said
    assert "Traceback" not in said


def test_a_worker_that_dies_costs_nothing_but_time(
    many: Path, undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = start(many, out, "--workers", "2", "--quiet")
    deadline = time.monotonic() + 300
    while not list(out.glob("shards/*.json")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    children = psutil.Process(process.pid).children()
    next(child for child in children if "spawn_main" in " ".join(child.cmdline())).kill()
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said
    assert rows(out, "stances") == rows(undisturbed, "stances")
    assert errors(out) == {}


def test_what_changed_is_scored_again_and_the_rest_kept(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(20):
        (folder / f"a{number:02}.txt").write_text(
            f"Mayor Ana Ruiz said the bridge was late {number}."
        )

    def again(**options: Any) -> int:
        return stance.score(folder, out, workers=1, quiet=True, **options).resumed

    assert again() == 0
    assert again() == 20
    (folder / "a19.txt").write_text("Mayor Ana Ruiz praised the bridge.")
    assert again() == 16, "the first shard is kept"
    (folder / "a19.txt").unlink()
    assert again() == 16
    assert len(rows(out, "articles")) == 19
    model = tmp_path / "model"
    shutil.copytree(Path(stance.__file__).parent / "models" / "default", model)
    settings = json.loads((model / "model.json").read_text())
    settings["calibration"]["stance_temperature"] = 5.0
    (model / "model.json").write_text(json.dumps(settings))
    assert again(model=model) == 0, "another model is another run"
    assert again(min_score=0.9) == 0
    assert again(min_score=0.9) == 19
    assert again(model=model) == 0
    next(out.glob("shards/*.json")).write_text("{")
    assert again(model=model) < 19, "a damaged shard is made again"


def test_the_ray_engine_gives_the_same_tables(scored: Path, tmp_path: Path) -> None:
    stance.score(EXAMPLES, tmp_path / "out", engine="ray", workers=1, quiet=True)
    for table in TABLES:
        assert rows(tmp_path / "out", table) == rows(scored, table)
    assert errors(tmp_path / "out") == {}
