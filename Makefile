# clipfit: everything that is done to this folder, as targets. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
.DELETE_ON_ERROR:

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
# More options for `swift build` and `swift test`, e.g. FLAGS='--jobs 1'.
FLAGS ?=
# `make test PORTABLE=1` uses nothing that only Linux has, as on another system.
ifeq ($(PORTABLE),1)
export PORTABLE
override FLAGS += --scratch-path .build-portable
endif

SOURCES := Package.swift $(shell find Sources Presets 2>/dev/null) $(wildcard Packaging/symbols.map Packaging/sections.ld)
# A copy, so that neither a later `swift build` nor `make install` as another user touches it.
BINARY := .build/static/clipfit
# The bill of materials, in SPDX.
SBOM := .build/clipfit.spdx.json
# What of ICU's data is used, in the place of Foundation's whole 34 MB.
ICU := .build/icu-data.o
FOUNDATION = $(dir $(realpath $(shell command -v $(SWIFT))))../lib/swift_static/linux/lib_FoundationICU.a
# Only where the sources are the commit's.
COMMIT := $(shell git diff --quiet HEAD -- Package.swift Sources Presets Media 2>/dev/null && git rev-parse --short=12 HEAD)
# By the linker: strip of binutils takes away that relocated pages are read-only. `make build STRIP=` keeps names for profiles.
STRIP ?= -Xlinker --strip-all
# No code that nothing calls, no symbols for others, equal code once, short relocations, and read-only when it runs.
# No search path for libraries, no folder of this machine in messages.
LINK := -Xswiftc -Xfrontend -Xswiftc -internalize-at-link -Xswiftc -Xfrontend -Xswiftc -function-sections \
    --disable-local-rpath -Xswiftc -file-prefix-map -Xswiftc $(CURDIR)=. -Xcc -ffile-prefix-map=$(CURDIR)=. \
    -Xswiftc -use-ld=lld -Xlinker --version-script=$(CURDIR)/Packaging/symbols.map -Xlinker --icf=safe \
    -Xlinker -z -Xlinker pack-relative-relocs -Xlinker -z -Xlinker now \
    -Xlinker --script=$(CURDIR)/Packaging/sections.ld -Xlinker --no-eh-frame-hdr -Xlinker --build-id=none $(STRIP) \
    $(addprefix -Xlinker --defsym=clipfit_commit_number=0x,$(COMMIT))
