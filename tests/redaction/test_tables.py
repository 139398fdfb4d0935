"""CSV, TSV and Parquet: no value is left in any cell, and what is not redacted keeps its bytes."""

from __future__ import annotations

import base64
import csv
import gzip
import io
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions, detect
from pipeline.redaction.policy import Policy
from tests.redaction.phrase_scanner import PhraseScanner, quick

PHRASES = {
    "maya torres": "PERSON_NAME",
    r"(four two\s+okay\s+one one)": "PHONE",
    "jo@x.com": "EMAIL",
}


def run(
    name: str, data: bytes, options: ReadOptions | None = None, policy: Policy | None = None
) -> bytes:
    made = []
    for record in FORMATS[name].read(io.BufferedReader(io.BytesIO(data)), options or ReadOptions()):  # type: ignore[arg-type]
        if isinstance(record, Failed):
            made.append(record.failure(record.error))  # type: ignore[attr-defined]
            continue
        (found,) = find_in_records(PhraseScanner(PHRASES), [record])
        assert not isinstance(found, Failed)
        out = record.render(found, policy or Policy())
        made.append(out if isinstance(out, bytes) else out.encode())
    return b"".join(made)


def test_cells_keep_their_quotes_and_header_and_line_ends_stay() -> None:
    data = (
        b'\xef\xbb\xbfid,"text",note\r\n1,"hi, ""you""",  x \r\n2,maya torres'
        b' here,"a\nb"\r\n"3",,"jo@x.com"'
    )
    assert run("csv", data) == data.replace(b"maya torres", b"[PERSON_NAME]").replace(
        b"jo@x.com", b"[EMAIL]"
    )


def test_a_value_that_needs_quotes_gets_them() -> None:
    policy = Policy(mode="pseudonym", surrogate=lambda label, value: 'a, "b"')
    assert run("csv", b"text,n\nmaya torres,1\n", policy=policy) == b'text,n\n"a, ""b""",1\n'


def test_rows_of_a_call_are_a_conversation() -> None:
    data = b"call_id,text\na,it is four two\na,okay\na,one one\nb,one one\n"
    assert run("csv", data) == b"call_id,text\na,it is [PHONE]\na,okay\na,[PHONE]\nb,one one\n"
    other = data.replace(b"call_id", b"ticket")
    assert run("csv", other) == other
    assert run("csv", other, ReadOptions(group_by="ticket")).count(b"[PHONE]") == 2


def test_a_value_goes_from_the_other_cells_of_its_row() -> None:
    data = b"text\tcustomer\ni am maya torres\tMaya Torres\n"
    assert run("tsv", data) == b"text\tcustomer\ni am [PERSON_NAME]\t[PERSON_NAME]\n"


def test_only_the_columns_that_are_named() -> None:
    data = b"a,b\nmaya torres,maya torres\n"
    assert run("csv", data, ReadOptions(columns=("b",))) == b"a,b\nmaya torres,[PERSON_NAME]\n"
    for options in (ReadOptions(columns=("c",)), ReadOptions(group_by="c")):
        with pytest.raises(ConfigError, match="no such column"):
            run("csv", data, options)


def test_a_table_without_header_is_scanned_from_its_first_row() -> None:
    assert run("csv", b"1,maya torres\n2,x\n") == b"1,[PERSON_NAME]\n2,x\n"
    assert run("csv", b"text;n\nmaya torres;1\n") == b"text;n\n[PERSON_NAME];1\n"


def test_rows_that_cannot_be_read_are_not_passed() -> None:
    data = b"text,n\nhi,1\nmaya \xff,2\nhi,3\n"
    out = run("csv", data)
    assert out == b'text,n\nhi,1\n"line 3: not UTF-8 at byte 5",\r\nhi,3\n'
    assert run("csv", b"t\xff,n\nhi,maya torres\n").endswith(b"hi,[PERSON_NAME]\n")


