# `make run` shows the whole stack at work; `make test` proves it. Both do all their set-up.

SWIFT ?= swift
CONFIGURATION ?= release

# The main job: replay bars through every process. BARS=DIR FROM= TO= SYMBOLS=A,B ONCE=1 BAD_ROWS=stop
run: build
	@$(BIN)/bullion replay \
	    $(if $(BARS),--bars "$(BARS)") $(if $(FROM),--from "$(FROM)") $(if $(TO),--to "$(TO)") \
	    $(if $(SYMBOLS),--symbols "$(SYMBOLS)") $(if $(BAD_ROWS),--bad-rows "$(BAD_ROWS)") \
	    $(if $(SEED),--seed "$(SEED)") $(if $(filter 1 yes true,$(ONCE)),--once)

# The same while things go wrong: KILLS=200 kills and outages, KILL_SEED=1 draws them; and what `make run` takes.
chaos: build
	@$(BIN)/bullion replay --once --run-directory .run/chaos --chaos $(or $(KILLS),200) --kill-seed $(or $(KILL_SEED),1) \
	    $(if $(BARS),--bars "$(BARS)") $(if $(FROM),--from "$(FROM)") $(if $(TO),--to "$(TO)") \
	    $(if $(SYMBOLS),--symbols "$(SYMBOLS)") $(if $(BAD_ROWS),--bad-rows "$(BAD_ROWS)") $(if $(SEED),--seed "$(SEED)")

# Thirty days of simulated minutes as fast as they go, all streams cut every seven: DAYS=30 RECONNECT_MINUTES=7
soak: build
	@$(BIN)/bullion soak --days $(or $(DAYS),30) --reconnect-minutes $(or $(RECONNECT_MINUTES),7)

# The whole platform in one thread under every fault there is: SEEDS=2000 runs of STEPS=2000, the first from seed FIRST=1; BREAK=GUARD.
simulate: setup
	@$(SWIFT) build -c release --product bullion
	@.build/release/bullion simulate --seed $(or $(FIRST),1) --seeds $(or $(SEEDS),2000) --steps $(or $(STEPS),2000) \
	    $(if $(BREAK),--break "$(BREAK)")

BIN = .build/$(CONFIGURATION)

setup:
	@infra/local/setup.sh

build: setup
	@$(SWIFT) build -c $(CONFIGURATION)

test: setup
	@infra/local/test.sh

# Format and lint; the architecture and tidiness tests run with `make test`.
check:
	@$(SWIFT) format lint --strict --parallel $$(git ls-files "*.swift" ":!*.pb.swift")

format:
	@$(SWIFT) format --in-place --parallel $$(git ls-files "*.swift" ":!*.pb.swift")

# Measured as the image ships the programs, with Swift's libraries inside: other objects than those of the other builds.
SHIPPED = .build/shipped
BUILD_BENCH = $(SWIFT) build -c release --static-swift-stdlib --scratch-path $(SHIPPED) --product bullion-bench

# What Bullion promises to be fast at, on this machine: ONLY=w1,w3 JSON=FILE QUICK=1
bench: setup
	@$(SWIFT) build -c release
	@$(BUILD_BENCH)
	@$(SHIPPED)/release/bullion-bench --programs .build/release $(if $(ONLY),--only "$(ONLY)") $(if $(JSON),--json "$(JSON)") \
	    $(if $(filter 1 yes true,$(QUICK)),--quick)

# Ours and its peers on the same bars: DAILY=FOLDER of real bars for the indicators, QUICK=1. Peers come from PyPI on first use.
bench-peers: setup
	@$(SWIFT) build -c release --product bullion
	@$(BUILD_BENCH)
	@QUICK=$(if $(filter 1 yes true,$(QUICK)),1) DAILY="$(DAILY)" Benchmarks/peers/compare.sh

# The real Docker Compose, on images built from this tree.
compose-test: setup
	@infra/docker/compose-test.sh

# Every unit verified and scored by systemd's own tools.
systemd-test:
	@infra/systemd/verify.sh

clean:
	@rm -rf .build .run

.PHONY: run chaos soak simulate setup build test check format bench bench-peers compose-test systemd-test clean