SAMPLE := Media/samples/kopi-landscape.mp4
LINTED := $(wildcard Sources Tests Presets Benchmarks/*Benchmark*) Package.swift Benchmarks/Package.swift
SCRIPTS := $(wildcard Benchmarks/run Benchmarks/*/*.py Media/*.py Media/*/*.py) $(shell grep -l "^\#!.*python3" .ci/*)

.PHONY: help build demo test install lint format asan portability scale-test soak reference bench bench-quick clean packages packages-test deb sbom tarball uninstall

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1@\2/p' Makefile | column -t -s @

build: $(BINARY) $(SBOM) ## build the release: one program, Swift's libraries inside
	@echo "==> $(BINARY) is up to date"

$(BINARY): $(SOURCES)
	@$(MAKE) --no-print-directory packages
	@echo "==> Building clipfit (release); the first time takes a few minutes"
	@rm -f $(ICU)
	@.ci/icu-data $(FOUNDATION) $(ICU) || echo "==> Linking all of ICU's data: the program gets 30 MB larger"
	$(SWIFT) build -c release --static-swift-stdlib --product clipfit $(LINK) $(FLAGS) $$(test ! -e $(ICU) || \
	    echo "-Xlinker $(CURDIR)/$(ICU) -Xlinker --defsym=$$(cat $(ICU:.o=.symbol))=clipfit_icu_data")
	@mkdir -p $(@D)
	@cp -f "$$($(SWIFT) build -c release --show-bin-path)/clipfit" $@.new
	@mv -f $@.new $@

demo: build ## try it: cut a sample to 15 seconds into demo/ and show the result
	@echo "==> What the sample is"
	$(BINARY) probe $(SAMPLE)
	@mkdir -p demo
	@echo "==> How its best 15 seconds will be cut: nothing is written yet"
	$(BINARY) trim -l 15 -o demo/ --overwrite --dry-run $(SAMPLE)
	@echo "==> Cutting them: frames that need no change are copied as they are"
	$(BINARY) trim -l 15 -o demo/ --overwrite --verbose $(SAMPLE)
	@echo "==> The same from 20.3 s, between two keyframes: the frames before the next one are re-encoded"
	$(BINARY) trim -s 20.3 -l 15 -o 'demo/{stem}-from-{start}' --overwrite --verbose $(SAMPLE)
	@echo "==> The results"
	$(BINARY) probe demo/kopi-landscape-15s.mp4 demo/kopi-landscape-from-20.3.mp4

test: packages-test ## build and run all tests
	@echo "==> Building clipfit and its tests (debug)"
	$(SWIFT) build --build-tests $(FLAGS)
	@echo "==> Running the tests"
	$(SWIFT) test $(FLAGS)

# Where the completion scripts go before they are installed.
SHARE := .build/share
COMPLETIONS := $(SHARE)/bash/clipfit $(SHARE)/zsh/_clipfit $(SHARE)/fish/clipfit.fish

$(COMPLETIONS): $(BINARY)
	@mkdir -p $(@D)
	$(BINARY) completion $(notdir $(@D)) | sed '1{/^#!/d}' > $@

# With the build, not with `sudo make install`, which may find neither Swift nor git. Without it all else is made.
$(SBOM): $(BINARY)
	@.ci/sbom $(BINARY) $@ || echo "==> No bill of materials: it needs python3, git, readelf and swift"

sbom: $(SBOM) ## write the bill of materials of the release (SPDX) to .build

install: $(BINARY) $(COMPLETIONS) $(SBOM) ## install the program, its manual pages and completions under PREFIX (DESTDIR is respected)
	@echo "==> Installing $(DESTDIR)$(PREFIX)/bin/clipfit"
	install -D -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/clipfit"
	install -D -m 644 -t "$(DESTDIR)$(PREFIX)/share/doc/clipfit" LICENSE THIRD-PARTY-NOTICES
	test ! -e $(SBOM) || install -D -m 644 -t "$(DESTDIR)$(PREFIX)/share/doc/clipfit" $(SBOM)
	install -D -m 644 -t "$(DESTDIR)$(PREFIX)/share/man/man1" Documentation/Manual/*.1
	install -D -m 644 $(SHARE)/bash/clipfit "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/clipfit"
	install -D -m 644 $(SHARE)/zsh/_clipfit "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_clipfit"
	install -D -m 644 $(SHARE)/fish/clipfit.fish "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/clipfit.fish"

uninstall: ## remove what install put under PREFIX
	rm -f "$(DESTDIR)$(PREFIX)/bin/clipfit" "$(DESTDIR)$(PREFIX)/share/man/man1/"clipfit{,-*}.1
	rm -f "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/clipfit" "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_clipfit"
	rm -f "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/clipfit.fish"
	rm -rf "$(DESTDIR)$(PREFIX)/share/doc/clipfit"

tarball: $(BINARY) $(COMPLETIONS) $(SBOM) ## pack what `make install` installs, in .build
	@version=$$($(BINARY) --version | head -n 1); name=clipfit-$$version-linux-$$(uname -m); rm -rf .build/tarball; \
	    $(MAKE) --no-print-directory install DESTDIR="$(CURDIR)/.build/tarball/" PREFIX="$$name" >/dev/null; \
	    tar -C .build/tarball -czf ".build/$$name.tar.gz" --sort=name --owner=0 --group=0 --numeric-owner \
	        --mtime="@$$(git log -1 --format=%ct)" "$$name"; echo "==> .build/$$name.tar.gz"

deb: $(BINARY) $(COMPLETIONS) $(SBOM) ## make a Debian package for this release of Debian, in .build/deb
	@.ci/deb

lint: packages-test ## check the style of the Swift sources, and the Python scripts for mistakes
	$(SWIFT) format lint --strict --recursive --parallel $(LINTED)
	pyflakes3 $(SCRIPTS)

format: ## bring the Swift sources into that style
	$(SWIFT) format --in-place --recursive --parallel $(LINTED)

# The targets of tests that the sanitizer watches, e.g. SANITIZED=LibAVTests for a quick look.
SANITIZED := ClipMediaTests LibAVTests
# Whole mixes take minutes under the sanitizer.
SLOW := RealSoundTests|MusicMixTests|SoundMixerTests|SoundRuleTests|LoudnessTests

# Swift's own crash reports would get in the way of the sanitizer's. The runner of XCTest, which has no tests here,
# leaks 144 bytes of its own.
asan: packages-test ## run the media tests under AddressSanitizer, leaks included
	@echo "==> Building and running the media tests with AddressSanitizer"
	CLIPFIT_ONLY="$(SANITIZED)" ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS=suppressions=$(CURDIR)/.ci/lsan.supp SWIFT_BACKTRACE=enable=no \
	    $(SWIFT) test --sanitize=address --scratch-path .build-asan --disable-xctest \
	    --skip '$(SLOW)' $(FLAGS)

portability: ## build and test on another release of Debian, e.g. SUITE=trixie or SUITE=sid (needs root)
	FLAGS='$(FLAGS)' .ci/portability $(SUITE)

scale-test: $(BINARY) ## run a batch on a Slurm cluster of two nodes on this machine (needs root and Slurm; minutes)
	.ci/scale-test $(BINARY)

soak: $(BINARY) ## a thousand clips through one batch: memory and open files stay flat (needs Python and ffmpeg; minutes)
	Benchmarks/run soak $(BINARY)

reference: $(BINARY) ## write the manual pages, and the generated parts of Documentation/Reference
	.ci/manual $(dir $(BINARY))
	.ci/reference $(dir $(BINARY))

bench: ## tell how to measure clipfit beside other tools
	@echo "Benchmarks/ measures a release build beside other tools, on clips of your own."
	@echo "It needs Python 3 and those tools; Benchmarks/README.md says which. For example:"
	@echo
	@echo "    make build"
	@echo "    Benchmarks/run peers --media FOLDER"
	@echo
	@Benchmarks/run

bench-quick: $(BINARY) ## measure ratios of cost, beside those of the last release (needs Python and ffmpeg; 3 minutes)
	Benchmarks/run quick --clipfit $(BINARY)

clean: ## remove everything that was built
	rm -rf .build .build-asan .build-portable demo

packages:
	@.ci/packages build

packages-test:
	@.ci/packages test
