# The commands of this project by short names: `just NAME`. Each works without just, too.

# All that a change must pass, as CI runs it.
ci:
    bash .ci/run

# The tests.
test:
    cargo test --workspace --locked

# Formatting and lints, mended where that is safe.
fix:
    cargo fmt --all
    cargo clippy --workspace --all-targets --fix --allow-dirty -- -D warnings

# Our answers against Bandit's: on three trees in every format and case, or as the arguments say.
parity *arguments:
    cargo run --release --locked --package stockade-tests --bin parity -- {{arguments}}

# Processor time of ours and Bandit's on one tree, in turn.
time tree="django" runs="5":
    cargo run --release --locked --package stockade-tests --bin parity -- --tree {{tree}} --time {{runs}}

# Stockade, Bandit and Ruff over released packages in turn: writes docs/benchmarks.md. `just compare --help`
compare *arguments:
    cargo run --release --locked --package stockade-benches --bin compare -- {{arguments}}

# The instructions of a scan against the committed ones; `just instructions --write` commits them anew.
instructions *arguments:
    cargo run --locked --package stockade-benches --bin instructions -- {{arguments}}

# What each stage, writer and reader takes.
bench *arguments:
    cargo bench --locked --package stockade-benches -- {{arguments}}

# Our SARIF through Microsoft's validator, GitHub's rules included; needs npm and the network.
sarif *folders:
    bash .ci/sarif {{folders}}

# Known vulnerabilities in dependencies; needs the network.
advisories:
    cargo deny --locked check advisories
