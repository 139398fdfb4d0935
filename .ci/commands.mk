# The commands that the Makefile puts together; nothing in here is asked or run before a target needs it.

# A choice that is none of those there are is refused before anything is made.
, := ,
PROFILES := $(patsubst configs/gpu/%.yaml,%,$(wildcard configs/gpu/*.yaml))
refuse = $(if $(filter $2,$($1)),,$(error $1=$($1): must be one of $3))
$(call refuse,ENGINE,docker host auto,docker host auto)
$(if $(GPU),$(call refuse,GPU,$(PROFILES),$(PROFILES)))
$(if $(LABELS),$(call refuse,LABELS,core calls,core calls))

# What is here, asked once and only for a target that needs to know: a Docker client, the way of working, a GPU.
once   = $(eval $1 := $2)$($1)
DOCKER ?= $(call once,DOCKER,$(if $(filter host,$(ENGINE)),,$(shell .ci/find-docker)))
WAY    = $(call once,WAY,$(if $(filter auto,$(ENGINE)),$(if $(DOCKER),docker,host),$(ENGINE))$(NEEDED))
NEEDED = $(if $(filter docker,$(ENGINE)),$(if $(DOCKER),,$(error ENGINE=docker: no Docker daemon answers, or its client \
  lacks BuildKit (buildx); start it, or use ENGINE=host)))
DOCKED = $(filter docker,$(WAY))
WHY    = $(if $(filter auto,$(ENGINE)),$(if $(DOCKED),a,no) Docker daemon answers,ENGINE=$(ENGINE))
CARD   = $(call once,CARD,$(shell .ci/find-gpu "$(if $(DOCKED),$(DOCKER))" $(BASE)))
UID    = $(call once,UID,$(shell id -u))

# The profile, and with it the image and the lock: torch with CUDA, or its CPU wheel.
PROFILE = $(or $(GPU),cpu)
CUDA    = $(filter-out cpu,$(PROFILE))
FLAVOUR = $(if $(CUDA),cuda,cpu)
TRAINER = $(IMAGE)-train:$(FLAVOUR)

EPOCH ?= $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),0)
export DOCKER_BUILDKIT := 1
export PIP_CERT := $(or $(PIP_CERT),$(CA))

# Docker's command lines. Containers write into ./artifacts as the caller; root's write as an ordinary user all the same.
# To a rootless daemon the caller is the container's root. Of the hub's settings those that name a folder stay outside.
ROOTLESS = $(call once,ROOTLESS,$(findstring rootless,$(shell $(DOCKER) info -f '{{.SecurityOptions}}' 2>/dev/null)))
RUN_AS   = $(if $(filter 0,$(UID)),10001:10001,$(if $(ROOTLESS),0:0,$(UID):$(shell id -g)))
PROXIES := http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY
HUB     := CUDA_VISIBLE_DEVICES $(filter-out HF_CACHE HF_HOME HF_%_CACHE HF_%_PATH,$(filter HF_%,$(.VARIABLES)))
BUILD    = $(DOCKER) build --network=$(NETWORK) --progress=plain --build-arg BASE=$(BASE) \
  $(foreach v,$(PROXIES),$(if $($v),--build-arg $v)) $(if $(OFFLINE),--build-arg PIP_NO_INDEX=1) \
  $(if $(CA),--secret id=ca$(,)src=$(CA)) $(if $(PIP_CONF),--secret id=pip$(,)src=$(PIP_CONF))
TRAIN    = $(if $(CUDA),,.ci/quietly) $(BUILD) --build-arg LOCK=requirements-$$(.ci/torch-lock $(FLAVOUR)).lock \
  -f Dockerfile.train --target
SERVE    = $(BUILD) --build-arg SOURCE_DATE_EPOCH=$(EPOCH) -f Dockerfile.serve
RUN      = $(DOCKER) run --rm -i $(if $(TERM),$(shell [ -t 0 ] && echo -t)) --network $(NETWORK) --shm-size=1g \
  --user $(RUN_AS) $(if $(CUDA),--gpus all) $(foreach v,$(PROXIES) $(HUB),$(if $($v),-e $v)) \
  $(if $(OFFLINE),-e HF_HUB_OFFLINE=1) $(if $(CA),-v "$(abspath $(CA)):/run/ca.pem:ro" \
  -e SSL_CERT_FILE=/run/ca.pem -e REQUESTS_CA_BUNDLE=/run/ca.pem) \
  -v "$(CURDIR)/artifacts:/work/artifacts" -v "$(HF_CACHE):/cache" $(if $(HF_HUB_CACHE),-v "$(abspath $(HF_HUB_CACHE)):/hub" -e HF_HUB_CACHE=/hub) $(MOUNT)
SANDBOX := --rm -i --network none --read-only --cap-drop ALL --security-opt no-new-privileges

# The same work in a container or in the virtual environment: a module, a stage, the tests, the redactor.
HOST     = $(if $(OFFLINE),HF_HUB_OFFLINE=1) $(if $(CA),SSL_CERT_FILE="$(CA)" REQUESTS_CA_BUNDLE="$(CA)") \
  $(if $(filter file,$(origin HF_CACHE)),,HF_HOME="$(abspath $(HF_CACHE))") PATH="$(CURDIR)/$(VENV)/bin:$$PATH"
MODULE   = $(if $(DOCKED),$(RUN) --entrypoint python $(TRAINER),$(HOST) $(VENV)/bin/python) -m
STAGE    = $(MODULE) pipeline
QUIETLY  = $(if $(DOCKED),$(DOCKER) run --rm -i -e COLUMNS --entrypoint python $(TRAINER),$(VENV)/bin/python)
PYTEST   = $(if $(DOCKED),$(DOCKER) run --rm --shm-size=1g $(IMAGE)-test,$(HOST) $(VENV)/bin/python -m pytest) -q
REDACT   = $(if $(DOCKED),$(DOCKER) run $(SANDBOX) $(IMAGE),$(VENV)/bin/redact --model artifacts/model)
SHIPPING = DOCKER=$(DOCKER) EPOCH=$(EPOCH) SHIPPING="$(QUIETLY) -m pipeline.shipping"
GPU_READY = $(if $(CUDA),$(if $(BUILD_ONLY),,.ci/gpu-ready $(PROFILE) $(if $(DOCKED),$(DOCKER) $(BASE));))
CARDS    = $(if $(CUDA),$(if $(GPU_INDEX),--gpu-index $(GPU_INDEX)) $(if $(filter-out 1,$(GPUS)),--gpus $(GPUS)))
