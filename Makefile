# Stable Futures. `make help` lists what can be made; GNU make 4.3 or later.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

export CGO_ENABLED := 0
export GOTOOLCHAIN := local
# One way to build for the program, its tests and its tools, so that each package is compiled once; and the same bytes from
# whatever folder.
export GOFLAGS := -trimpath

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.version=$(VERSION)
BUILD   := go build -ldflags '$(LDFLAGS)'

GO_FOLDERS := $(wildcard cmd internal bench tools)

ADDR ?= localhost:8080
DATA ?= demo-data

##@ Use it

.PHONY: run
run: build ## build and start the demonstration (ADDR=localhost:8080 DATA=demo-data)
	@echo
	@echo "  Stable Futures, the demonstration. Everybody in it is invented."
	@echo "  Look at http://$(ADDR) in a browser; stop it with Ctrl-C. Its data is in $(DATA)/."
	@echo
	@exec bin/stablefutures demo --addr $(ADDR) --data $(DATA)

.PHONY: build
build: assets ## build bin/stablefutures
	@$(BUILD) -o bin/stablefutures ./cmd/stablefutures

.PHONY: dist
dist: assets ## build binaries for Linux (amd64, arm64) and Windows Server into dist/, with checksums
	@rm -rf dist && mkdir dist
	@for target in linux/amd64 linux/arm64 windows/amd64; do \
	  name=stablefutures-$(VERSION)-$${target/\//-}; \
	  [[ $$target != windows/* ]] || name+=.exe; \
	  echo "dist/$$name"; \
	  GOOS=$${target%/*} GOARCH=$${target#*/} $(BUILD) -o dist/$$name ./cmd/stablefutures; \
	done
	@cd dist && sha256sum * > SHA256SUMS && cat SHA256SUMS

.PHONY: deb
deb: assets ## build Debian packages (amd64, arm64) into dist/; the same commit gives the same bytes
	@mkdir -p dist .cache/deb
	@for arch in amd64 arm64; do \
	  GOOS=linux GOARCH=$$arch $(BUILD) -o .cache/deb/stablefutures-$$arch ./cmd/stablefutures; \
	  scripts/deb.sh $$arch .cache/deb/stablefutures-$$arch $(VERSION) dist; \
	done

##@ Check it

.PHONY: test
test: tools check build test-go test-browser vulnerabilities ## everything CI runs, on both databases
	@echo "make test: all passed"

.PHONY: test-go
test-go: assets ## Go tests alone, on SQLite and PostgreSQL
	@mkdir -p .cache
	@STABLEFUTURES_REQUIRE_POSTGRES=1 scripts/with-postgres.sh \
	  go test -vet=off -ldflags=-w -timeout 12m ./... 2>&1 | tee .cache/go-test.txt

.PHONY: test-browser
test-browser: build ## the browser tests alone, on SQLite and PostgreSQL
	@node e2e/run.mjs --self-test
	@scripts/browser-both.sh

.PHONY: check
check: assets ## formatting, vet and staticcheck
	@unformatted=$$(gofmt -l $(GO_FOLDERS)); [[ -z $$unformatted ]] || \
	  { printf 'not formatted (make fmt does it):\n%s\n' "$$unformatted" >&2; exit 1; }
	@go vet ./...
	@go tool staticcheck ./...

.PHONY: test-all
test-all: test ## the slow tests as well: fuzzing, 100 kills, long tampering (about an hour)
	@STABLEFUTURES_LONG=1 STABLEFUTURES_REQUIRE_POSTGRES=1 scripts/with-postgres.sh \
	  go test -vet=off -count=1 -timeout 60m ./...
	@scripts/fuzz.sh

.PHONY: bench
bench: build ## speed and size, each as a ratio to a bound timed in the same run
	@go run ./bench

.PHONY: lighthouse
lighthouse: build ## the public pages in Lighthouse, median of three; run it alone on the machine (not part of make test)
	@[[ -d tools/lighthouse/node_modules ]] || npm ci --prefix tools/lighthouse --no-audit --no-fund --silent
	@node tools/lighthouse/run.mjs

.PHONY: vulnerabilities
vulnerabilities: ## known vulnerabilities in what we depend on, where their database can be reached
	@scripts/vulnerabilities.sh

##@ Change it

.PHONY: assets
assets: .cache/assets ## build styles, scripts and fonts from the npm packages

# npm writes this file at the end of an install, so it says what is installed and when.
node_modules/.package-lock.json: package.json package-lock.json
	@scripts/npm-install.sh
	@touch $@

.cache/assets: node_modules/.package-lock.json $(shell find assets tools/assets -type f 2>/dev/null)
	@node tools/assets/build.mjs
	@mkdir -p $(@D) && touch $@

.PHONY: generate
generate: assets ## write generated code and documents anew (components, docs/schema.sql, docs/config.md)
	@scripts/templ.sh
	@STABLEFUTURES_UPDATE=1 go test -count=1 -run '_isDocumented$$' ./internal/arch ./cmd/stablefutures >/dev/null
	@git status --short -- docs '*_templ.go'

.PHONY: fmt
fmt: ## format Go and templ files
	@gofmt -w $(GO_FOLDERS)
	@go tool templ fmt internal

.PHONY: tools
tools: ## install what the tests need (chromium, PostgreSQL, poppler, qpdf); quick when present
	@scripts/setup-debian.sh

.PHONY: clean
clean: ## remove what was built; packages and demonstration data stay
	@rm -rf bin dist .cache e2e/shots
	@find internal/page/static/dist -mindepth 1 ! -name README.txt -delete 2>/dev/null || true

.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