def test_a_quote_that_is_never_closed_is_a_quote_and_swallows_nothing() -> None:
    data = b'text,n\nhi,"maya torres\nand so on,2\nmaya torres,3\n'
    expected = b'text,n\nhi,"""[PERSON_NAME]"\nand so on,2\n[PERSON_NAME],3\n'
    assert run("csv", data) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("csv", b'text,n\n"so \\"maya torres\\", yes",1\n"a \\\\ b",2\n'),
        ("csv", b'text,n\n"he \\"said\\"\nmaya torres \\"x\\"",1\n"C:\\\\",maya torres\n'),
        ("csv", b'text,n\n"C:\\",maya torres\n"C:\\"",",maya torres\n'),
        ("tsv", b"text\tn\na\\tmaya torres\\nC:\\x\t1\nx\\\\maya torres\t2\n"),
        ("tsv", b'text\tn\nsay "x"\\tmaya torres\t1\n'),
    ],
)
def test_quotes_and_tabs_behind_a_backslash(name: str, data: bytes) -> None:
    assert run(name, data) == data.replace(b"maya torres", b"[PERSON_NAME]")


@quick
@given(st.lists(st.lists(st.text('ab ,"\\\n', max_size=6), min_size=2, max_size=3), min_size=1))
def test_tables_as_mysql_writes_them_are_read_back(rows: list[list[str]]) -> None:
    style = {"quoting": csv.QUOTE_ALL, "doublequote": False, "escapechar": "\\"}
    rows = [[*(f'"{cell}' for cell in row), "maya torres"] for row in rows]
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n", **style)  # type: ignore[call-overload]
    out.writerows([["text", "b"], ['a "b" c', ""], *rows])
    data = text.getvalue().encode()
    assert run("csv", data) == data.replace(b"maya torres", b"[PERSON_NAME]")


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n"])
def test_rows_end_as_they_end_anywhere(end: bytes) -> None:
    data = end.join([b"text,n", b"maya torres,1", b'"x', b'y maya torres",2', b""])
    assert run("csv", data) == data.replace(b"maya torres", b"[PERSON_NAME]")


def test_a_first_row_that_reads_as_text_is_scanned() -> None:
    data = b"maya torres,agent\n"
    assert run("csv", data + b"hi,x\n") == b"[PERSON_NAME],agent\nhi,x\n"


CELL = st.text(st.sampled_from('ab ,";\t\n\ré'), max_size=6) | st.sampled_from(
    ["maya torres", "x maya torres"]
)


@quick
@given(
    st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from([",", "\t"]),
)
def test_any_table_is_read_back_with_the_same_cells(rows: list[list[str]], sep: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=sep, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [["text", "b"], *rows]
    )
    out = run("csv" if sep == "," else "tsv", text.getvalue().encode()).decode()
    read = list(csv.reader(io.StringIO(out, newline=""), delimiter=sep))
    assert read[1:] == [
        [cell.replace("maya torres", "[PERSON_NAME]") for cell in row] for row in rows
    ]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"call_id,speaker,text\n", "csv"),
        (b"id\ttext\tstart\n", "tsv"),
        (b'call_id,text,"customer, name"\n', "csv"),
        (b"yes, text me, please\n", "text"),
        (b"hello, agent\n", "text"),
    ],
)
def test_tables_are_known_by_their_header(head: bytes, name: str) -> None:
    assert detect(head).name == name
    assert detect(b"anything,else\n", "calls.csv").name == "csv"


def test_parquet_keeps_its_schema_and_loses_every_copy(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    table = pa.table(
        {
            "call_id": ["a", "a", "a", "b"],
            "text": ["i am maya torres it is four two", "okay", "one one", None],
            "customer": pa.array(["maya torres", None, "x", "x"]).dictionary_encode(),
            "about": [
                {"who": "maya torres", "n": 1},
                None,
                {"who": "x", "n": 2},
                {"who": None, "n": 3},
            ],
            "n": pa.array([1, 2, None, 4], pa.int16()),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet", compression="zstd")
    (tmp_path / "out.parquet").write_bytes(run("parquet", (tmp_path / "in.parquet").read_bytes()))
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.schema.equals(table.schema)
    assert out.column("text").to_pylist() == [
        "i am [PERSON_NAME] it is [PHONE]",
        "okay",
        "[PHONE]",
        None,
    ]
    assert out.column("customer").to_pylist() == ["[PERSON_NAME]", None, "x", "x"]
    assert out.column("about").to_pylist()[0] == {"who": "[PERSON_NAME]", "n": 1}
    assert out.column("n").to_pylist() == [1, 2, None, 4]
    assert b"maya" not in (tmp_path / "out.parquet").read_bytes()
    assert b"torres" not in (tmp_path / "out.parquet").read_bytes()


def test_parquet_written_out_of_order_is_in_order(tmp_path: Path) -> None:
    """Batches are redacted by several threads: the rows stay where they were."""
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"n": range(5000), "blob": [b"maya torres"] * 5000}), tmp_path / "in")
    made = list(FORMATS["parquet"].read(io.BytesIO((tmp_path / "in").read_bytes()), ReadOptions()))
    parts = {}
    for record in reversed(made):
        (found,) = find_in_records(PhraseScanner(PHRASES), [record])  # type: ignore[list-item]
        parts[record.line, record.lines] = record.render(found, Policy())  # type: ignore[union-attr,arg-type]
    out = pq.read_table(io.BytesIO(b"".join(parts[r.line, r.lines] for r in made)))
    assert out["n"].to_pylist() == list(range(5000))
    assert set(out["blob"].to_pylist()) == {b"[PERSON_NAME]"}


