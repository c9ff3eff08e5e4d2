"""Asking about any two names that stand near each other, and names that are known beforehand."""

import json
import math
import shutil
from pathlib import Path

import pytest

from stance.articles import Article
from stance.classifier.runtime import Classifier
from stance.classifier.scorer import FEATURES
from stance.corpora.seesaw import read_seesaw
from stance.entities import ArticleEntities
from stance.errors import InputError
from stance.models import SHIPPED
from stance.pipeline import ArticleResult, Pipeline

TEXT = (
    "Governor Ann Lowry wants ferry subsidies. Tom Keane, the opposition leader, called that a "
    "waste of money.\n\n"
    "Keane met Dora Quist in Selbridge. The GOP has fought ferry subsidies for years.\n"
)


def passages(entities: ArticleEntities) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for pair in entities.near_pairs():
        found.setdefault((pair.speaker, pair.target), []).append(TEXT[pair.start : pair.end])
        for span in (pair.speaker_span, pair.target_span):
            assert pair.start <= span[0] < span[1] <= pair.end
    return found


def test_two_names_of_neighbouring_sentences_are_near() -> None:
    found = passages(ArticleEntities.from_text(TEXT))
    (passage,) = found["Tom Keane", "Ann Lowry"]
    assert passage == TEXT[: TEXT.index("\n")]
    assert found["Tom Keane", "Dora Quist"]
    # Two sentences lie between them.
    assert ("Ann Lowry", "Dora Quist") not in found


def test_of_many_pairs_those_of_the_main_names_stay() -> None:
    text = TEXT + "\nKeane spoke to Lowry again. Keane left Lowry's office with Will Banner.\n"
    entities = ArticleEntities.from_text(text)
    every, few = entities.near_pairs(), entities.near_pairs(0.5)
    assert len(few) == len(entities.sentences) // 2 < len(every)
    assert {(p.speaker, p.target) for p in few} == {
        ("Tom Keane", "Ann Lowry"),
        ("Ann Lowry", "Tom Keane"),
    }
    assert entities.near_pairs(0.0) == []


def test_known_names_are_found_and_used() -> None:
    entities = ArticleEntities.from_text(TEXT)
    assert not any("subsidies" in name for pair in passages(entities) for name in pair)
    known = entities.knowing(["Ann Lowry", "ferry subsidies", "Republican Party"])
    found = passages(known)
    assert ("Ann Lowry", "ferry subsidies") in found
    assert ("Republican Party", "ferry subsidies") in found
    assert ("Tom Keane", "ferry subsidies") in found
    few = {(p.speaker, p.target) for p in known.near_pairs(0.0)}
    assert ("Ann Lowry", "ferry subsidies") in few, "asked about however few others are"
    assert not any("Tom Keane" in pair for pair in few)
    hyphens = ArticleEntities.from_text(
        "Ann Lowry fears an anti-tram law. Tom Keane wants it, and told us so.",
        known=["anti-tram law", "United States"],
    )
    pairs = {(p.speaker, p.target) for p in hyphens.near_pairs()}
    assert ("Ann Lowry", "anti-tram law") in pairs
    assert not any("United States" in pair for pair in pairs)
    # Nothing else is changed.
    assert set(passages(entities)) - {p for p in passages(entities) if "GOP" in p} <= set(found)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED / "default", tmp_path / "model")


def choose(model: Path, **selection: object) -> None:
    settings = json.loads((model / "model.json").read_text(encoding="utf-8"))
    (model / "model.json").write_text(json.dumps(settings | {"selection": selection}))


STORY = (
    "Senator Tom Keane arrived late. He attacked Governor Ann Lowry as a liar and a thief.\n\n"
    "“Ann Lowry has ruined this state,” Keane said.\n"
)


def claimed(result: ArticleResult) -> list[tuple[str, str, str]]:
    rows = [r for r in result.stances if r["claim"] is not None]
    return [(r["speaker"], r["target"], r["stance"]) for r in rows]


