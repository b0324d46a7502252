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

# Our SARIF through Microsoft's validator, GitHub's rules included; needs npm and the network.
sarif *folders:
    bash .ci/sarif {{folders}}

# Known vulnerabilities in dependencies; needs the network.
advisories:
    cargo deny --locked check advisories