def test_parquet_with_bytes_that_are_no_text_needs_columns(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"audio": [b"\xff\x00"], "text": ["maya torres"]}), tmp_path / "in")
    data = (tmp_path / "in").read_bytes()
    (failed,) = FORMATS["parquet"].read(io.BytesIO(data), ReadOptions())
    assert isinstance(failed, Failed) and "--column" in failed.error
    out = pq.read_table(io.BytesIO(run("parquet", data, ReadOptions(columns=("text",)))))
    assert out.to_pylist() == [{"audio": b"\xff\x00", "text": "[PERSON_NAME]"}]


def test_what_is_no_parquet_is_an_error() -> None:
    pytest.importorskip("pyarrow")
    (record,) = FORMATS["parquet"].read(io.BytesIO(b"PAR1 maya"), ReadOptions())
    assert isinstance(record, Failed) and "maya" not in record.error


def test_rows_of_a_word_each_are_read_together() -> None:
    rows = b"start,word\n1,four\n2,two\n3,okay\n4,one\n5,one\n6,bye\n"
    assert run("csv", rows).split(b"\n")[1:] == [
        b"1,[PHONE]",
        b"2,",
        b"3,",
        b"4,",
        b"5,",
        b"6,bye",
        b"",
    ]


def test_json_in_a_cell_and_what_cannot_be_unpacked() -> None:
    bomb = base64.b64encode(gzip.compress(b"0" * (1 << 25)))
    data = b'id,data\n1,"{""who"": ""Maya Torres"", ""n"": 1}"\n2,%s\n3,x\n' % bomb
    out = run("csv", data).splitlines()
    assert out[1] == b'1,"{""who"": ""[PERSON_NAME]"", ""n"": 1}"'
    assert b"16 MiB" in out[2] and out[3:] == [b"3,x"]


def test_parquet_is_known_by_its_beginning() -> None:
    table = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"said": ["maya torres", None]}), table)
    assert detect(table.getvalue()[:20]).name == "parquet"


@pytest.mark.parametrize("name", ["csv", "parquet"])
@pytest.mark.parametrize("cut", [127, 128, 255, 1023])
def test_rows_over_which_a_long_call_is_cut_have_each_other_as_context(name: str, cut: int) -> None:
    said = [f"row {i}" for i in range(1200)]
    said[cut : cut + 3] = ["it is four two", "okay", "one one"]
    table = pyarrow.table({"call_id": ["a"] * len(said), "text": said})
    data = io.BytesIO()
    if name == "csv":
        data.write(b"call_id,text\n" + b"".join(b"a,%s\n" % text.encode() for text in said))
    else:
        pyarrow.parquet.write_table(table, data)
    out = run(name, data.getvalue())
    if name == "csv":
        told = [row["text"] for row in csv.DictReader(io.StringIO(out.decode()))]
    else:
        told = pyarrow.parquet.read_table(io.BytesIO(out))["text"].to_pylist()
    said[cut : cut + 3] = ["it is [PHONE]", "okay", "[PHONE]"]
    assert told == said


def test_words_over_which_a_column_is_cut_have_each_other_as_context() -> None:
    words = ["x"] * 127 + ["maya", "torres"] + ["x"] * 20
    out = run("csv", b"n,word\n" + b"".join(b"1,%s\n" % word.encode() for word in words))
    assert b"maya" not in out and b"torres" not in out and out.count(b",x\n") == 147