def test_a_model_says_which_pairs_it_is_asked_about_and_when_it_is_believed(model: Path) -> None:
    article = Article("story.txt", STORY)
    choose(model, near=0, threshold=0.0)
    acts = Pipeline(model).process(article)
    choose(model, near=9, threshold=0.0)
    near = Pipeline(model).process(article)
    assert near.pairs > acts.pairs
    assert claimed(near) == claimed(acts)
    opposed = {(r["speaker"], r["target"]) for r in near.stances if r["stance"] == "oppose"}
    assert ("Tom Keane", "Ann Lowry") in opposed
    choose(model, near=9, threshold=1.0)
    unsure = Pipeline(model).process(article)
    # What a claim says stays, as neutral; what is only narrated goes.
    assert {r["stance"] for r in unsure.stances} == {"neutral"}
    assert all(r["claim"] is not None for r in unsure.stances)
    assert unsure.stances[0]["p_oppose"] > 0.9


def test_what_has_no_name_needs_more_evidence(model: Path) -> None:
    text = "Critics called Ann Lowry a liar and a thief. Tom Keane called Ann Lowry a liar, too."
    choose(model, near=9, threshold=0.2, topic_threshold=1.0)
    rows = Pipeline(model).process(Article("a.txt", text)).stances
    opposed = {r["speaker"] for r in rows if r["stance"] == "oppose"}
    assert opposed == {"Tom Keane"}
    choose(model, near=9, threshold=0.2)
    rows = Pipeline(model).process(Article("a.txt", text)).stances
    assert "Critics" in {r["speaker"] for r in rows if r["stance"] == "oppose"}


def test_two_names_that_the_user_knows_need_less_evidence(model: Path) -> None:
    article = Article("a.txt", "Critics of Ann Lowry laughed. Tom Keane called Ann Lowry a liar.")
    choose(model, near=9, threshold=1.0, known_threshold=0.2)

    def opposed(*names: str) -> set[str]:
        rows = Pipeline(model, names=names).process(article).stances
        return {r["speaker"] for r in rows if r["stance"] == "oppose"}

    assert opposed("Tom Keane", "Ann Lowry") == {"Tom Keane"}
    assert opposed("Ann Lowry") == opposed() == set()


@pytest.mark.parametrize(
    "selection",
    [
        {"near": -1},
        {"threshold": 2},
        {"topic_threshold": -1},
        {"known_threshold": 2},
        {"least": 0.5},
        {"scorer": {"bias": 1}},
        {"scorer": {"bias": "high", **dict.fromkeys(FEATURES, 0)}},
        {"scorer": {"bias": math.nan, **dict.fromkeys(FEATURES, 0)}},
        {"scorer": 3},
    ],
)
def test_a_selection_that_is_none_is_named(model: Path, selection: dict[str, object]) -> None:
    choose(model, **selection)
    with pytest.raises(InputError, match="damaged model settings"):
        Classifier(model)


def test_articles_of_a_corpus_are_read_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    start = STORY.index("He")
    row = {
        "doc": "a",
        "file": "a.txt",
        "sentences": [[0, start - 1], [start, STORY.index("\n")]],
        "entities": [{"name": "Tom Keane"}, {"name": "Ann Lowry"}],
        "stances": [
            {"sentence": 1, "speaker": "Tom Keane", "target": "Ann Lowry", "stance": "oppose"}
        ],
    }
    path = tmp_path / "opinions.jsonl"
    path.write_text(json.dumps(row) + "\n")
    (article,) = read_seesaw(path, tmp_path)
    assert article.text == STORY
    assert STORY[slice(*article.sentences[article.opinions[0].sentence or 0])].startswith("He att")
    assert [article.sentence_at(i) for i in (0, start - 1, start, len(STORY))] == [0, 0, 1, 1]
    with pytest.raises(InputError, match=r"opinions\.jsonl:1: .*needs the folder of the corpora"):
        read_seesaw(path)
    path.write_text(json.dumps(row | {"sentences": [[0, len(STORY) + 1]]}) + "\n")
    with pytest.raises(InputError, match=r"opinions\.jsonl:1: .*sentence is .* not \[start, end\)"):
        read_seesaw(path, tmp_path)
    path.write_text(json.dumps(row | {"file": "b.txt"}) + "\n")
    with pytest.raises(InputError, match=r"b\.txt: cannot read this article"):
        read_seesaw(path, tmp_path)
