"""The report: how claims are cut into segments, and what a real browser makes of the page."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from stance.errors import InputError
from stance.report import page, write_report
from stance.report.marks import Marked, flatten
from stance.scoring.pairs import PairCounter
from stance.scoring.tables import SCHEMAS

Row = dict[str, Any]

ATTACK = "<script>window.pwned = 1; alert(1)</script>"
END = "</script><img src=x onerror='window.pwned = 2'>"
RUIZ = 'Ana "Nita" Ruiz & <b>Sons</b>'

# Emoji come first: they are one code point each, and two units in a browser's own strings.
TEXT = (
    f"🚢🚢 Harbour\u2028news {ATTACK}\n\n"
    f"{RUIZ} said that “the ferry line is a disgrace 🛟, and Mayor Berg said he would save "
    f"it {END}”.\r\n"
    "The union met on Friday.\n"
)


def span(words: str, text: str = TEXT) -> list[int]:
    assert text.count(words) == 1, words
    start = text.index(words)
    return [start, start + len(words)]


def claim(article: str, number: int, by: str | None, **spans: list[list[int]]) -> Row:
    row: Row = {"article": article, "claim": number, "kind": "indirect", "speaker": by}
    row |= {f"{role}_spans": spans.get(role, []) for role in ("speaker", "cue", "content")}
    return row | {"speaker_mention": by, "text": "", "score": 0.9}


def stance(
    article: str, number: int | None, speaker: str | None, target: str, label: str, p: float = 0.8
) -> Row:
    labels = ("support", "oppose", "neutral")
    row: Row = {f"p_{name}": p if name == label else (1 - p) / 2 for name in labels}
    row |= {"article": article, "claim": number, "speaker": speaker, "target": target}
    row |= {"target_mention": target, "start": 0, "end": 5, "stance": label, "text": f"On {target}"}
    scores = {"p_positive": 0.1, "p_negative": 0.7, "p_sentiment_neutral": 0.2}
    return row | scores | {"sentiment": "negative"}


OUTER = "the ferry line is a disgrace 🛟, and Mayor Berg said he would save it " + END
INNER = "he would save it"
ARTICLES: list[Row] = [
    {"article": "day/harbour.txt", "title": f"Harbour {END}", "date": "2024-03-02", "text": TEXT},
    {"article": "day/union.txt", "title": None, "date": None, "text": "Nothing was said.\n"},
]
CLAIMS: list[Row] = [
    claim(
        "day/harbour.txt",
        0,
        RUIZ,
        speaker=[span(RUIZ)],
        cue=[span("said that")],
        content=[span(OUTER)],
    ),
    claim("day/harbour.txt", 1, "Mayor Berg", content=[span(INNER)], speaker=[span("Mayor Berg")]),
    # A table from elsewhere may be wrong; the page is still made.
    claim("day/harbour.txt", 2, None, content=[[len(TEXT) - 25, len(TEXT) + 50]]),
]
STANCES = [
    stance("day/harbour.txt", 0, RUIZ, "ferry line", "oppose", 0.91),
    stance("day/harbour.txt", 0, RUIZ, "Mayor Berg", "support", 0.6),
    stance("day/harbour.txt", 1, "Mayor Berg", "ferry line", "support", 0.7),
    stance("day/harbour.txt", None, None, "the union", "oppose", 0.99),
    stance("day/harbour.txt", 2, None, "the union", "neutral", 0.5),
    stance("day/union.txt", None, "Mayor Berg", "ferry line", "support", 0.8),
]


def write_tables(out: Path, articles: list[Row], claims: list[Row], stances: list[Row]) -> Path:
    out.mkdir()
    pairs = PairCounter()
    of_articles = list(pairs.add(articles, stances))
    for name, rows in {
        "articles": articles,
        "claims": claims,
        "stances": stances,
        "article_pairs": of_articles,
        "pairs": pairs.rows(),
    }.items():
        parquet.write_table(pa.Table.from_pylist(rows, SCHEMAS[name]), out / f"{name}.parquet")
    return out


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A folder named "key=value" would add a column if read as a partition.
    out = tmp_path_factory.mktemp("report") / "run=1"
    write_tables(out, ARTICLES, CLAIMS, STANCES)
    run = {"version": "9.8.7", "model": {"name": "tiny"}, "counts": {"files": 1234}}
    (out / "run.json").write_text(json.dumps(run))
    error = {"article": "bad.html", "stage": "read", "reason": f"no text {ATTACK}"}
    (out / "errors.jsonl").write_text(json.dumps(error) + '\n{"article": "half')
    return write_report(out)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("needs chromium and chromedriver (Debian: chromium, chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for option in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={tmp_path_factory.mktemp('browser')}",
    ):
        options.add_argument(option)
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    yield chrome
    chrome.quit()


@pytest.fixture
def opened(browser: webdriver.Chrome, report: Path) -> webdriver.Chrome:
    # A second visit to an address with another #part would not load the page again.
    browser.get("about:blank")
    browser.get(report.as_uri())
    return browser


def rows(browser: webdriver.Chrome, section: str = "stances") -> list[list[str]]:
    return browser.execute_script(
        "return [...document.querySelectorAll(`#${arguments[0]} tbody tr`)]"
        ".map(row => [...row.cells].map(cell => cell.textContent))",
        section,
    )


def column(browser: webdriver.Chrome, name: str) -> list[str]:
    names = ["Article", "Speaker", "Target", "Stance", "Probability", "Sentiment", "Text"]
    return [row[names.index(name)] for row in rows(browser)]


def count(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.CSS_SELECTOR, "#stances .count").text


def fill(browser: webdriver.Chrome, name: str, words: str) -> None:
    field = browser.find_element(By.ID, f"by-{name}")
    field.clear()
    field.send_keys(words)


def script(browser: webdriver.Chrome, code: str) -> Any:
    return browser.execute_script(f"return {code}")


# Segments


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Marked]]:
    text = draw(st.text(max_size=40))
    # Offsets outside the text and empty spans included: tables may come from elsewhere.
    ends = st.integers(-2, len(text) + 3)
    spans = st.lists(st.tuples(ends, ends).map(lambda two: (min(two), max(two))), max_size=3)
    parts = st.tuples(spans.map(tuple), spans.map(tuple), spans.map(tuple))
    return text, [Marked(n, *part) for n, part in enumerate(draw(st.lists(parts, max_size=5)))]


def inside(place: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= place < end for start, end in spans)


@given(texts_with_marks())
def test_segments_give_back_the_text_and_each_claim(case: tuple[str, list[Marked]]) -> None:
    text, marks = case
    segments = flatten(text, marks)
    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text for segment in segments)
    sizes = {}
    for mark in marks:
        covered = [n for n in range(len(text)) if inside(n, mark.content)]
        sizes[mark.claim] = len(covered)
        shown = "".join(part.text for part in segments if mark.claim in part.claims)
        assert shown == "".join(text[n] for n in covered)
        begins = [part for part in segments if mark.claim in part.starts]
        assert len(begins) == bool(covered)
        assert all(mark.claim in part.claims for part in begins)
    place = 0
    for segment in segments:
        assert list(segment.claims) == sorted(segment.claims, key=lambda n: (sizes[n], n))
        for _ in segment.text:
            assert segment.cue == any(inside(place, mark.cue) for mark in marks)
            assert segment.speaker == any(inside(place, mark.speaker) for mark in marks)
            place += 1


def test_no_more_segments_than_needed() -> None:
    marks = [Marked(7, content=((0, 2), (2, 4))), Marked(3, content=((1, 2),), cue=((4, 5),))]
    segments = flatten("abcdef", marks)
    assert [(s.text, s.claims, s.starts, s.cue) for s in segments] == [
        ("a", (7,), (7,), False),
        ("b", (3, 7), (3,), False),
        ("cd", (7,), (), False),
        ("e", (), (), True),
        ("f", (), (), False),
    ]


# The page in a browser


def test_hostile_text_is_shown_and_not_run(opened: webdriver.Chrome) -> None:
    # HTML reads \r\n as \n.
    shown = script(opened, "document.querySelector('#a0 .text').textContent")
    assert shown == TEXT.replace("\r\n", "\n")
    assert END in script(opened, "document.querySelector('#a0 .title').textContent")
    assert ATTACK in script(opened, "document.getElementById('errors').textContent")
    assert script(opened, "typeof window.pwned") == "undefined"
    assert script(opened, "document.images.length") == 0
    assert opened.get_log("browser") == []


def test_page_needs_nothing_else(opened: webdriver.Chrome, report: Path) -> None:
    html = report.read_text(encoding="utf-8")
    assert not re.search(r"https?://|@import|url\(|<link", html)
    links = re.findall(r'href="([^"]*)"', html)
    assert links and all(link.startswith("#") for link in links)
    assert script(opened, "performance.getEntriesByType('resource').length") == 0
    assert not list(report.parent.glob(".report*")), "the partial file is gone"


def test_policy_stops_a_script_that_is_not_the_pages(opened: webdriver.Chrome) -> None:
    opened.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.pwned = 3';"
        "document.body.append(s)"
    )
    assert script(opened, "typeof window.pwned") == "undefined"
    opened.get_log("browser")  # The refusal is logged; other tests want the log empty.


def test_heading_counts_run_and_errors(opened: webdriver.Chrome) -> None:
    counts = opened.find_element(By.CSS_SELECTOR, ".counts").text.split("\n")
    assert counts == ["2 articles", "3 claims", "6 stances", "2 errors"]
    footer = opened.find_element(By.TAG_NAME, "footer").text.split("\n")
    assert footer == ["version", "9.8.7", "model", "name tiny", "counts", "files 1,234"]
    assert '{"article": "half' in opened.find_element(By.ID, "errors").text


def test_claims_are_marked_with_their_exact_text(opened: webdriver.Chrome) -> None:
    covered = (
        "[...document.querySelectorAll('#a0 mark')]"
        ".filter(mark => mark.dataset.claims.split(' ').includes('{}'))"
        ".map(mark => mark.textContent).join('')"
    )
    assert script(opened, covered.format(0)) == OUTER
    assert script(opened, covered.format(1)) == INNER
    assert script(opened, covered.format(2)) == "\nThe union met on Friday.\n"[-25:]
    inner = f"[...document.querySelectorAll('#a0 mark')].find(m => m.textContent == '{INNER}')"
    assert script(opened, f"{inner}.dataset.claims") == "1 0"
    assert script(opened, f"{inner}.className.trim()") == "support", "the innermost gives colour"
    first = "document.querySelector('#a0c0 + mark').className.trim()"
    assert script(opened, first) == "mixed"
    assert script(opened, "document.querySelector('#a0c2 + mark').className.trim()") == "neutral"
    under = "[...document.querySelectorAll('#a0 .{}')].map(part => part.textContent)"
    assert script(opened, under.format("cue")) == ["said that"]
    assert script(opened, under.format("speaker")) == [RUIZ, "Mayor Berg"]


def test_claim_tells_its_speaker_and_targets(opened: webdriver.Chrome) -> None:
    opened.execute_script("document.getElementById('a0').open = true")
    opened.execute_script("document.getElementById('a0c0').focus()")
    card = opened.find_element(By.ID, "card")
    assert card.text == f"{RUIZ}: opposes ferry line 91%, supports Mayor Berg 60%"
    label = "getComputedStyle(document.getElementById('a0c2'), '::before').content"
    assert script(opened, label) == '"the author"'
    narrated = opened.find_element(By.CSS_SELECTOR, "#a0 .narrated").text
    assert narrated.startswith("the author: opposes the union 99%")


def test_pairs(opened: webdriver.Chrome) -> None:
    day = "2024-03-02"
    assert [row[:7] for row in rows(opened, "pairs")] == [
        ["Mayor Berg", "ferry line", "2", "0", "0", "2", day],
        ["the author", "the union", "0", "1", "1", "1", day],
        [RUIZ, "Mayor Berg", "1", "0", "0", "1", day],
        [RUIZ, "ferry line", "0", "1", "0", "1", day],
    ]
    opened.find_elements(By.CSS_SELECTOR, "#pairs .share")[1].click()
    assert column(opened, "Speaker") == ["the author article", "the author"]
    assert column(opened, "Stance") == ["oppose", "neutral"]


def test_filters(opened: webdriver.Chrome) -> None:
    assert count(opened) == "5 shown (of 6 in all)", "neutral is hidden at first"
    assert "neutral" not in column(opened, "Stance")
    choice = Select(opened.find_element(By.ID, "by-stance"))
    sizes = {}
    for option in choice.options:
        choice.select_by_visible_text(option.text)
        sizes[option.text] = len(rows(opened))
    assert sizes == {"all": 6, "support and oppose": 5, "support": 3, "oppose": 2, "neutral": 1}
    choice.select_by_visible_text("all")
    fill(opened, "speaker", "berg")
    assert column(opened, "Speaker") == ["Mayor Berg", "Mayor Berg article"]
    fill(opened, "speaker", "<b>sons")
    fill(opened, "target", "BERG")
    assert column(opened, "Target") == ["Mayor Berg"]
    fill(opened, "target", '"berg"')
    assert count(opened) == "0 shown (of 6 in all)", "in quotes, the whole name"
    opened.find_element(By.CSS_SELECTOR, ".filters [type=reset]").click()
    fill(opened, "words", "union.txt")
    assert column(opened, "Article") == ["day/union.txt"]


def test_sorting(opened: webdriver.Chrome) -> None:
    header = opened.find_elements(By.CSS_SELECTOR, "#stances th")[4]
    button = header.find_element(By.TAG_NAME, "button")
    assert header.get_attribute("aria-sort") == "none"
    button.click()
    assert header.get_attribute("aria-sort") == "ascending"
    assert column(opened, "Probability") == ["60%", "70%", "80%", "91%", "99%"]
    button.send_keys("\n")
    assert header.get_attribute("aria-sort") == "descending"
    fill(opened, "target", "ferry")
    assert column(opened, "Probability") == ["91%", "80%", "70%"], "a filter keeps the order"
    opened.find_element(By.CSS_SELECTOR, "#stances th button").click()
    assert header.get_attribute("aria-sort") == "none"


def test_row_leads_to_its_claim(opened: webdriver.Chrome) -> None:
    links = opened.find_elements(By.CSS_SELECTOR, "#stances td a")
    parts = [(link.get_attribute("href") or "").partition("#")[2] for link in links]
    assert parts == ["a0c0", "a0c0", "a0c1", "a0", "a1"]
    for _ in range(2):  # The second time the address stays the same.
        opened.execute_script("document.getElementById('a0').open = false; scrollTo(0, 0)")
        links[2].click()
        assert script(opened, "document.getElementById('a0').open")
        assert script(opened, "document.activeElement.id") == "a0c1"
        top = "document.getElementById('a0c1').getBoundingClientRect().top"
        assert 0 <= script(opened, top) <= script(opened, "innerHeight")


def test_phone_width_needs_no_sideways_scrolling(opened: webdriver.Chrome) -> None:
    size = {"width": 360, "height": 700, "deviceScaleFactor": 1, "mobile": True}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        opened.execute_script("document.getElementById('a0').open = true")
        assert script(opened, "document.documentElement.scrollWidth") <= 360
    finally:
        opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_many_rows_are_shown_a_page_at_a_time(browser: webdriver.Chrome, tmp_path: Path) -> None:
    articles: list[Row] = [{"article": f"{n}.txt", "text": "Words."} for n in range(600)]
    many = [stance(f"{n % 600}.txt", None, f"Speaker {n}", "T", "oppose") for n in range(20_000)]
    path = write_report(write_tables(tmp_path / "out", articles, [], many))
    browser.get(path.as_uri())
    assert len(rows(browser)) == 200
    assert count(browser) == "1–200 of 20,000 shown"
    browser.find_element(By.CSS_SELECTOR, "#stances .next").click()
    assert count(browser) == "201–400 of 20,000 shown"
    assert column(browser, "Speaker")[0] == "Speaker 200 article"
    fill(browser, "words", "Speaker 1999")
    assert count(browser) == "11 shown (of 20,000 in all)"
    assert len(browser.find_elements(By.CSS_SELECTOR, "details")) == 500
    assert "100 more are left out" in browser.find_element(By.ID, "articles").text
    fill(browser, "words", "599.txt")
    assert not browser.find_elements(By.CSS_SELECTOR, "#stances td a"), "not in the page"


# Input and output


def test_empty_tables_give_a_page(tmp_path: Path) -> None:
    html = write_report(write_tables(tmp_path / "out", [], [], [])).read_text()
    assert "No articles." in html


def test_too_many_stances_leave_out_neutral_ones_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "STANCES_SHOWN", 3)
    labels = ["neutral", "oppose", "neutral", "support", "neutral"]
    many = [stance("a.txt", None, None, f"T{n}", label) for n, label in enumerate(labels)]
    html = write_report(write_tables(tmp_path / "out", [], [], many)).read_text()
    block = re.search(r'id="data">(.*?)</script>', html)
    assert block
    assert [row[3] for row in json.loads(block[1])["rows"]] == ["T0", "T1", "T3"]
    assert "2 more stances" in html


def test_probability_that_is_not_a_number_is_left_blank(tmp_path: Path) -> None:
    row = stance("a.txt", None, None, "T", "oppose") | {"p_oppose": float("nan")}
    html = write_report(write_tables(tmp_path / "out", [], [], [row])).read_text()
    assert '"oppose",null,' in html


def test_unusable_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        write_report(tmp_path / "none")
    with pytest.raises(InputError, match=r"articles\.parquet: no such table"):
        write_report(tmp_path)
    out = write_tables(tmp_path / "out", ARTICLES, CLAIMS, STANCES)
    before = write_report(str(out)).read_bytes()
    (out / "run.json").write_text("[1]")
    with pytest.raises(InputError, match="not a JSON object"):
        write_report(out)
    (out / "run.json").unlink()
    parquet.write_table(pa.table({"article": ["a"]}), out / "claims.parquet")
    with pytest.raises(InputError, match=r"claims\.parquet: lacks a column"):
        write_report(out)
    (out / "claims.parquet").write_bytes(b"PAR1 but not for long")
    with pytest.raises(InputError, match=r"claims\.parquet: cannot be read"):
        write_report(out)
    assert (out / "report.html").read_bytes() == before, "a failure leaves the old page alone"
