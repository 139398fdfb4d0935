"""Makefile, its scripts, locks, compose file and Dockerfiles, as far as they go without a
daemon.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCKS = ("adapters", "cpu", "dev", "hear", "serve", "server", "spark", "train", "verify")
MAKEFILE = (ROOT / "Makefile").read_text()
#: Every target that `make help` lists.
TARGETS = re.findall(r"^([a-z-]+):[^#\n]*## ", MAKEFILE, re.MULTILINE)
#: Targets that work on a GPU, with what they start in the container.
ON_A_GPU = {
    "train": "-m pipeline train --profile 8gb",
    "fetch-base": "-m pipeline.training.fetch_base",
    "gpu-test": "-m pipeline.training.gpu_test",
    "bench-train": "-m pipeline.training.bench --profile 8gb",
}
#: A daemon that nobody asks: enough for `make -n`.
DOCKED = ("ENGINE=docker", "DOCKER=docker")


def make(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "CUDA_", "MAKE"))}
    return subprocess.run(
        ["make", *words],
        cwd=ROOT,
        env=env | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def planned(target: str, *words: str, **environment: str) -> str:
    """The commands that `make TARGET` would run, one a line."""
    ran = make("-n", target, *words, **environment)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.replace("\\\n", " ")


def line_with(text: str, part: str) -> str:
    [line] = [line for line in text.splitlines() if part in line]
    return line


def program(folder: Path, name: str, script: str) -> Path:
    """A shell script in place of a program that is not here (a card's, or a daemon with one)."""
    path = folder / name
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)
    return path


