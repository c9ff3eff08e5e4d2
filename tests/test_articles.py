"""Reading folders of articles: every format, every encoding, every kind of bad input."""

import datetime
import json
import os
import re
import socket
import string
import zlib
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from stance.articles import Article, ArticleError, list_inputs, read_articles, read_inputs
from stance.errors import InputError

ENGLISH = (
    "The mayor said on Monday that the bridge would stay closed until spring. “We can’t take the "
    "risk,” she told reporters – and the council’s engineers agreed. Opponents of the plan called "
    "it a waste of money, and asked why the repairs had not been made years ago."
)
GERMAN = (
    "Die Bürgermeisterin sagte am Montag, die Brücke bleibe bis zum Frühling gesperrt. Das Risiko "
    "sei zu groß, erklärte sie vor der Presse, und die Fachleute der Stadt stimmten ihr zu. Die "
    "Gegner des Plans nannten ihn Verschwendung und fragten, warum niemand früher gehandelt habe."
)
PAGE = f"""<!DOCTYPE html>
<html><head><meta charset="ENCODING"><title>Bridge to stay closed</title>
<meta property="article:published_time" content="2024-03-02T08:00:00+00:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Bridge to stay closed</h1><p>{ENGLISH}</p><p>{ENGLISH} Work starts in
May.</p></article><footer>Copyright 2019 Example News</footer></body></html>"""


def read(path: Path, **options: bool) -> list[Article | ArticleError]:
    return list(read_inputs(path, path.parent, **options))


def read_one(path: Path, **options: bool) -> Article | ArticleError:
    (item,) = read(path, **options)
    return item


def article(path: Path, **options: bool) -> Article:
    item = read_one(path, **options)
    assert isinstance(item, Article), item
    return item


def reason(path: Path, **options: bool) -> str:
    item = read_one(path, **options)
    assert isinstance(item, ArticleError), item
    assert (item.article, item.stage) == (path.name, "read")
    assert "\n" not in item.reason
    return item.reason


def by_row(items: list[Article | ArticleError]) -> dict[str, str]:
    return {
        item.id if isinstance(item, Article) else item.article: (
            item.text if isinstance(item, Article) else f"error: {item.reason}"
        )
        for item in items
    }


# Folders


def test_folder_is_read_in_order_with_relative_ids(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/deep/er/x.TXT", ".hidden.txt", ".git/y.txt", "notes.pdf"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{name} said no.")
    items = list(read_articles(tmp_path))
    assert items == [
        Article("a/deep/er/x.TXT", "a/deep/er/x.TXT said no."),
        Article("a/z.md", "a/z.md said no."),
        Article("b.txt", "b.txt said no."),
    ]
    assert list(read_articles(str(tmp_path))) == items


def test_single_file(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("She said no.")
    (tmp_path / "two.txt").write_text("He said yes.")
    assert list(read_articles(tmp_path / "one.txt")) == [Article("one.txt", "She said no.")]


def test_unusable_path_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "image.png").write_bytes(b"\x89PNG")
    os.mkfifo(tmp_path / "pipe.txt")
    for name, expected in (
        ("missing", "No such file"),
        ("missing.txt", "No such file"),
        ("empty", "no files of a supported type"),
        ("empty/image.png", "not of a supported type"),
        ("pipe.txt", "regular file"),
    ):
        with pytest.raises(InputError, match=expected):
            read_articles(tmp_path / name)


