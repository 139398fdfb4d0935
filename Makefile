# pii-redact. `make help` lists the targets.
# ENGINE=docker|host|auto: work in containers where a Docker daemon answers, else in a virtual environment.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export DOCKER_BUILDKIT := 1

ENGINE ?= auto
GPU    ?= cpu
QUICK  ?=
IMAGE  ?= pii-redact
BASE   ?= debian:bookworm-slim
VENV   ?= .venv
PYTHON ?= python3
SAMPLE ?= data/samples/transcripts.jsonl

# A client whose BuildKit works (newer ones need the buildx plugin) and whose daemon answers.
ifndef DOCKER
  ifneq ($(ENGINE),host)
    DOCKER := $(shell for d in /usr/bin/docker docker; do $$d version >/dev/null 2>&1 || continue; \
      DOCKER_BUILDKIT=1 $$d build --help 2>&1 | grep -q 'component is missing' || { echo $$d; break; }; done)
  endif
endif
ifeq ($(ENGINE),auto)
  WAY := $(if $(DOCKER),docker,host)
  WHY := $(if $(DOCKER),a Docker daemon answers,no Docker daemon answers)
else
  WAY := $(ENGINE)
  WHY := ENGINE=$(ENGINE)
endif
ifeq ($(filter docker host,$(WAY)),)
  $(error ENGINE=$(ENGINE): must be docker, host or auto)
endif
ifeq ($(filter 4gb 8gb 24gb 80gb auto cpu,$(GPU)),)
  $(error GPU=$(GPU): must be 4gb, 8gb, 24gb, 80gb, auto or cpu)
endif
ifeq ($(WAY)$(DOCKER),docker)
  $(error ENGINE=docker: no Docker daemon answers, or its client lacks BuildKit (buildx); start it, or use ENGINE=host)
endif

# Network of build steps; a CA bundle and a pip configuration go in as build secrets and stay in no layer.
NETWORK   ?= host
CA        ?= $(firstword $(wildcard $(PIP_CERT) $(SSL_CERT_FILE)))
PIP_CONF  ?=
OFFLINE   ?=
PROXIES   := $(foreach v,http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY,$(if $($(v)),--build-arg $(v)))
EPOCH     ?= $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),0)
REVISION  ?= $(or $(shell git rev-parse HEAD 2>/dev/null),unknown)$(shell git diff --quiet HEAD 2>/dev/null || echo -dirty)
BUILD     = $(DOCKER) build --network=$(NETWORK) --progress=plain --build-arg BASE=$(BASE) $(PROXIES) \
  $(if $(CA),--secret id=ca$(,)src=$(CA)) $(if $(PIP_CONF),--secret id=pip$(,)src=$(PIP_CONF)) \
  $(if $(OFFLINE),--build-arg PIP_NO_INDEX=1)
, := ,

# The lock of the training packages (shell, at recipe time): with torch's CPU wheel where .wheels/ has it.
TORCH = $$(ls .wheels/torch-*+cpu-*.whl >/dev/null 2>&1 && echo cpu || echo train)

# Containers write into ./artifacts as the caller; root's containers write as an ordinary user all the same.
UID      := $(shell id -u)
RUN_AS   := $(if $(filter 0,$(UID)),10001:10001,$(UID):$(shell id -g))
HF_CACHE ?= pii-redact-cache
GPUS     := $(if $(filter cpu,$(GPU)),,--gpus all)
TRAINER  := $(IMAGE)-train:$(if $(filter cpu,$(GPU)),cpu,cuda)
TESTER   := $(IMAGE)-test
RUN      = $(DOCKER) run --rm -i $(if $(TERM),$(shell [ -t 0 ] && echo -t)) --shm-size=1g --user $(RUN_AS) $(GPUS) \
  -v "$(CURDIR)/artifacts:/work/artifacts" -v "$(HF_CACHE):/cache"
