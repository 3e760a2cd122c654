# The commands. Each is a line or two; anything longer is a test or a subcommand of the binary.
.PHONY: build demo test bench deep docs ci evaluate assets

TARGET := $(or $(CARGO_TARGET_DIR),target)

build: assets          ## the binary, in $(TARGET)/release/wicken
	cargo build --locked --release -p wicken

demo: assets           ## a demo county, served on 127.0.0.1:8080
	cargo build --locked --profile demo -p wicken
	exec $(TARGET)/demo/wicken demo --data demo-county

test: assets           ## everything; installs what it can of what is missing
	tools/need test
	cargo test --locked --workspace --no-fail-fast

bench: assets          ## measured side by side with the bare parts
	cargo bench --locked -p wicken

deep: assets           ## the long runs: 5,000 kills, 1,000,000 malformed requests, ...
	tools/need test
	WICKEN_DEEP=1 cargo test --locked --workspace --no-fail-fast -- --nocapture

docs:                  ## redraw docs/generated
	UPDATE=1 cargo test --locked -p domain -p wicken --test it -- policy_table generated catalogue

ci: assets             ## what .ci/run calls, with the style checks before it
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
	$(MAKE) test

evaluate: build        ## accuracy of the linkage on a labelled file: make evaluate DATA=PATH
	@WICKEN="$(TARGET)/release/wicken" tools/evaluate "$(DATA)"

assets: web/assets/dist/app.css
	@tools/need build

web/assets/dist/app.css: $(wildcard web/assets/*.*)
	tools/need build
	cd web/assets && npm ci --no-fund --no-audit --silent && npm run --silent build