def test_links_are_followed_but_never_in_circles(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.txt").write_text("She said no.")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(elsewhere)
    (folder / "up").symlink_to(folder)
    assert list(list_inputs(folder)) == [folder / "link" / "x.txt"]


def test_unreadable_inputs_give_one_error_each(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "inside.txt").write_text("not read")
    (tmp_path / "broken.html").symlink_to(tmp_path / "gone.html")
    (tmp_path / "circle.csv").symlink_to(tmp_path / "circle.csv")
    os.mkfifo(tmp_path / "pipe.json")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.md"))
        reasons = by_row(list(read_articles(tmp_path)))
    assert reasons == {
        "broken.html": "error: broken link",
        "circle.csv": "error: Too many levels of symbolic links",
        "folder.txt": "error: a folder, not a file",
        "pipe.json": "error: not a regular file",
        "socket.md": "error: not a regular file",
    }


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl", "a.csv", "a.parquet"])
def test_no_permission(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("She said no.")
    file.chmod(0)
    if os.access(file, os.R_OK):  # root may read everything
        pytest.skip("permissions do not bind this user")
    assert reason(file) == "Permission denied"


def test_folder_without_permission_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("She said no.")
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("permissions do not bind this user")
        items = by_row(list(read_articles(tmp_path)))
        with pytest.raises(InputError, match="denied"):
            read_articles(closed)
    finally:
        closed.chmod(0o700)
    assert items["closed"] == "error: a folder that cannot be opened"


def test_file_that_vanishes_after_it_was_listed(tmp_path: Path) -> None:
    assert reason(tmp_path / "gone.txt") == "no such file"


def test_file_name_that_is_not_utf8_can_be_written_out(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        file.write_text("She said no.")
    except OSError:
        pytest.skip("the file system takes only UTF-8 names")
    assert read_one(file) == Article("caf\ufffd.txt", "She said no.")


# Encodings

_letters = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=60)
_lines = st.lists(_letters, max_size=5)
_breaks = st.sampled_from(["\n", "\r\n", "\r", "\n\n\t", "\u2028"])


@settings(deadline=None, max_examples=150, derandomize=True)
@given(
    lines=_lines,
    line_break=_breaks,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]),
    suffix=st.sampled_from([".txt", ".md"]),
)
def test_any_text_is_read_back_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[str],
    line_break: str,
    encoding: str,
    suffix: str,
) -> None:
    text = line_break.join(["The mayor said no.", *lines, "Nobody else spoke."])
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    file = tmp_path_factory.getbasetemp() / f"any{suffix}"
    file.write_bytes(mark + text.encode(encoding))
    assert article(file, any_language=True).text == text


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    words=st.lists(
        st.text(string.ascii_letters + "‘’“”•–—…é", min_size=1, max_size=12).map(
            lambda word: word.lower()
        ),
        max_size=10,
    ),
    encoding=st.sampled_from(["utf-16-le", "utf-16-be"]),
)
def test_utf16_without_a_mark(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], encoding: str
) -> None:
    text = ENGLISH + "\r\n" + " ".join(words)
    file = tmp_path_factory.getbasetemp() / "unmarked.txt"
    file.write_bytes(text.encode(encoding))
    assert article(file).text == text


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "“No,” he said.",
        "He said “no”.",
        "It’s late.",
        "Prices rose 5% to £20, or €30, said Müller of São Paulo…",
        "•\u2018Quoted\u2019 \u201cwords\u201d\u2013and dashes\u2014all of 0x91 to 0x97",
        (ENGLISH + "\r\n") * 200,
    ],
)
def test_windows_1252(tmp_path: Path, text: str) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes(text.encode("cp1252"))
    assert article(file).text == text


def test_a_damaged_spot_does_not_turn_utf8_into_gibberish(tmp_path: Path) -> None:
    file = tmp_path / "cut.txt"
    file.write_bytes((ENGLISH + " She left…").encode()[:-1])  # ends inside a character
    assert article(file).text == ENGLISH + " She left\ufffd"


# Content that cannot be used


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".parquet"])
def test_empty_blank_and_binary_files(tmp_path: Path, suffix: str) -> None:
    noise = zlib.compress(" ".join(str(n * n) for n in range(3000)).encode())
    for data in (
        b"",
        b" \r\n\t\n ",
        b"\x00\x01\x02\x03" * 50,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + noise,
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + noise.replace(b"\0", b"x"),
        noise,
    ):
        file = tmp_path / f"bad{suffix}"
        file.write_bytes(data)
        items = read(file, any_language=True)
        assert len(items) == 1
        assert isinstance(items[0], ArticleError), (data[:10], items)