SANDBOX  := --rm -i --network none --read-only --cap-drop ALL --security-opt no-new-privileges
STAGE    = $(if $(filter docker,$(WAY)),$(RUN) $(TRAINER),$(VENV)/bin/python -m pipeline)
PY       = $(if $(filter docker,$(WAY)),$(DOCKER) run --rm -i --entrypoint python $(TRAINER),$(VENV)/bin/python)
PYTEST   = $(if $(filter docker,$(WAY)),$(DOCKER) run --rm --shm-size=1g $(TESTER),$(VENV)/bin/python -m pytest)

.PHONY: help demo train train-image size serve redact test lint quick-tests slow-tests container-tests verify bench \
  bench-train bench-peers gpu-check planning-size planning-gpu-check base base-image environment lock wheels wheel reproduce scan compose clean model way

help: ## List the targets
	@echo "make TARGET [ENGINE=docker|host|auto] [GPU=4gb|8gb|24gb|80gb|auto|cpu] [QUICK=1]"; echo
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: way serve ## From a fresh clone to the sample transcripts redacted, before and after side by side
ifeq ($(WAY),docker)
	@before=$$(mktemp); after=$$(mktemp); trap 'rm -f "$$before" "$$after"' EXIT; \
	$(DOCKER) run $(SANDBOX) $(IMAGE) < $(SAMPLE) > "$$after"; \
	$(DOCKER) run --rm -i --entrypoint python -e COLUMNS=$${COLUMNS:-$$(tput cols 2>/dev/null || echo 120)} $(TRAINER) \
	  -m pipeline.shipping show $(SAMPLE) - < "$$after"
else
	@$(VENV)/bin/redact --model artifacts/model $(SAMPLE) | $(VENV)/bin/python -m pipeline.shipping show $(SAMPLE) -
endif

way:
	@echo "pii-redact: working $(if $(filter docker,$(WAY)),in containers,in the virtual environment $(VENV)) ($(WHY))"

train: way environment ## Train and export: GPU=4gb|8gb|24gb|80gb|auto|cpu [QUICK=1] [ARGS="--set KEY=VALUE"]
	@$(MAKE) data
	$(STAGE) train --profile $(GPU) $(if $(QUICK),--quick) $(ARGS)
	$(STAGE) export

# Data is made again when its configuration or generator is newer than it.
.PHONY: data
data: artifacts/data/manifest.json
	@:
artifacts/data/manifest.json: configs/data.yaml $(shell find pipeline/data -name '*.py' 2>/dev/null)
	$(STAGE) data

# A finished model is used as it is; without one, a short CPU training makes it.
model: environment
	@if [ -f artifacts/model/manifest.json ]; then echo "using the model in artifacts/model"; \
	 else $(MAKE) train GPU=cpu QUICK=1; fi

environment:
ifeq ($(WAY),docker)
	@$(MAKE) train-image
	@install -d artifacts; if [ $(UID) = 0 ]; then chown -R $(RUN_AS) artifacts; fi
else
	@$(MAKE) $(VENV)/.locked
endif

train-image: base-image ## Build the training image for GPU=
ifneq ($(GPU),cpu)
	@[ -n "$(NVIDIA)$(BUILD_ONLY)" ] || { \
	  echo "error: this Docker has no NVIDIA runtime (nvidia-container-toolkit), so GPU=$(GPU) cannot run here;" \
	    "GPU=cpu trains in a container without a GPU, BUILD_ONLY=1 builds the image all the same" >&2; exit 2; }
	$(BUILD) -f Dockerfile.train --target train -t $(TRAINER) .
else
	@$(MAKE) wheel
	@lock=$(TORCH); \
	echo "building $(TRAINER) from requirements-$$lock.lock"; \
	$(call quietly,$(BUILD) --build-arg LOCK=requirements-$$lock.lock -f Dockerfile.train --target train -t $(TRAINER) .)
endif

# quietly COMMAND: its output is shown only if it fails.
quietly = log=$$(mktemp); { $(1); } >"$$log" 2>&1 || { cat "$$log" >&2; rm -f "$$log"; exit 1; }; rm -f "$$log"

