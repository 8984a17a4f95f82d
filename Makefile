GO          ?= go
FUZZTIME    ?= 10s
# How many runs "make test" kills, and how many faults it lets strike.
KILLS       ?= 1000
FAULTS      ?= 256
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOSEC       ?= github.com/securego/gosec/v2/cmd/gosec@v2.25.0
NFPM        ?= github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.0
GOVULNCHECK ?= golang.org/x/vuln/cmd/govulncheck@v1.1.4

# testdata is named because wildcards skip a folder of that name.
PACKAGES := ./... fairshare/testdata
PROGRAMS := mariadbd mariadb-install-db mariadb

BENCH = CGO_ENABLED=0 $(GO) build -o bin/bench ./cmd/bench && ./bin/bench -python "$$(ls bin/peers/bin/python 2>/dev/null)"

# mariadbd lies outside a user's PATH.
export PATH := $(PATH):/usr/sbin:/usr/libexec:/usr/local/sbin

.DEFAULT_GOAL := help
.PHONY: help deps build test reliability race fuzz lint gosec vuln cover cover-calc mutate bench-quick bench bench-once demo update release reproducible deb clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## install MariaDB's server if it is missing (root and apt-get; else say what to install)
	@missing=; for program in $(PROGRAMS); do command -v $$program >/dev/null || missing="$$missing $$program"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	echo "make deps: not found:$$missing"; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo "make deps: please install the package mariadb-server"; exit 1; \
	fi; \
	apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends mariadb-server && \
	{ apt-get install -q -y --no-install-recommends chromium chromium-driver || echo "make deps: no chromium: the test of the pages in a browser will be skipped"; }

build: ## build bin/fairshare, one static binary
	@mkdir -p bin
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/fairshare ./cmd/fairshare

# calc divides the money, so no statement of it goes untested.
CALC_WHOLE = $(GO) tool cover -func=$(1) | awk '$$1 ~ "^fairshare/calc/" && $$3 != "100.0%" { print; bad = 1 } \
	END { if (bad) print "calc: a statement is not tested: see go tool cover -html=$(1)"; exit bad }'

test: deps lint ## everything that must pass: lint, then every test on private MariaDB servers, calc covered whole; KILLS=60 for the impatient
	@mkdir -p bin
	FAIRSHARE_KILLS=$(KILLS) FAIRSHARE_FAULTS=$(FAULTS) $(GO) test -timeout 60m -coverprofile=bin/test.out $(PACKAGES) || { echo "make test: FAILED"; exit 1; }
	@$(call CALC_WHOLE,bin/test.out) || { echo "make test: FAILED"; exit 1; }
	@[ -d ../shared/ofbiz ] || echo "make test: SKIPPED the tests on databases of a real OFBiz, whose dumps do not lie beside this project"
	@echo "make test: everything passed"

# How often each fault is brought about by the long forms; more faults than there
# are means all.
RELIABILITY := FAIRSHARE_KILLS=10000 FAIRSHARE_FAULTS=100000 FAIRSHARE_SERVER_KILLS=25 \
	FAIRSHARE_ROUNDS=200 FAIRSHARE_SNAPSHOTS=1000 FAIRSHARE_BANKS=2000 FAIRSHARE_REPEATS=100 \
	FAIRSHARE_STOPS=60 FAIRSHARE_PAYEES=5000 FAIRSHARE_LOCK_SECONDS=1
FAULTY      := TestSettle|TestPeople|TestSame|TestPassword|Beside|TestFault|TestRefuse|TestDaemons|TestDeadHolder|TestSigterm|TestSecondSigterm|TestPauseFile|Lease|TenYears

reliability: deps ## the long forms of the tests that kill, cut and disturb, and a table of their figures
	@mkdir -p bin && rm -f bin/figures.txt
	@$(RELIABILITY) FAIRSHARE_FIGURES=$(CURDIR)/bin/figures.txt $(GO) test -count=1 -timeout 180m -run '$(FAULTY)' \
		./adapter/database/... ./cmd/internal/nightly ./cmd/fairshare || { cat bin/figures.txt; echo "make reliability: FAILED"; exit 1; }
	@cat bin/figures.txt

