"""Base models: MiniLM as DistilBERT is the same function; what cannot be had is said in one
sentence.
"""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import torch
from transformers import BertModel

from pipeline.errors import ConfigError, PipelineError
from pipeline.labels import TagSet, label_set
from pipeline.training.base import DISTILBERT, MINILM, find_base
from pipeline.training.tagger import load_tagger

CORE = TagSet(label_set("core"))


def test_minilm_as_distilbert_gives_berts_outputs():
    base = find_base(MINILM)
    bert = BertModel.from_pretrained(base.folder, attn_implementation="eager").eval()
    tagger = load_tagger(base, CORE).eval()
    torch.manual_seed(0)
    ids = torch.randint(1000, 30000, (3, 40))
    mask = torch.ones_like(ids)
    mask[1, 25:] = 0
    with torch.inference_mode():
        expected = bert(ids, mask, token_type_ids=torch.zeros_like(ids)).last_hidden_state
        found = tagger.distilbert(ids, mask).last_hidden_state
    real = mask.bool()
    assert torch.allclose(found[real], expected[real], atol=1e-5)


def test_fewer_layers_are_the_lowest_ones():
    whole, three = load_tagger(find_base(MINILM), CORE), load_tagger(find_base("minilm-l3"), CORE)
    assert three.config.n_layers == len(three.distilbert.transformer.layer) == 3
    weights = whole.distilbert.state_dict()
    assert all(torch.equal(w, weights[n]) for n, w in three.distilbert.state_dict().items())
    with pytest.raises(ConfigError):
        find_base("minilm-l7")


def test_fewer_units_are_fitted_to_give_what_all_gave():
    """On texts that the fit has not seen, and better than the same number of units as they are."""
    base = find_base("minilm-l2-f768")
    assert base.shape["intermediate_size"] == 768 < base.whole["intermediate_size"]
    torch.manual_seed(0)
    rows = [torch.randint(1000, 3000, (50,)).numpy() for _ in range(160)]
    ids = torch.randint(1000, 3000, (4, 50))

    def states(tagger):
        with torch.inference_mode():
            return tagger.eval().distilbert(ids).last_hidden_state

    whole = states(load_tagger(find_base("minilm-l2"), CORE))
    fitted = load_tagger(base, CORE, rows=rows)
    assert fitted.config.hidden_dim == fitted.distilbert.transformer.layer[0].ffn.lin1.out_features
    cut = states(load_tagger(base, CORE))
    assert (states(fitted) - whole).norm() < 0.7 * (cut - whole).norm()
    with pytest.raises(ConfigError, match="1536"):
        find_base("minilm-l2-f2000")


def test_token_types_matter_to_the_conversion():
    """The row that the conversion adds is far from zero, so leaving it out would be seen above."""
    from safetensors.torch import load_file

    row = load_file(find_base(MINILM).folder / "model.safetensors")[
        "embeddings.token_type_embeddings.weight"
    ][0]
    assert row.abs().max() > 1e-2


def test_a_distilbert_folder_serves_as_base(tmp_path):
    first = load_tagger(find_base(MINILM), CORE).eval()
    first.distilbert.save_pretrained(tmp_path)
    (tmp_path / "vocab.txt").write_bytes(find_base(MINILM).vocab.read_bytes())
    again = load_tagger(find_base(str(tmp_path)), CORE).eval()
    ids = torch.randint(1000, 30000, (1, 12))
    with torch.inference_mode():
        assert torch.equal(first.distilbert(ids)[0], again.distilbert(ids)[0])


def test_unreachable_hub_names_both_ways_out(monkeypatch, tmp_path):
    import huggingface_hub

    def refuse(*args, **kwargs):
        raise ConnectionError("no network")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", refuse)
    with pytest.raises(PipelineError, match=r"make fetch-base.*HF_CACHE.*base=minilm-l6"):
        find_base(DISTILBERT)


@pytest.fixture
def mirror():
    """A hub that knows no model, on a port of this machine."""
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def fetched(tmp_path, **environment) -> str:
    """What fetching says; huggingface_hub reads its settings once, so in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    kept |= {"HF_HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    line = [sys.executable, "-m", "pipeline.training.fetch_base"]
    done = subprocess.run(line, env=kept | environment, capture_output=True, text=True, check=False)
    assert done.returncode and done.stderr.count("\n") == 1
    return done.stderr


@pytest.mark.slow
def test_what_stands_between_us_and_the_hub_is_named(tmp_path, mirror):
    closed = "http://127.0.0.1:9"
    assert f"{mirror} answers 501" in fetched(tmp_path, HF_ENDPOINT=mirror)
    refused = fetched(tmp_path, HF_ENDPOINT=closed)
    assert f"{closed} cannot be reached (ConnectionRefusedError)" in refused
    proxied = fetched(tmp_path, HF_ENDPOINT="https://hub.invalid", https_proxy=closed)
    assert "the proxy does not answer (https_proxy)" in proxied
    (tmp_path / "file").touch()
    in_a_file = fetched(tmp_path, HF_ENDPOINT=mirror, HF_HOME=str(tmp_path / "file"))
    assert "the cache cannot be written" in in_a_file


def test_a_certificate_that_is_not_trusted_names_the_switch(monkeypatch):
    import huggingface_hub
    from requests.exceptions import SSLError

    def refuse(*args, **kwargs):
        raise SSLError("CERTIFICATE_VERIFY_FAILED")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", refuse)
    with pytest.raises(PipelineError, match=r"not trusted \(CA=/path/bundle.pem\)"):
        find_base(DISTILBERT)


def test_unknown_base_is_a_configuration_error():
    with pytest.raises(ConfigError, match="nor a folder"):
        find_base("no-such-model")
