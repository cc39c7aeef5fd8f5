# Everything there is to do with Kept. `make` alone lists it.

# Where the app will live on its host, like /kept/ for https://example.org/kept/.
PUBLIC_URL ?= /

export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(PATH)
# Trunk fails on NO_COLOR=1, which is the usual way to set it.
unexport NO_COLOR

# Folders are listed with their files, because removing a file changes only its folder.
SOURCES := $(shell find src crypto view style public tools/guide index.html .cargo Cargo.toml Cargo.lock Trunk.toml \
	rust-toolchain.toml package-lock.json tools/build tools/bundle-css.mjs tools/finish.mjs tools/sbom.mjs tools/versions.env)

.PHONY: help run dev build test lint bench screenshots reproduce clean setup setup-browser setup-lint

help: ## this list
	@echo 'make <target>, with one of:'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 16

run: build ## build Kept and serve it on this machine
	@node tools/serve.mjs dist --base $(PUBLIC_URL)

dev: setup ## serve it while you work: a debug build, made again after every change
	@trunk serve --offline --dist target/dev --public-url $(PUBLIC_URL)

build: dist/index.html ## the release, in dist/ (PUBLIC_URL=/kept/ for a sub-path)

test: setup-browser ## every check and test
	@node tools/test.mjs

lint: setup-lint ## formatting, Clippy, documentation, and what is known of the dependencies
	@node tools/test.mjs lint

bench: build setup-browser ## how fast it starts, saves, searches and types, with ten years in it
	@cargo bench --locked --bench vault
	@CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner CHROMEDRIVER=chromedriver \
		WASM_BINDGEN_TEST_TIMEOUT=300 \
		cargo test --locked --release --target wasm32-unknown-unknown --bench browser -- --nocapture
	@node tests/e2e/bench.mjs

screenshots: build setup-browser ## pictures of every screen, in screenshots/
	@node tests/e2e/screens.mjs

reproduce: build ## builds the release once more, elsewhere, and compares every byte
	@node tools/reproduce.mjs

clean: ## remove what was built (the tools in .tools/ and node_modules/ stay)
	rm -rf dist target screenshots

dist/index.html: $(SOURCES) .tools/public-url | setup
	@echo 'build: compiling the release (a few minutes the first time)'
	@tools/build --public-url $(PUBLIC_URL)

# Changes only when PUBLIC_URL does, so that the build follows it.
.tools/public-url: always
	@mkdir -p .tools
	@echo '$(PUBLIC_URL)' | cmp -s - $@ || echo '$(PUBLIC_URL)' >$@

.PHONY: always
always:

setup:
	@tools/setup

setup-browser:
	@tools/setup --browser

setup-lint:
	@tools/setup --lint