def test_help_lists_every_target_and_asks_nobody(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    program(tmp_path, "docker", f"touch {asked}")
    program(tmp_path, "nvidia-smi", f"touch {asked}")
    shown = make("help", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert shown.returncode == 0 and not shown.stderr and not asked.exists()
    assert re.findall(r"^  ([a-z-]+) ", shown.stdout, re.MULTILINE) == TARGETS
    assert len(TARGETS) > 25


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_planned_both_ways(target: str) -> None:
    assert planned(target, *DOCKED, "CARD=cpu", "IN=a", "OUT=b")
    assert planned(target, "ENGINE=host", "CARD=cpu", "IN=a", "OUT=b")


@pytest.mark.parametrize("target", ON_A_GPU)
def test_a_gpu_target_takes_the_cuda_image_and_the_card(target: str) -> None:
    """With GPU=, or for a target about the card itself with a card at hand: its image, its lock,
    the card passed in.
    """
    plan = planned(
        target, *DOCKED, "GPU=8gb", HF_ENDPOINT="https://mirror.example", HTTPS_PROXY="p"
    )
    ran = line_with(plan, ON_A_GPU[target])
    assert "pii-redact-train:cuda" in ran and "--gpus all" in ran and "--shm-size" in ran
    assert "-e HF_ENDPOINT" in ran and "-e HTTPS_PROXY" in ran and "HF_HUB_OFFLINE" not in ran
    assert ".ci/torch-lock cuda" in plan and ".ci/gpu-ready 8gb docker" in plan
    assert plan.index(".ci/gpu-ready") < plan.index("--target train")


@pytest.mark.parametrize("target", ["gpu-test", "bench-train"])
def test_without_gpu_the_card_at_hand_is_taken_or_none(target: str) -> None:
    assert "pii-redact-train:cuda" in planned(target, *DOCKED, "CARD=auto")
    assert '.ci/data-choice artifacts/.data "" "60000"' in planned(target, *DOCKED, "CARD=cpu")
    plan = planned(target, *DOCKED, "CARD=cpu")
    assert "cuda" not in plan and "--gpus" not in plan


def test_planning_for_a_card_that_is_not_here_needs_no_cuda_image() -> None:
    plan = planned("size", *DOCKED, "GPU=24gb", "CARD=cpu")
    assert "cuda" not in plan and "size --gpu-memory 24gb" in plan
    assert "pii-redact-train:cuda" in planned("size", *DOCKED, "GPU=24gb", "CARD=auto")


def test_which_cards_and_how_many_reach_the_training() -> None:
    plan = planned(
        "train", *DOCKED, "GPU=auto", "GPUS=2", "GPU_INDEX=1", CUDA_VISIBLE_DEVICES="1,2"
    )
    for stage in ("training.preflight --profile auto", "pipeline train --profile auto"):
        ran = line_with(plan, stage)
        assert "--gpu-index 1 --gpus 2" in ran and "-e CUDA_VISIBLE_DEVICES" in ran
    assert plan.index("training.preflight") < plan.index("pipeline train")
    made = plan.find("pipeline data")  # minutes that a missing base model must not cost
    assert made == -1 or plan.index("training.preflight") < made
    plan = planned("train", *DOCKED, "GPU=auto", "QUICK=1", "ARGS=--set base=minilm-l6")
    asked = line_with(plan, "training.preflight").split()
    assert asked[-3:] == ["--quick", "--set", "base=minilm-l6"]
    plan = planned("bench-train", *DOCKED, "GPU=auto", "GPU_INDEX=1")
    assert "--gpu-index 1" in line_with(plan, "training.bench")
    assert "--gpu-index" not in planned("train", *DOCKED, "GPU_INDEX=1")  # a CPU has no index


def test_a_bundle_and_no_network_reach_the_containers(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    ran = line_with(
        planned("fetch-base", *DOCKED, "GPU=4gb", f"CA={tmp_path}/ca.pem", "OFFLINE=1"),
        "fetch_base",
    )
    assert f'"{tmp_path}/ca.pem:/run/ca.pem:ro"' in ran and "SSL_CERT_FILE=/run/ca.pem" in ran
    assert "-e HF_HUB_OFFLINE=1" in ran


def test_the_same_switches_reach_the_virtual_environment(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    switches = (f"CA={tmp_path}/ca.pem", f"HF_CACHE={tmp_path}", "OFFLINE=1")
    plan = planned("fetch-base", "ENGINE=host", "GPU=4gb", *switches)
    ran = line_with(plan, "fetch_base")
    for variable in ("HF_HUB_OFFLINE=1", f'HF_HOME="{tmp_path}"'):
        assert variable in ran
    assert f'REQUESTS_CA_BUNDLE="{tmp_path}/ca.pem"' in ran
    assert ".ci/gpu-ready 4gb ; .ci/venv .venv cuda" in " ".join(plan.split())
    assert "HF_HOME" not in planned("fetch-base", "ENGINE=host")


def test_a_bundle_reaches_pip_on_this_machine(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin", "python", 'echo "pip trusts $PIP_CERT" >&2; exit 1')
    host = ("ENGINE=host", "GPU=4gb", "BUILD_ONLY=1", f"VENV={tmp_path}")
    ran = make("environment", *host, f"CA={bundle}", PIP_CERT="")
    assert f"pip trusts {bundle}\n" in ran.stderr


def test_the_hubs_folders_are_mounted_and_not_named(tmp_path: Path) -> None:
    """A folder of this machine is none in a container: huggingface_hub would try to make it."""
    here = {"HF_HUB_CACHE": str(tmp_path), "HF_TOKEN_PATH": "/home/me/token", "HF_TOKEN": "t"}
    ran = line_with(planned("fetch-base", *DOCKED, **here), "fetch_base").split()
    assert f'"{tmp_path}:/hub"' in ran and "HF_HUB_CACHE=/hub" in ran and "HF_TOKEN" in ran
    assert not {"HF_HUB_CACHE", "HF_TOKEN_PATH"} & set(ran)


def test_a_card_that_cannot_be_used_stops_the_build(tmp_path: Path) -> None:
    built = tmp_path / "built"
    client = program(tmp_path, "docker", f'case $1 in run) exit 125;; build) touch "{built}"; esac')
    ran = make("train-image", "GPU=4gb", "ENGINE=docker", f"DOCKER={client}")
    assert ran.returncode == 2 and "GPU=4gb cannot run here" in ran.stderr and not built.exists()


def test_to_a_rootless_daemon_the_caller_is_root(tmp_path: Path) -> None:
    for kind, user in (("name=rootless", "0:0"), ("name=seccomp", f"1000:{os.getgid()}")):
        client = program(tmp_path, "docker", f"echo '[{kind}]'")
        plan = planned("fetch-base", "ENGINE=docker", f"DOCKER={client}", "UID=1000")
        assert f"--user {user}" in line_with(plan, "fetch_base")
    build = line_with(planned("train-image", *DOCKED, "OFFLINE=1", "PIP_CONF=/x"), "--target train")
    assert "--build-arg PIP_NO_INDEX=1" in build and "--secret id=pip,src=/x" in build


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ENGINE=podman", "docker host auto"),
        ("GPU=2gb", "4gb 80gb"),
        ("LABELS=all", "core calls"),
    ],
)
def test_an_unknown_choice_is_refused_with_the_choices(word: str, said: str) -> None:
    ran = make("demo", word)
    assert ran.returncode == 2 and said in ran.stderr


def test_docker_asked_for_but_not_there_is_an_error() -> None:
    ran = make("demo", "ENGINE=docker", "DOCKER=")
    assert ran.returncode == 2 and "no Docker daemon answers" in ran.stderr


def test_redact_says_how_it_is_used() -> None:
    ran = make("redact", "ENGINE=host")
    assert ran.returncode == 2 and "IN=" in ran.stderr


def test_redact_leaves_the_output_as_it_was_on_failure_and_unless_told(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.write_text("a\n")
    out.write_text("before")

    def redact(*command: str, target: Path = out, over: str = "1") -> int:
        words = [str(ROOT / ".ci/redact"), str(source), str(target), *command]
        env = os.environ | {"OVERWRITE": over}
        return subprocess.run(words, check=False, capture_output=True, env=env).returncode

    assert redact("cat", over="") == 2 and out.read_text() == "before"
    assert redact("false") == 1 and out.read_text() == "before"
    assert redact("cat", target=source) == 2 and source.read_text() == "a\n"
    assert redact("bash", "-c", "cat; exit 3") == 3 and out.read_text() == "a\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


@pytest.mark.parametrize(
    ("docker", "status", "said"),
    [
        ("echo '580.65.06, 7.5, Tesla T4'", 0, ""),
        ("echo '535.1, 8.0, A100'", 2, "driver is 535.1, this PyTorch needs 580"),
        ("echo '580.1, 6.0, Tesla P100'", 2, "Tesla P100"),
        (
            """echo 'Field "compute_cap" is not a valid field to query.'; exit 2""",
            2,
            "driver is too old to name",
        ),
        (
            (
                "echo 'docker: Error response from daemon: could not select device driver' >&2;"
                " exit 125"
            ),
            2,
            "nvidia-container-toolkit",
        ),
        # A hook that does not find a file ends with the code of a program that is not there.
        (
            "echo 'nvidia-container-cli: libnvidia-ml.so.1: cannot open shared object file: no such"
            " file or directory'; exit 127",
            2,
            "no NVIDIA driver",
        ),
        ("echo 'exec: \"nvidia-smi\": executable file not found in $PATH'; exit 127", 0, ""),
        (
            "echo 'failed: mount error: failed to add device rules: unable to find any existing"
            " device filters: bpf_prog_query(BPF_CGROUP_DEVICE) failed'; exit 125",
            2,
            "no-cgroups --in-place",
        ),
        (
            "echo 'Unable to determine the device handle for GPU0: Unknown Error';"
            " echo '580.65.06, 8.6, RTX 3070'; exit 15",
            0,
            "",
        ),
        (
            "echo 'WARNING: IPv4 forwarding is disabled.' >&2; echo '580.1, 12.1, NVIDIA GB10'",
            0,
            "",
        ),
    ],
)
def test_a_card_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, docker: str, status: int, said: str
) -> None:
    client = program(tmp_path, "docker", docker)
    line = [ROOT / ".ci/gpu-ready", "8gb", client, "base"]
    ran = subprocess.run(line, capture_output=True, text=True, check=False)
    assert ran.returncode == status and said in ran.stderr
    assert ran.stderr.count("\n") == (1 if status else 0)


@pytest.mark.parametrize(
    ("nvidia_smi", "status", "said"),
    [
        ("echo '580.65.06, 7.5, GTX 1650 Ti'", 0, ""),
        (
            "echo 'NVIDIA-SMI has failed because it could not talk to the driver'; exit 9",
            2,
            "driver",
        ),
        (None, 2, "there is no nvidia-smi here"),
    ],
)
def test_without_docker_the_machine_itself_is_asked(
    tmp_path: Path, nvidia_smi: str | None, status: int, said: str
) -> None:
    """Before 6 GB are installed into the virtual environment."""
    if nvidia_smi is not None:
        program(tmp_path, "nvidia-smi", nvidia_smi)
    path = f"{tmp_path}:/usr/bin:/bin"
    ran = subprocess.run([ROOT / ".ci/gpu-ready", "4gb"], capture_output=True, text=True,
                         check=False, env={"PATH": path})  # fmt: skip
    assert ran.returncode == status and said in ran.stderr
    assert ran.stderr.count("\n") == (1 if status else 0)


def test_data_are_made_again_only_where_more_or_others_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / ".data"
    few, whole = "--set labels=calls --set size=60", "--set labels=calls"
    for labels, rows, expected in (
        ("", "60", few), ("", "", few), ("", "all", whole), ("calls", "60", whole), ("", "", whole),
        ("core", "", "--set labels=core"), ("calls", "60", few), ("", "", few),
    ):  # fmt: skip
        subprocess.run([ROOT / ".ci/data-choice", file, labels, rows], check=True)
        assert file.read_text().strip() == expected
    touched = file.stat().st_mtime_ns
    subprocess.run([ROOT / ".ci/data-choice", file, "calls", "60"], check=True)
    assert file.stat().st_mtime_ns == touched


def test_a_gpu_is_found_by_starting_a_container(tmp_path: Path) -> None:
    for answer, found in (("true", "auto"), ('[ "$1" = image ]', "cpu")):
        client = program(tmp_path, "docker", answer)
        ran = subprocess.run(
            [ROOT / ".ci/find-gpu", client, "base"], capture_output=True, text=True, check=True
        )
        assert ran.stdout.strip() == found


def test_the_redact_service_can_reach_and_change_nothing() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert services["redact"]["network_mode"] == "none"
    for name in ("redact", "server"):
        service = services[name]
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"] and not service.get("volumes")
    assert services["server"]["healthcheck"]["test"][0] == "CMD"  # the image has no shell


def test_every_locked_package_has_a_hash() -> None:
    locks = sorted(ROOT.glob("requirements-*.lock"))
    assert [p.stem for p in locks] == [f"requirements-{n}" for n in LOCKS]
    for lock in locks:
        entries = re.split(r"\n(?=[a-z])", lock.read_text())
        assert all("--hash=sha256:" in entry for entry in entries if "==" in entry), lock.name
        assert "://" not in lock.read_text(), lock.name


def test_one_package_has_one_version_everywhere() -> None:
    found: dict[str, set[str]] = {}
    pin = re.compile(r"^([a-z0-9-]+)===?([^ ;+]+)\S*( ;[^\\\n]*)?", re.MULTILINE)
    for lock in ROOT.glob("requirements-*.lock"):
        for name, version, marker in pin.findall(lock.read_text()):
            found.setdefault(name + marker.strip(), set()).add(version)
    assert not {name: versions for name, versions in found.items() if len(versions) > 1}


def test_a_gpu_never_gets_the_cpu_build_of_torch() -> None:
    """With `==` pip takes a +cpu wheel that it finds or has installed; `===` is the version to
    the letter.
    """
    assert re.search(
        r"^torch===[0-9.]+ ", (ROOT / "requirements-train.lock").read_text(), re.MULTILINE
    )
    assert re.search(
        r"^torch==[0-9.]+\+cpu ", (ROOT / "requirements-cpu.lock").read_text(), re.MULTILINE
    )
    asked = subprocess.run(
        [ROOT / ".ci/torch-lock", "cuda"], capture_output=True, text=True, check=True
    )
    assert asked.stdout == "train\n"


def test_the_serve_lock_holds_nothing_that_trains_or_listens() -> None:
    names = set(
        re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements-serve.lock").read_text(), re.MULTILINE)
    )
    assert {"onnxruntime", "tokenizers", "numpy", "click", "msgspec"} <= names
    assert not {"torch", "transformers", "huggingface-hub", "datasets", "starlette"} & names