# torch's CPU wheel, where the machine's pip knows an index or a folder that has it; the CUDA wheels weigh 6 GB.
wheel:
	@if ls .wheels/torch-*+cpu-*.whl >/dev/null 2>&1; then exit 0; fi; \
	pin=$$(grep -A1 '^torch==' requirements-cpu.lock | tr -d '\\\n'); work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	echo "$$pin" > "$$work/pin"; pip="$(PYTHON) -m pip"; \
	if ! $$pip --version >/dev/null 2>&1; then $(PYTHON) -m venv "$$work/venv" && pip="$$work/venv/bin/pip"; fi; \
	if ! $$pip download --quiet --no-deps --only-binary=:all: --python-version 3.11 --platform manylinux_2_28_x86_64 \
	  --require-hashes -r "$$work/pin" -d .wheels 2>"$$work/log"; then \
	  echo "no CPU wheel of torch to be had (pip's indexes here have no $${pin%% *}):" \
	    "taking the CUDA wheels, 6 GB" >&2; fi

$(VENV)/.locked: requirements-train.lock requirements-cpu.lock requirements-dev.lock pyproject.toml
	@$(MAKE) wheel
	@lock=$(TORCH); \
	echo "installing requirements-$$lock.lock into $(VENV)"; \
	[ -x $(VENV)/bin/python ] || $(PYTHON) -m venv $(VENV); \
	$(VENV)/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --find-links .wheels \
	  $(if $(OFFLINE),--no-index) -r requirements-$$lock.lock -r requirements-dev.lock; \
	$(VENV)/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .; touch $@

serve: model ## Build the serve image; its last step is the check of quality and latency
	@$(MAKE) data
ifeq ($(WAY),docker)
	@echo "building $(IMAGE): the check runs as the last step"; rm -rf artifacts/report; log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
	if ! $(SERVE) --target report --output type=local$(,)dest=artifacts/report . >"$$log" 2>&1; then \
	  cat "$$log" >&2; echo >&2; sed -nE 's/^#[0-9]+ [0-9.]+ //; /^gate +measured/,/gates failed/p' "$$log" | \
	    awk '!seen[$$0]++' >&2; exit 1; fi; \
	sed -nE 's/^#[0-9]+ [0-9.]+ (debian.lock: .*)/\1/p' "$$log"; \
	sed -n '/^| gate/,/^$$/p' artifacts/report/report.md | cut -d'|' -f2-5; chmod -R a+rX artifacts/report
	@$(call quietly,$(SERVE) -t $(IMAGE):unlabelled .)
	@base="$(BASE)@$$($(DOCKER) image inspect -f '{{if .RepoDigests}}{{index .RepoDigests 0}}{{else}}{{.Id}}{{end}}' $(BASE) | sed 's/.*@//')"; \
	{ echo "FROM $(IMAGE):unlabelled"; $(DOCKER) run --rm -i --entrypoint python $(TRAINER) -m pipeline.shipping labels \
	  - --revision $(REVISION) --epoch $(EPOCH) --base "$$base" < artifacts/report/report.json; } | \
	  $(DOCKER) build --quiet -t $(IMAGE) - >/dev/null
	@$(DOCKER) image inspect -f '$(IMAGE): {{.Size}} bytes, {{.Id}}' $(IMAGE)
else
	$(VENV)/bin/python -m pipeline verify
endif
SERVE = $(BUILD) --build-arg SOURCE_DATE_EPOCH=$(EPOCH) -f Dockerfile.serve

redact: ## Redact a file: make redact IN=calls.jsonl OUT=redacted.jsonl
	@[ -n "$(IN)" ] && [ -n "$(OUT)" ] || { echo "usage: make redact IN=calls.jsonl OUT=redacted.jsonl [ARGS=...]" >&2; exit 2; }
ifeq ($(WAY),docker)
	@$(DOCKER) image inspect $(IMAGE) >/dev/null 2>&1 || $(MAKE) serve
	@status=0; $(DOCKER) run $(SANDBOX) $(IMAGE) $(ARGS) < "$(IN)" > "$(OUT).part" || status=$$?; \
	case $$status in 0|3) mv "$(OUT).part" "$(OUT)";; *) rm -f "$(OUT).part";; esac; exit $$status
