"""The data stage: labels, splits, duplicates, determinism, bad input."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.config import config_dir, load_config
from pipeline.data.config import DataConfig
from pipeline.data.fill import Filler
from pipeline.data.generate import Generator
from pipeline.data.near import near_key
from pipeline.data.values import Values
from pipeline.data.write import write_data
from pipeline.errors import PipelineError
from pipeline.labels import TagSet, label_set, redacted_labels
from pipeline.manifest import read_manifest
from pipeline.spans import check_spans, spans_from_row

PARTS = [
    "clean",
    "noise-1",
    "noise-2",
    "noise-3",
    "noise-4",
    "conversations",
    "context-free",
    "no-entity",
    "heard",
]
PII_LABELS = redacted_labels()


def settings(*overrides):
    return load_config(config_dir() / "data.yaml", DataConfig, overrides)


SMALL = settings("size=3000", "dev_size=90", "test_size=90")
#: A mixture of none of the kinds.
NOTHING = ", ".join(f"{kind}: 0" for kind in SMALL.mixture.__struct_fields__)
CLEAN = settings("noise_levels=[0.0]", "noise_shares=[1.0]", "mixture.heard=0")


def rows(path):
    return [msgspec.json.decode(line) for line in Path(path).read_bytes().splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("data") / "data"
    write_data(SMALL, out)
    return out


def test_the_folder_holds_what_the_contract_says(folder):
    assert len(rows(folder / "train.jsonl")) == 3000
    for split in ("dev", "test"):
        assert sorted(path.stem for path in (folder / split).iterdir()) == sorted(PARTS)
        for part in PARTS:
            found = len(rows(folder / split / f"{part}.jsonl"))
            assert found == {"conversations": 30, "heard": found}.get(part, 90) and found
    figures = read_manifest(folder, "data").figures
    assert figures["train"]["other"]["utterances"] == 3000


def test_every_row_is_well_labelled_and_every_id_is_its_own(folder):
    ids, labels = set(), set()
    for path in folder.rglob("*.jsonl"):
        for row in rows(path):
            ids.add(row["id"])
            for span in spans_from_row(row):
                said = row["text"][span.start : span.end]
                assert said == said.strip() and said
                assert span.start == 0 or row["text"][span.start - 1] in " \n"
                labels.add(span.label)
    assert len(ids) == sum(len(rows(path)) for path in folder.rglob("*.jsonl"))
    assert labels == set(label_set("calls"))


def test_the_label_set_core_has_its_seven_types_and_no_other():
    utterances = drawn("train", 4000, settings("labels=core"))
    assert {span.label for one in utterances for span in one.spans} == set(label_set("core"))


def test_the_turns_of_a_conversation_say_what_its_text_says(folder):
    crossing = 0
    for split in ("dev", "test"):
        for row in rows(folder / split / "conversations.jsonl"):
            assert "\n".join(turn["text"] for turn in row["turns"]) == row["text"]
            assert {turn["speaker"] for turn in row["turns"]} <= {"agent", "caller"}
            assert len(row["turns"]) > 4
            covered = sum(e["end"] - e["start"] for turn in row["turns"] for e in turn["entities"])
            breaks = sum(row["text"].count("\n", e["start"], e["end"]) for e in row["entities"])
            assert covered + breaks == sum(e["end"] - e["start"] for e in row["entities"])
            crossing += breaks
            for turn in row["turns"]:
                check_spans(turn["text"], spans_from_row(turn))
    assert crossing > 20


@pytest.mark.parametrize("split", ["dev", "test"])
def test_the_part_without_entities_holds_no_pii(folder, split):
    for row in rows(folder / split / "no-entity.jsonl"):
        assert not {entity["label"] for entity in row["entities"]} & set(PII_LABELS)


def test_no_near_duplicates_anywhere(folder):
    found = [row for path in folder.rglob("*.jsonl") for row in rows(path)]
    texts = [row["text"] for row in found if "-heard-" not in row["id"]]
    assert len({near_key(text) for text in texts}) == len(texts)


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed(tmp_path, folder):
    code = (
        "import sys; from pipeline.data.write import write_data; from pipeline.data.config import"
        " DataConfig;from pipeline.config import config_dir, load_config;keys = ['size=3000',"
        " 'dev_size=90', 'test_size=90'];write_data(load_config(config_dir() / 'data.yaml',"
        " DataConfig, keys), sys.argv[1])"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "again")],
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "4711"},
    )
    digests = [
        {
            path.relative_to(base).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in base.rglob("*.json*")
        }
        for base in (folder, tmp_path / "again")
    ]
    assert digests[0] and digests[0] == digests[1]


def test_another_seed_gives_other_lines(tmp_path, folder):
    write_data(msgspec.structs.replace(SMALL, seed=8, size=500), tmp_path / "b")
    first = {row["text"] for row in rows(folder / "train.jsonl")}
    assert len(first & {row["text"] for row in rows(tmp_path / "b" / "train.jsonl")}) < 25


def drawn(split, count, config=SMALL):
    generator = Generator(split, config, random.Random(f"x/{split}"))
    return [generator.draw() for _ in range(count)]


def test_train_refuses_a_frame_that_dev_used(tmp_path):
    from pipeline.data.generate import Utterance
    from pipeline.data.write import Writer

    writer = Writer(tmp_path, SMALL)
    numbers = iter(range(1000))

    def draw():
        number = next(numbers)
        frame = "so call {PHONE}" if number % 2 else f"word{number} {{PHONE}}"
        return Utterance(
            f"text {chr(97 + number % 26)} {number // 26 * 'x'}", [], "calls", 0, frame, 0, []
        )

    writer.part("dev/clean", 10, draw, "dev")
    writer.part("train", 20, draw, "train")
    assert all(ord(row["text"].split()[1]) % 2 for row in rows(tmp_path / "train.jsonl"))


def test_look_alikes_are_a_quarter_of_the_entities_at_least():
    utterances = drawn("train", 8000)
    pii = sum(span.label in PII_LABELS for u in utterances for span in u.spans)
    assert 0.25 < sum(u.lookalikes for u in utterances) / pii < 1


def test_the_same_digits_are_a_phone_in_one_line_and_an_order_number_in_another():
    utterances = drawn("train", 12_000, CLEAN)
    phones = {u.text[s.start : s.end] for u in utterances for s in u.spans if s.label == "PHONE"}
    long_ones = {phone for phone in phones if len(phone) > 9}
    references = {
        u.text[s.start : s.end] for u in utterances for s in u.spans if s.label == "REFERENCE"
    }
    assert len(long_ones & references) >= 10


def test_a_redacted_utterance_keeps_its_other_spans_and_labels_no_placeholder():
    generator = Generator("train", settings("redacted=1"), random.Random(3))
    drawn = [generator.draw() for _ in range(400)]
    assert sum("[PHONE]" in one.text for one in drawn) > 10
    assert any(
        span.label in PII_LABELS for one in drawn for span in one.spans
    )  # some are left standing
    for one in drawn:
        for span in check_spans(one.text, one.spans):
            covered = one.text[span.start : span.end]
            assert "[" not in covered and covered == covered.strip()
    generator = Generator(
        "train",
        settings("redacted=0", "mixture.conversation=0", "mixture.heard=0"),
        random.Random(3),
    )
    assert not any("[" in generator.draw().text for _ in range(400))


def test_a_possessive_belongs_to_the_name():
    filler = Filler(Values("train"), TagSet(label_set("calls")), random.Random(1))
    endings = set()
    for _ in range(300):
        words, tags, *_ = filler.fill(
            "reply to {PERSON_NAME} 's email and {PERSON_NAME}'s too", "spoken"
        )
        assert tags[words.index("email") - 1] != 0
        assert tags[words.index("too") - 1] != 0
        endings.add(words[words.index("email") - 1] == "'s")
    assert endings == {True, False}


@pytest.mark.parametrize(
    ("same", "as_this"),
    [
        ("call 98765 43210", "call 12345 67890"),
        ("uh call nine eight", "Call, one one."),
        ("my number is um 4 2", "my number is nine three"),
    ],
)
def test_near_duplicates_have_one_key(same, as_this):
    assert near_key(same) == near_key(as_this)
    assert near_key(same) != near_key(same + " please")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--size", "0"], "size"),
        (["--size", "many"], "size"),
        (["--set", "noise_levels=[0, 0.9]", "--set", "noise_shares=[1, 1]"], "noise_levels"),
        (["--set", "noise_shares=[1]"], "noise_shares"),
        (["--set", "mixture.calls=-1"], "mixture.calls"),
        (["--set", f"mixture={{{NOTHING}}}"], "mixture"),
        (["--set", "no_such_key=1"], "no_such_key"),
        (["--config", "/nowhere/data.yaml"], "/nowhere/data.yaml"),
    ],
)
def test_bad_settings_are_named_and_write_nothing(tmp_path, arguments, named):
    result = CliRunner().invoke(cli, ["data", "--out", str(tmp_path / "data"), *arguments])
    assert isinstance(result.exception, PipelineError)
    assert named in str(result.exception)
    assert result.exception.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = CliRunner().invoke(
        cli, ["data", "--size", "10", "--out", str(tmp_path / "file" / "data")]
    )
    assert isinstance(result.exception, PipelineError) and "file" in str(result.exception)


def test_a_size_beyond_what_the_carriers_can_say_ends_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.data.write._PATIENCE", 50)
    one = drawn("dev", 1)[0]
    monkeypatch.setattr(Generator, "draw", lambda self, level=None, kind=None, whole=False: one)
    with pytest.raises(PipelineError, match="smaller size"):
        write_data(SMALL, tmp_path / "data")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing_half_written_and_an_older_folder_as_it_was(
    tmp_path, folder, sign
):
    out = tmp_path / "data"
    write_data(msgspec.structs.replace(SMALL, size=10, dev_size=2, test_size=2), out)
    before = (out / "manifest.json").read_bytes()
    words = f"-m pipeline data --size 2000000 --set dev_size=5 --out {out}".split()
    process = subprocess.Popen([sys.executable, *words], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".data-*/train.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(sign)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + sign
    assert b"Traceback" not in errors
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert (out / "manifest.json").read_bytes() == before


@pytest.mark.slow
def test_the_report_draws_its_pictures(tmp_path):
    write_data(SMALL, tmp_path / "data", report=True)
    pictures = {path.name: path.read_bytes() for path in (tmp_path / "data" / "report").iterdir()}
    names = ("labels", "span-lengths", "noise-levels", "token-lengths")
    assert set(pictures) == {f"{name}.png" for name in names}
    assert all(
        picture.startswith(b"\x89PNG") and len(picture) > 5000 for picture in pictures.values()
    )
    assert "report/labels.png" in read_manifest(tmp_path / "data", "data").files