race: deps ## every test under the race detector (needs a C compiler)
	$(GO) test -race -timeout 40m $(PACKAGES)

fuzz: deps ## every fuzz function for FUZZTIME (default 10s) each
	@packages=$$($(GO) list $(PACKAGES)) || exit 1; \
	for package in $$packages; do \
		listed=$$($(GO) test -list '^Fuzz' $$package) || { echo "$$listed"; exit 1; }; \
		for name in $$(echo "$$listed" | grep '^Fuzz'); do \
			echo "fuzz $$package $$name for $(FUZZTIME)"; \
			$(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

lint: gosec ## gofmt, go vet, staticcheck and gosec
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt -w:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet $(PACKAGES)
	$(GO) run $(STATICCHECK) $(PACKAGES)

# What gosec is not asked, and why; every other exception has its reason at the line.
# The calculation and the mapping count with integers of fixed widths all over (G115):
# their limits are held by types, by findings and by tests against big.Rat. No secret
# gets there (G101 takes "CREDITS" for credentials). What only measures and tests is
# not part of fairshare. Writers that keep their first error for Flush are in
# .ci/gosec.json (G104); mapping, which does no I/O, writes to buffers in memory only.
UNASKED := calc/.*:G101,G115;mapping/.*:G104,G115;adapter/(database/ofbiz/credit|files/hungarian|rest/check).*:G101;cmd/(bench|mutate|internal/world)/.*:*;adapter/(embedded/mariadbtest|database/faultproxy|rest/resttest|mail/mailtest)/.*:*

gosec: ## gosec: code that could be attacked
	$(GO) run $(GOSEC) -quiet -fmt=golint -conf .ci/gosec.json -exclude-rules='$(UNASKED)' ./...

vuln: ## known holes in what is called (govulncheck; needs its database on the network)
	@$(GO) run $(GOVULNCHECK) -version >/dev/null 2>&1 || { echo "make vuln: SKIPPED: govulncheck could not be fetched"; exit 0; }; \
	out=$$($(GO) run $(GOVULNCHECK) $(PACKAGES) 2>&1); code=$$?; echo "$$out"; \
	if echo "$$out" | grep -q 'fetching vulnerabilities'; then echo "make vuln: SKIPPED: its database vuln.go.dev is out of reach"; exit 0; fi; exit $$code

cover: deps ## test coverage: the total, and bin/cover.html
	@mkdir -p bin
	$(GO) test -timeout 20m -coverpkg=./... -coverprofile=bin/cover.out $(PACKAGES)
	@$(GO) tool cover -html=bin/cover.out -o bin/cover.html
	@$(GO) tool cover -func=bin/cover.out | tail -1

cover-calc: ## calc's tests, which have to reach every statement of it
	@mkdir -p bin
	$(GO) test -coverprofile=bin/calc.out ./calc
	@$(call CALC_WHOLE,bin/calc.out)

# An hour or two on two cores; ONLY=trace_ looks at some files or functions, SAMPLE=500
# at so many mutants chosen by chance.
ONLY   ?=
SAMPLE ?= 0
mutate: ## thousands of small mistakes in calc, one at a time: those that no test notices (hours; SAMPLE=500 for the impatient)
	$(GO) run ./cmd/mutate -only '$(ONLY)' -sample $(SAMPLE) ./calc

bench-quick: deps bin/peers ## how fast at sizes S and M, against the targets: within three minutes
	$(BENCH) -sizes S,M -budget 10s

# M10 takes about ten minutes of an idle machine and 3 GiB, L twenty-five and 12 GiB of disk.
SIZES = S,M,M10
bench: deps bin/peers ## how fast, against the targets: a quarter of an hour; with SIZES=S,M,M10,L the largest too
	$(BENCH) -sizes $(SIZES) -budget 1m

# What the calculation is compared with; without it the rest is measured.
bin/peers:
	@mkdir -p bin
	@python3 -m venv $@ && $@/bin/pip install --quiet numpy scipy duckdb pandas networkx || \
		{ rm -rf $@; echo "make bench: SKIPPED the comparison with SciPy and others, which could not be installed: python3 -m venv and pip are needed"; }

bench-once: deps ## every Go benchmark once: that it still runs, not how fast
	$(GO) test -run '^$$' -bench . -benchtime 1x $(PACKAGES)

demo: deps build ## the whole job on a private database with the sample company
	./bin/fairshare demo

update: deps ## rewrite the expectations of the tests that have them; read the diff
	@folders=$$(grep -rl 'flag\.Bool("update"' --include='*_test.go' . | xargs -r -n1 dirname | sort -u); \
	[ -z "$$folders" ] || $(GO) test $$folders -update

# The version is that of git's tags v1.2.3; without one the day and name of the commit.
VERSION ?= $(shell v=$$(git describe --tags --match 'v[0-9]*' --dirty 2>/dev/null); \
	echo $${v:-v0.0.0-$$(git log -1 --format=%cd-%h --date=format:%Y%m%d%H%M%S)} | sed 's/^v//')
ARCHS   ?= amd64 arm64

# Nothing of the machine, the folder or the hour gets into a release.
RELEASE = CGO_ENABLED=0 GOOS=linux GOARCH=$(1) GOAMD64=v1 GOFLAGS= $(GO) build -trimpath -buildvcs=false \
	-ldflags '-s -w -buildid= -X main.version=$(VERSION)' -o $(2) ./cmd/fairshare

release: ## static programs for ARCHS (linux: amd64 arm64) and their sums, in bin/release
	@rm -rf bin/release && mkdir -p bin/release
	@for arch in $(ARCHS); do $(call RELEASE,$$arch,bin/release/fairshare-$(VERSION)-linux-$$arch) || exit 1; done
	@cd bin/release && sha256sum fairshare-* | tee SHA256SUMS

reproducible: release ## release built once more, in another folder and with an empty cache: the same bytes
	@again=$$(mktemp -d) && trap "rm -rf $$again" EXIT && git archive HEAD | tar -x -C $$again && \
	for arch in $(ARCHS); do (cd $$again && export GOCACHE=$$again/.cache && \
		$(call RELEASE,$$arch,bin/release/fairshare-$(VERSION)-linux-$$arch)) || exit 1; done && \
	cd $$again/bin/release && sha256sum -c $(CURDIR)/bin/release/SHA256SUMS

deb: release ## Debian packages for ARCHS, in bin/release (nfpm is fetched)
	@for arch in $(ARCHS); do built=bin/deb/$$arch; rm -rf $$built && mkdir -p $$built && \
		cp bin/release/fairshare-$(VERSION)-linux-$$arch $$built/fairshare && $(MAKE) -s bin/deb/texts && \
		cp bin/deb/texts/* $$built/ && \
		ARCH=$$arch VERSION=$(VERSION) BUILT=$$built SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) \
		$(GO) run $(NFPM) package --config config/deb/nfpm.yaml --packager deb \
			--target bin/release/fairshare_$(VERSION)_$$arch.deb || exit 1; done

# What the program says about itself; made by one that runs here.
.PHONY: bin/deb/texts
bin/deb/texts:
	@mkdir -p $@ && CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-X main.version=$(VERSION)' -o bin/deb/fairshare ./cmd/fairshare
	@bin/deb/fairshare manual | gzip -9 -n >$@/fairshare.1.gz
	@for shell in bash zsh fish; do bin/deb/fairshare completion $$shell >$@/completion.$$shell || exit 1; done

clean: ## remove what was built
	rm -rf bin