else
	@$(VENV)/bin/redact $(ARGS) "$(IN)" -o "$(OUT)"
endif

test: way lint quick-tests slow-tests container-tests ## Lint, quick, slow and container tests
	@echo "all tests passed ($(WAY))"

lint: test-environment ## ruff
ifeq ($(WAY),docker)
	@$(DOCKER) run --rm --entrypoint ruff $(TESTER) check --no-cache pipeline tests
else
	@$(VENV)/bin/ruff check pipeline tests
endif

quick-tests: test-environment
	@$(PYTEST) -q -m "not slow and not containers"

slow-tests: test-environment
	@$(PYTEST) -q -m "slow and not containers"

# The tests build images and run them through the daemon's socket, from inside the test image.
container-tests: test-environment
ifeq ($(WAY),docker)
	@$(MAKE) model
	@$(MAKE) data
	@$(DOCKER) run --rm --network $(NETWORK) --user $(RUN_AS) --group-add $$(stat -c %g /var/run/docker.sock) \
	  -v /var/run/docker.sock:/var/run/docker.sock -v "$(CURDIR)/artifacts:/work/artifacts" -v "$(CURDIR)/.wheels:/work/.wheels:ro" \
	  $(if $(CA),-v "$(CA):/run/ca.pem:ro" -e CA=/run/ca.pem) -e BASE=$(BASE) -e NETWORK=$(NETWORK) -e SOURCE_DATE_EPOCH=$(EPOCH) \
	  -e OFFLINE=$(OFFLINE) $(TESTER) -q tests/containers -m containers
else
	@echo "container tests: left out ($(WHY))"
endif

.PHONY: test-environment
test-environment: environment
ifeq ($(WAY),docker)
	@$(call quietly,$(BUILD) --build-arg LOCK=requirements-$(TORCH).lock \
	  -f Dockerfile.train --target test -t $(TESTER) .)
endif

EVAL ?= artifacts/data/dev
verify: environment ## Check artifacts/model against configs/verify.yaml; EVAL=folder of labelled *.jsonl
ifeq ($(WAY),docker)
	@$(RUN) -v "$(abspath $(EVAL)):/eval:ro" $(TRAINER) verify --eval /eval $(ARGS)
else
	@$(STAGE) verify --eval "$(EVAL)" $(ARGS)
endif

# Planning for a GPU that is not here needs no CUDA image.
NVIDIA = $(if $(filter docker,$(WAY)),$(shell $(DOCKER) info 2>/dev/null | grep -iE 'Runtimes:.*nvidia|nvidia.com/gpu'))
size: ## Batch, precision and memory for a device: make size GPU=4gb
	@$(MAKE) planning-size GPU=$(if $(NVIDIA),$(GPU),cpu) FOR=$(GPU)
gpu-check: ## Check the memory model on the GPU at hand (or say that there is none)
	@$(MAKE) planning-gpu-check GPU=$(if $(NVIDIA),$(GPU),cpu)
planning-size: environment
	@$(STAGE) size --gpu-memory $(FOR) $(ARGS)
planning-gpu-check: environment
	@$(STAGE) size --check $(ARGS)

bench: environment ## Speed and memory of the redactor beside its baselines
	@$(STAGE) bench $(ARGS)

bench-train: environment data ## What each optimisation of training is worth, step by step
ifeq ($(WAY),docker)
	@$(RUN) --entrypoint python $(TRAINER) -m pipeline.training.bench $(ARGS)
else
	@$(VENV)/bin/python -m pipeline.training.bench $(ARGS)
endif

bench-peers: $(VENV)/.locked ## Quality and speed beside Presidio, scrubadub and datafog; EVAL=folder
	@$(VENV)/bin/python -m pipeline.verification.peers --eval "$(EVAL)" $(ARGS)