@settings(deadline=None, max_examples=200, derandomize=True)
@given(
    data=st.binary(min_size=1, max_size=200)
    | st.text('[]{}"text:,;\\\n <>/pd\0é', min_size=1).map(lambda text: text.encode()),
    suffix=st.sampled_from([".txt", ".html", ".json", ".jsonl", ".csv", ".parquet"]),
)
def test_no_content_whatever_stops_the_reader(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    file = tmp_path_factory.getbasetemp() / f"noise{suffix}"
    file.write_bytes(data)
    items = read(file, any_language=True)
    assert items
    for item in items:
        if isinstance(item, Article):
            item.text.encode()  # can be written out
        else:
            assert not re.match(r"\w+(Error|Exception): ", item.reason), item  # all foreseen


def test_reasons_tell_empty_blank_and_binary_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    for data, expected in (
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \n", "blank"),
        (b"GIF89a\x01\x00\x00", "binary"),
        (b"She said no.\0", "binary"),
    ):
        file.write_bytes(data)
        assert expected in reason(file)


def test_too_long(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("a" * 200_000)
    assert len(article(file, any_language=True).text) == 200_000
    file.write_text("a" * 200_001)
    assert "too long: 200,001 characters" in reason(file)
    assert len(article(file, any_length=True, any_language=True).text) == 200_001


def test_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as stream:
        stream.truncate(1 << 40)  # sparse: takes no room on disk
    assert "too long" in reason(file)


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        "Le maire a déclaré lundi que le pont resterait fermé jusqu’au printemps. « Nous ne "
        "pouvons pas prendre ce risque », a-t-elle dit à la presse. Les adversaires du projet "
        "dénoncent un gaspillage et demandent pourquoi les travaux n’ont pas été faits plus tôt.",
        "Мэр заявила в понедельник, что мост останется закрытым до весны. «Мы не можем рисковать», "
        "— сказала она журналистам. Противники плана назвали его пустой тратой денег и спросили, "
        "почему ремонт не сделали много лет назад, когда он стоил бы вдвое дешевле.",
    ],
)
def test_other_languages(tmp_path: Path, text: str) -> None:
    file = tmp_path / "foreign.txt"
    file.write_text(text, encoding="utf-8")
    assert "not English" in reason(file)
    assert article(file, any_language=True).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Kurzer Text, zu kurz für ein Urteil.",
        "Recep Tayyip Erdoğan met Olaf Scholz, Donald Tusk and Nguyễn Phú Trọng in Kraków on "
        "Tuesday; Kemal Kılıçdaroğlu, Władysław Kosiniak-Kamysz and Jarosław Kaczyński stayed "
        "away. Süddeutsche Zeitung, Rzeczpospolita and Cumhuriyet reported that Bundeskanzler "
        "Scholz and Cumhurbaşkanı Erdoğan had disagreed over Ukraine.",
        "“Das ist eine Schande für dieses Land,” said Markus Söder of the Christlich-Soziale Union "
        "in Bayern, which the party’s spokesman later rendered as “this is a shame for the "
        "country”. Annalena Baerbock and Bündnis 90/Die Grünen said that they would not reply.",
        ENGLISH.upper(),
    ],
)
def test_english_with_foreign_words_and_short_texts_pass(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mixed.txt"
    file.write_text(text, encoding="utf-8")
    assert article(file).text == text


# HTML


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_page(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE.replace("ENCODING", encoding).encode(encoding))
    page = article(file)
    assert ENGLISH in page.text
    assert "Sport" not in page.text and "Copyright" not in page.text
    assert (page.title, page.date) == ("Bridge to stay closed", "2024-03-02")


def test_page_with_an_xml_declaration(tmp_path: Path) -> None:
    file = tmp_path / "page.htm"
    file.write_text('<?xml version="1.0" encoding="iso-8859-1"?>\n' + PAGE, encoding="utf-8")
    assert ENGLISH in article(file).text


def test_page_without_text(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><head><title>x</title></head><body></body></html>")
    assert reason(file) == "no article text found in the page"


def test_reading_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("a.html", "a.parquet", "a.txt", "a.csv"):
        (tmp_path / name).write_bytes(b"<broken & \x81\x8d")
    assert len(list(read_articles(tmp_path))) == 4
    assert capfd.readouterr() == ("", "")


# Tables


def test_json_object_and_list(tmp_path: Path) -> None:
    one = {"Headline": "A", "BODY": "She said no.", "date": "2024-03-02T10:00:00Z", "id": 7}
    file = tmp_path / "a.json"
    file.write_text(json.dumps(one), encoding="utf-16")
    assert article(file) == Article("a.json", "She said no.", "A", "2024-03-02")
    file.write_text(json.dumps([one, "x", {"Body": None}, {"text": 5}, {"id": 1}, {"text": "b"}]))
    assert by_row(read(file)) == {
        "a.json#0": "She said no.",
        "a.json#1": "error: not a JSON object, but a string",
        "a.json#2": "error: no text in the column body",
        "a.json#3": "error: the column text holds a number, not text",
        "a.json#4": "error: no text column (text, content, body, article); columns: id",
        "a.json#5": "b",
    }


def test_json_of_another_kind(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    for content, expected in (
        ("[]", "no rows"),
        ("5", "a number"),
        ("null", "null"),
        ('{"text": "cut o', "invalid JSON"),
        ("[" * 100_000, "invalid JSON"),
        ("[" + "9" * 5_000 + "]", "invalid JSON"),
        ('{"status": 1, "articles": {}}'.replace("articles", "items"), "columns: status, items"),
    ):
        file.write_text(content)
        assert expected in reason(file)


def test_jsonl_goes_on_after_a_broken_line(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = [
        b'{"id": "a row without text"}',
        b'{"text": "first", "title": "T", "date": "March 2, 2024"}',
        b"",
        b'{"text": "cut',
        b'{"text": ["no"]}',
        b'{"text": " "}',
        '{"text": "an old “row”"}'.encode("cp1252"),
        b'{"text": "half \\ud83d a character"}',
        b'{"text": "last\\u2028\\ud83d\\ude00"}',
    ]
    first = json.dumps({"text": ENGLISH}, ensure_ascii=False).encode()
    file.write_bytes(b"\r\n".join([first, *lines]))
    items = by_row(read(file))
    assert items.pop("a.jsonl#4").startswith("error: invalid JSON: Unterminated string")
    assert items == {
        "a.jsonl#0": ENGLISH,
        "a.jsonl#1": "error: no text column (text, content, body, article); columns: id",
        "a.jsonl#2": "first",
        "a.jsonl#5": "error: the column text holds a list, not text",
        "a.jsonl#6": "error: blank: nothing but white space",
        "a.jsonl#7": "an old “row”",
        "a.jsonl#8": "half \ufffd a character",
        "a.jsonl#9": "last\u2028\U0001f600",
    }


def test_table_without_a_text_column_is_one_error(tmp_path: Path) -> None:
    rows = [{"url": "x", "summary": "y"}] * 3
    (tmp_path / "a.csv").write_text("url,summary\nx,y\nx,y\n")
    (tmp_path / "a.json").write_text(json.dumps(rows))
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    items = by_row(list(read_articles(tmp_path)))
    assert list(items) == ["a.csv", "a.json", "a.jsonl", "a.parquet"]
    for item in items.values():
        assert item.startswith("error: no text column") and "url" in item and "summary" in item


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path: Path, encoding: str, delimiter: str) -> None:
    long = "“Well, well; ”" * 20_000  # beyond the field limit of the csv module
    rows = [
        ["Title", "Text", "Published"],
        ["A", '"He said ""no"",\r\nthen; left\tus’"', "2024-03-02"],
        ["B", "too", "many", "fields"],
        ["too few"],
        [],
        ["C", '"broken"quotes', ""],
        ["D", f'"{long}"', "02/03/2024"],
    ]
    file = tmp_path / "a.csv"
    content = "\r\n".join(delimiter.join(row) for row in rows)
    file.write_bytes(content.encode(encoding))
    first, second, third, fourth, fifth = read(file, any_length=True)
    assert first == Article("a.csv#0", 'He said "no",\r\nthen; left\tus’', "A", "2024-03-02")
    assert second == ArticleError("a.csv#1", "read", "fields: 4 instead of 3")
    assert third == ArticleError("a.csv#2", "read", "fields: 1 instead of 3")
    assert isinstance(fourth, ArticleError) and "invalid CSV" in fourth.reason
    assert fifth == Article("a.csv#4", long, "D", None)


def test_csv_with_a_header_only(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("title,text\n")
    assert reason(file) == "no rows"


def test_parquet(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    moment = datetime.datetime(2024, 3, 2, 23, tzinfo=datetime.UTC)
    table = pa.table(
        {
            "body": pa.array([1, 2, 3, 4], pa.int64()),  # a preferred name must not win if no text
            "Article": pa.array(["first", None, GERMAN, "last"]).dictionary_encode(),
            "headline": ["A", "B", None, " "],
            "publication_date": pa.array([moment, moment, None, None], pa.timestamp("ns", "UTC")),
        }
    )
    parquet.write_table(table, file, row_group_size=2)
    items = read(file)
    assert items[0] == Article("a.parquet#0", "first", "A", "2024-03-02")
    assert items[1] == ArticleError("a.parquet#1", "read", "no text in the column article")
    assert isinstance(items[2], ArticleError) and "not English" in items[2].reason
    assert items[3] == Article("a.parquet#3", "last")
    assert len(items) == 4


def test_parquet_that_is_cut_or_holds_no_text(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": [str(n) for n in range(2000)]}), file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert "invalid Parquet" in reason(file)
    file.write_bytes(whole[:20] + b"\xff" * 2000 + whole[2020:])
    assert any(isinstance(item, ArticleError) for item in read(file))
    parquet.write_table(pa.table({"text": [1, 2]}), file)
    assert "text (int64)" in reason(file)
    parquet.write_table(pa.table({"text": pa.array([], pa.string())}), file)
    assert reason(file) == "no rows"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-03-02", "2024-03-02"),
        ("2024-03-02 23:59:00+02:00", "2024-03-02"),
        ("2024-03-02 10:00 EST", "2024-03-02"),
        ("Sat, 02 Mar 2024 10:00:00 GMT", "2024-03-02"),
        ("March 2, 2024", "2024-03-02"),
        ("2 March 2024", "2024-03-02"),
        ("02/03/2024", None),
        ("2024-13-45", None),
        ("yesterday", None),
        ("", None),
        (1709370000, None),
        (None, None),
    ],
)
def test_dates(tmp_path: Path, written: object, expected: str | None) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"text": "She said no.", "pubDate": written}))
    assert article(file).date == expected


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_rows_come_before_the_file_is_read_to_its_end(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with file.open("w") as stream:
        if name == "a.csv":
            stream.write("text\nfirst\n" + "row\n" * 300_000)
        else:
            stream.write('{"text": "first"}\n' * 70_000)
        stream.flush()
        stream.truncate(1 << 40)  # sparse: takes no room on disk, but too long to read
    assert next(read_inputs(file, tmp_path)) == Article(f"{name}#0", "first")
