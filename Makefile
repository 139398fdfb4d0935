# pii-redact. `make help` lists the targets; a recipe of more than three lines is a script in .ci/.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

# What can be chosen: make TARGET NAME=VALUE. GPU, GPU_INDEX and GPUS say on which and on how many cards, LABELS what is
# learnt; ARGS goes to the stage as it is. CA (a bundle) and PIP_CONF go into builds as secrets and stay in no layer.
ENGINE   ?= auto
GPUS     ?= 1
IMAGE    ?= pii-redact
BASE     ?= debian:bookworm-slim
NETWORK  ?= host
VENV     ?= .venv
SAMPLE   ?= data/samples/transcripts.jsonl
EVAL     ?= artifacts/data/test
CA       ?= $(firstword $(wildcard $(PIP_CERT) $(SSL_CERT_FILE) $(REQUESTS_CA_BUNDLE)))
HF_CACHE ?= $(or $(HF_HOME),pii-redact-cache)
export IMAGE BASE NETWORK PYTHON OFFLINE MIRROR UPGRADE REVISION
include .ci/commands.mk

.PHONY: $(shell sed -nE 's/^([a-z -]+):( .*|$$)/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## List the targets
	@echo "make TARGET [ENGINE=docker|host|auto] [GPU=4gb|8gb|24gb|80gb|auto|cpu] [QUICK=1] [LABELS=core|calls]"; echo
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

demo: serve ## From a fresh clone to the sample transcripts redacted, before and after side by side
	@export COLUMNS=$${COLUMNS:-$$(tput cols 2>/dev/null || echo 120)}; \
	$(REDACT) < $(SAMPLE) | $(QUIETLY) -m pipeline.shipping show $(SAMPLE) -

way:
	@echo "pii-redact: working $(if $(DOCKED),in containers,in the virtual environment $(VENV)) ($(WHY))"

train: LABELS ?= calls
train: ROWS = $(if $(QUICK),$(if $(CUDA),all,60000),all)
train: way environment preflight data ## Train and export: GPU=... [QUICK=1] [LABELS=core|calls] [GPU_INDEX=I] [GPUS=N] [ARGS="--set KEY=VALUE"]
	$(STAGE) train --profile $(PROFILE) $(if $(QUICK),--quick) $(CARDS) $(ARGS)
	$(STAGE) export
preflight:
	$(if $(CUDA),$(MODULE) pipeline.training.preflight --profile $(PROFILE) $(if $(QUICK),--quick) $(CARDS) $(ARGS))
fetch-base: environment ## Put the GPU profiles' base model where OFFLINE=1 finds it: FETCH=name
	$(MODULE) pipeline.training.fetch_base $(if $(FETCH),--base $(FETCH)) $(ARGS)

# Data is made again when its settings, its generator, the registry of labels or what is asked for is newer. A quick
# training on the CPU asks for few rows and takes more where they are.
data: artifacts/data/manifest.json
artifacts/data/manifest.json: configs/data.yaml pipeline/labels.py artifacts/.data \
  $(shell find pipeline/data -name '*.py' -o -path '*/resources/*' -type f) | environment
	$(STAGE) data $$(cat artifacts/.data)
artifacts/.data: always | environment
	@.ci/data-choice $@ "$(LABELS)" "$(ROWS)"
always:

# A finished model is used as it is; without one, a short CPU training makes it.
model: environment
	@if [ -f artifacts/model/manifest.json ]; then echo "using the model in artifacts/model"; \
	 else $(MAKE) train GPU=cpu QUICK=1; fi

environment:
	@$(if $(DOCKED),$(MAKE) train-image GPU=$(or $(CUDA),cpu))
	@$(if $(DOCKED),,$(GPU_READY) .ci/venv $(VENV) $(FLAVOUR))
	@install -d artifacts; if [ -n "$(DOCKED)" ] && [ $(UID) = 0 ]; then chown -R $(RUN_AS) artifacts; fi

train-image: base-image ## Build the training image for GPU=
	@$(GPU_READY) echo "building $(TRAINER)"; $(TRAIN) train -t $(TRAINER) .

serve: way model data ## Build the serve image; its last step is the check of quality and latency
	@$(if $(DOCKED),$(SHIPPING) .ci/serve-image $(SERVE),$(STAGE) verify)
serve-http: serve ## Build the image of the HTTP service, pii-redact-server, from the same checked files
	@.ci/quietly $(SERVE) --target server -t $(IMAGE)-server .
	@echo "docker run --rm -p 8080:8080 $(IMAGE)-server"
spark-image: serve ## Build the image for Apache Spark, pii-redact-spark, from the same checked files
	@.ci/quietly $(SERVE) --target spark -t $(IMAGE)-spark .
spark-archive: host-environment ## What executors need, model included, for spark-submit --archives: artifacts/pii-redact.tgz
	@.ci/spark-archive $(VENV)/bin/python artifacts/pii-redact.tgz

redact: ## Redact a file: make redact IN=calls.jsonl OUT=redacted.jsonl
	@[ -n "$(IN)" ] && [ -n "$(OUT)" ] || { echo "usage: make redact IN=calls.jsonl OUT=redacted.jsonl [OVERWRITE=1] [ARGS=...]" >&2; exit 2; }
	@$(if $(DOCKED),$(DOCKER) image inspect $(IMAGE) >/dev/null 2>&1 || $(MAKE) serve)
	@$(if $(DOCKED),.ci/redact "$(IN)" "$(OUT)" $(REDACT) $(ARGS),$(REDACT) $(if $(OVERWRITE),--overwrite) $(ARGS) "$(IN)" -o "$(OUT)")

test: way lint quick-tests slow-tests container-tests ## Lint, quick, slow and container tests
	@echo "all tests passed ($(WAY))"

lint: test-environment ## ruff, format, types, shell scripts
	@$(if $(DOCKED),$(DOCKER) run --rm --entrypoint .ci/lint $(IMAGE)-test,$(HOST) .ci/lint)
format: host-environment ## Lay out the code as `make lint` wants it
	@$(VENV)/bin/ruff check --fix --quiet pipeline tests; $(VENV)/bin/ruff format pipeline tests

quick-tests: test-environment ## The tests without training, images and clusters
	@$(PYTEST) -m "not slow and not containers" $(ARGS)
slow-tests: test-environment ## The tests that train, load or start something
	@$(PYTEST) -m "slow and not containers" $(ARGS)

# They build images and run them through the daemon's socket, from inside the test image.
container-tests: test-environment
	@$(if $(DOCKED),$(MAKE) model data)
	@$(if $(DOCKED),DOCKER=$(DOCKER) RUN_AS=$(RUN_AS) EPOCH=$(EPOCH) CA=$(CA) .ci/container-tests $(ARGS),echo "container tests: left out ($(WHY))")

test-environment: environment
	@$(if $(DOCKED),$(TRAIN) test -t $(IMAGE)-test .,.ci/venv $(VENV) cpu tests)

verify: MOUNT = -v "$(abspath $(EVAL)):/eval:ro"
verify: environment ## Check artifacts/model against configs/verify.yaml; EVAL=folder of labelled *.jsonl
	@$(STAGE) verify --eval "$(if $(DOCKED),/eval,$(EVAL))" $(ARGS)

# Planning for a card that is not here needs no CUDA image.
size: CUDA = $(if $(filter cpu,$(PROFILE)),,$(filter-out cpu,$(CARD)))
size: environment ## Batch, precision and memory for a device: make size GPU=4gb
	@$(STAGE) size --gpu-memory $(PROFILE) $(ARGS)

# Without GPU=, the card that is here, if one is.
gpu-test bench-train: PROFILE = $(or $(GPU),$(CARD))
gpu-test bench-train: ROWS = 60000
gpu-test: environment data ## Try training on the GPU at hand, under 10 minutes; writes a report to send
	$(MODULE) pipeline.training.gpu_test --out artifacts/gpu-test $(CARDS) $(ARGS)
bench-train: environment data ## What each optimisation of training is worth, step by step
	@$(MODULE) pipeline.training.bench --profile $(PROFILE) $(CARDS) $(ARGS)

bench: environment ## Speed and memory of the redactor beside its baselines
	@$(STAGE) bench $(ARGS)
bench-peers: host-environment ## Quality and speed beside Presidio, scrubadub and datafog; EVAL=folder
	@$(VENV)/bin/python -m pipeline.verification.peers --eval "$(EVAL)" $(ARGS)

hear: environment data ## Speak the generator's sentences and write down what recognisers hear
	@$(if $(DOCKED),$(TRAIN) hear -t $(IMAGE)-hear .,.ci/venv $(VENV) cpu tests)
	@$(if $(DOCKED),$(RUN) $(IMAGE)-hear,$(HOST) $(VENV)/bin/python -m pipeline) data hear $(ARGS)

base: ## Bootstrap the base image from Debian packages (no registry needed); MIRROR= names a mirror of your own
	@DOCKER=$(DOCKER) .ci/base-image bootstrap
base-image:
	@DOCKER=$(DOCKER) .ci/base-image
host-environment:
	@.ci/venv $(VENV) cpu

lock: host-environment ## Make the lock files again from pyproject.toml and the base image; UPGRADE=1 takes newer versions
	@DOCKER=$(DOCKER) UV=$(VENV)/bin/uv .ci/lock
wheels: ## Fill .wheels/ with every wheel that the builds need, for a machine without a network (then OFFLINE=1)
	@.ci/wheels $(FLAVOUR)
reproduce: model data ## Build the serve image twice without a cache and compare the two file trees
	@$(SHIPPING) .ci/reproduce $(SERVE)
scan: host-environment ## Known vulnerabilities in the serve image's packages (pip-audit)
	@{ $(VENV)/bin/pip-audit --require-hashes --disable-pip --progress-spinner off -f json -r requirements-serve.lock \
	  2>/dev/null || :; } | $(VENV)/bin/python -m pipeline.shipping audit
compose: serve ## Redact the sample with docker-compose
	@docker-compose run --rm -T redact < $(SAMPLE)

clean: ## Remove artifacts, the images and the environment's stamp
	rm -rf artifacts .base build dist .pytest_cache .ruff_cache .mypy_cache $(VENV)/.locked
	@$(if $(DOCKER),$(DOCKER) rmi -f $(IMAGE) $(IMAGE):unlabelled $(foreach n,test train:cpu train:cuda hear server \
	  spark,$(IMAGE)-$n) >/dev/null 2>&1 || :)