# A base image from Debian packages alone, for machines without a registry. MIRROR= names a Debian mirror of your own.
MIRROR ?=
base: ## Bootstrap the base image from Debian packages (no registry needed)
	@command -v mmdebstrap >/dev/null || { echo "error: make base needs mmdebstrap (apt-get install mmdebstrap)" >&2; exit 1; }
	@install -d .base; echo "bootstrapping $(BASE) from Debian packages"; \
	$(call quietly,SOURCE_DATE_EPOCH=$(or $(SOURCE_DATE_EPOCH),0) mmdebstrap --variant=minbase --include=ca-certificates bookworm .base/rootfs.tar $(MIRROR))
	@$(DOCKER) import .base/rootfs.tar $(BASE); rm -f .base/rootfs.tar
	@$(DOCKER) run --rm $(BASE) dpkg-query -W -f '$${Package}=$${Version}\n' > .base/packages.txt; \
	echo "$$(wc -l < .base/packages.txt) packages, listed in .base/packages.txt"

base-image:
	@$(DOCKER) image inspect $(BASE) >/dev/null 2>&1 || $(DOCKER) pull --quiet $(BASE) 2>/dev/null || { \
	  echo "$(BASE) is neither here nor in a registry that answers"; $(MAKE) base; }

lock: $(VENV)/.locked wheel ## Make the lock files again from pyproject.toml and the base image's archive
	@UV=$(VENV)/bin/uv BASE=$(BASE) NETWORK=$(NETWORK) .ci/lock

wheels: wheel ## Fill .wheels/ with every wheel that the builds need, for a machine without a network (then OFFLINE=1)
	@for lock in $(TORCH) serve verify server spark hear dev; do \
	  $(PYTHON) -m pip download --quiet --no-deps --require-hashes --prefer-binary --python-version 3.11 \
	    $(PLATFORMS) --find-links .wheels -r requirements-$$lock.lock -d .wheels; done; \
	$(PYTHON) -m pip download --quiet --no-deps --only-binary=:all: setuptools wheel -d .wheels; du -sh .wheels
# (setuptools and wheel build what there is as a source archive only.)
# What Debian 12 (glibc 2.36) can run; pip takes --platform literally, so each is named.
PLATFORMS = $(foreach n,$(shell seq 36 -1 5),--platform manylinux_2_$(n)_x86_64) \
  $(foreach n,2014 2010 1,--platform manylinux$(n)_x86_64)

reproduce: model ## Build the serve image twice without a cache and compare the two file trees
	@$(MAKE) data
	@for n in 1 2; do echo "build $$n of 2"; $(call quietly,$(SERVE) --no-cache -t $(IMAGE):reproduce-$$n .); \
	  id=$$($(DOCKER) create $(IMAGE):reproduce-$$n); \
	  $(DOCKER) export $$id | $(DOCKER) run --rm -i --user $(RUN_AS) -v "$(CURDIR)/artifacts:/work/artifacts" --entrypoint python \
	    $(TRAINER) -m pipeline.shipping tree - --listing artifacts/tree-$$n.txt; $(DOCKER) rm $$id >/dev/null; \
	  $(DOCKER) rmi -f $(IMAGE):reproduce-$$n >/dev/null; done; \
	if cmp -s artifacts/tree-1.txt artifacts/tree-2.txt; then echo "the two builds hold the same file tree"; \
	else diff artifacts/tree-1.txt artifacts/tree-2.txt | head -40; echo "error: the two builds differ" >&2; exit 1; fi

scan: $(VENV)/.locked ## Known vulnerabilities in the serve image's packages (pip-audit)
	@{ $(VENV)/bin/pip-audit --require-hashes --disable-pip --progress-spinner off -f json -r requirements-serve.lock 2>/dev/null || true; } | \
	  $(VENV)/bin/python -m pipeline.shipping audit

compose: serve ## Redact the sample with docker-compose
	@docker-compose run --rm -T redact < $(SAMPLE)

clean: ## Remove artifacts, the images and the environment's stamp
	rm -rf artifacts .base build dist .pytest_cache .ruff_cache $(VENV)/.locked
	@[ -z "$(DOCKER)" ] || $(DOCKER) rmi -f $(IMAGE) $(IMAGE):unlabelled $(TESTER) $(IMAGE)-train:cpu $(IMAGE)-train:cuda >/dev/null 2>&1 || true
