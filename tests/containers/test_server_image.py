"""The image of the HTTP service: sealed, without a network, asked from inside its container."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from .conftest import ROOT, SANDBOX, docker

pytestmark = pytest.mark.containers
ASK = """
import json, sys, urllib.error, urllib.request
path, body, token = sys.argv[1:]
headers = {"content-type": "application/json"} | ({"authorization": "Bearer " + token} if token else {})
request = urllib.request.Request("http://127.0.0.1:8080" + path, body.encode() or None, headers)
try:
    answer = urllib.request.urlopen(request, timeout=10)
except urllib.error.HTTPError as error:
    answer = error
print(json.dumps([answer.status, answer.read().decode()]))
"""  # noqa: E501


@contextlib.contextmanager
def running(image: str, *options: str) -> Iterator[str]:
    """A sealed container of the server image that listens."""
    sealed = [word for word in SANDBOX if word not in ("-i", "--rm")]
    name = docker("run", "-d", *sealed, *options, image)
    assert name.returncode == 0, name.stderr
    container = name.stdout.strip()
    try:
        deadline = time.monotonic() + 60
        while "listening on" not in (said := docker("logs", container).stderr):
            assert time.monotonic() < deadline, said
            time.sleep(0.2)
        yield container
    finally:
        docker("rm", "-f", container)


@pytest.fixture(scope="module")
def container(server_image: str) -> Iterator[str]:
    with running(server_image) as one:
        yield one


def ask(container: str, path: str, body: str = "", token: str = "") -> tuple[int, str]:
    ran = docker("exec", container, "python3", "-c", ASK, path, body, token)
    assert ran.returncode == 0, ran.stderr
    status, text = json.loads(ran.stdout)
    return status, text


def test_it_answers_without_a_network_and_wants_a_token(container: str) -> None:
    assert ask(container, "/healthz")[0] == 200 and ask(container, "/readyz")[0] == 200
    body = json.dumps({"text": "my name is maria lopez"})
    assert ask(container, "/v1/redact", body)[0] == 401
    said = docker("logs", container).stderr
    [token] = re.findall(r"Bearer (\S+)", said)
    status, answer = ask(container, "/v1/redact", body, token)
    assert status == 200 and json.loads(answer)["text"] == "my name is [PERSON_NAME]"
    assert "maria" not in docker("logs", container).stderr


def test_the_health_check_of_the_compose_service_passes(container: str) -> None:
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["server"]
    kind, *command = service["healthcheck"]["test"]
    assert kind == "CMD"
    assert docker("exec", container, *command).returncode == 0


def test_it_opens_no_connection(container: str) -> None:
    """After the requests of these tests every socket has its own port at one end."""
    read = "print(open('/proc/net/tcp').read(), open('/proc/net/udp').read())"
    seen = docker("exec", container, "python3", "-c", read).stdout
    ends = re.findall(r"^ *\d+: \w+:(\w+) \w+:(\w+) ", seen, re.MULTILINE)
    assert ends
    assert all("1F90" in pair for pair in ends)  # 8080


def test_any_user_runs_it_and_it_stops_when_it_is_told_to(server_image: str) -> None:
    with running(server_image, "--user", "4242:4242") as container:
        assert ask(container, "/healthz")[0] == 200
        begun = time.monotonic()
        assert docker("stop", "-t", "20", container).returncode == 0
        assert time.monotonic() - begun < 15
        state: dict[str, Any] = json.loads(docker("inspect", container).stdout)[0]["State"]
        assert state["ExitCode"] == 0


def test_it_is_the_serve_image_with_one_layer_more(image: str, server_image: str) -> None:
    layers = [
        json.loads(docker("image", "inspect", tag).stdout)[0]["RootFS"]["Layers"]
        for tag in (image, server_image)
    ]
    assert layers[1][: len(layers[0])] == layers[0] and len(layers[1]) == len(layers[0]) + 1
    bill = docker(
        "run",
        *SANDBOX,
        "--entrypoint",
        "python3",
        server_image,
        "-c",
        "print(open('/opt/pii-redact/sbom.cdx.json').read())",
    )
    names = {c["name"].replace("_", "-") for c in json.loads(bill.stdout)["components"]}
    assert {"starlette", "uvicorn", "prometheus-client", "onnxruntime", "libc6"} <= names
