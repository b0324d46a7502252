//! What each stage of a scan takes: decoding, parsing, walking, rules, suppression, writing.
//!
//! `cargo bench -p stockade-benches`. Figures are for comparing one's own two builds on one machine, no more.

use std::time::SystemTime;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use stockade_core::config::settings::Threshold;
use stockade_core::module::Module;
use stockade_core::nosec::{self, Suppressions};
use stockade_core::report::Report;
use stockade_core::scan::{Checks, Dialect, Options, scan_source};
use stockade_core::semantic::bindings::Bindings;
use stockade_core::source::Source;
use stockade_core::suppress::{self, Comments};
use stockade_core::{parse, walk};
use stockade_report::{Format, View, bandit};
use stockade_rules::{Table, catalog};

const SIZE: usize = 1 << 20;

fn main() {
    divan::main();
}

fn table() -> Table {
    Table::new(Dialect::Bandit, |_| true, |_| None, None)
}

#[divan::bench]
fn decode(bencher: Bencher<'_, '_>) {
    let text = stockade_benches::python(SIZE);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Source::decode(black_box(text.as_bytes())).is_ok());
}

#[divan::bench]
fn parse_and_drop(bencher: Bencher<'_, '_>) {
    let text = stockade_benches::python(SIZE);
    bencher.counter(BytesCount::of_str(&text)).bench(|| parse::parse(black_box(&text)).module().body.len());
}

#[divan::bench]
fn walk_tree(bencher: Bencher<'_, '_>) {
    let text = stockade_benches::python(SIZE);
    let tree = parse::parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| walk::depth(black_box(tree.module())));
}

#[divan::bench]
fn walk_with_rules(bencher: Bencher<'_, '_>) {
    let text = stockade_benches::python(SIZE);
    let (tree, table) = (parse::parse(&text), table());
    let module = Module::new("bench.py", &text, &tree, Vec::new());
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| table.check(black_box(&module)).raw.findings.len());
}

#[divan::bench]
fn bindings(bencher: Bencher<'_, '_>) {
    let text = stockade_benches::python(SIZE);
    let tree = parse::parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Bindings::of(black_box(tree.module())).readings());
}

#[divan::bench]
fn walk_with_rules_natively(bencher: Bencher<'_, '_>) {
    let text = stockade_benches::python(SIZE);
    let tree = parse::parse(&text);
    let table = Table::new(Dialect::Native, |_| true, |_| None, None);
    let module = Module::new("bench.py", &text, &tree, Vec::new());
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| table.check(black_box(&module)).raw.findings.len());
}

#[divan::bench]
fn suppress(bencher: Bencher<'_, '_>) {
    let text = stockade_benches::python(SIZE);
    let (tree, table) = (parse::parse(&text), table());
    let module = Module::new("bench.py", &text, &tree, Vec::new());
    let comments = text.lines().zip(1..).filter_map(|(line, n)| Some((n, &line[line.find('#')?..])));
    let suppressions = Suppressions::read(comments, catalog::words());
    bencher.with_inputs(|| table.check(&module).raw).bench_local_values(|raw| {
        nosec::split(raw, &suppressions, |kind| table.ran(kind), "bench.py").reported.len()
    });
}

#[divan::bench]
fn suppress_natively(bencher: Bencher<'_, '_>) {
    let text = stockade_benches::python(SIZE);
    let tree = parse::parse(&text);
    let (table, options) = (Table::new(Dialect::Native, |_| true, |_| None, None), options(Dialect::Native));
    let module = Module::new("bench.py", &text, &tree, Vec::new());
    bencher.with_inputs(|| table.check(&module).raw).bench_local_values(|raw| {
        let comments = Comments::read(&module, &tree, catalog::words(), &options);
        suppress::split(raw, &comments, &module, &table).reported.len()
    });
}

#[divan::bench(args = ["bandit", "native"])]
fn whole_file(bencher: Bencher<'_, '_>, dialect: &str) {
    let text = stockade_benches::python(SIZE);
    let dialect = dialect_of(dialect);
    let (table, options) = (Table::new(dialect, |_| true, |_| None, None), options(dialect));
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        scan_source("bench.py", black_box(text.as_bytes()), &table, catalog::words(), &options)
            .map(|r| r.findings.len())
            .ok()
    });
}

#[divan::bench(args = bandit::Format::ALL.map(bandit::Format::name))]
fn write_as_bandit(bencher: Bencher<'_, '_>, format: &str) {
    let report = report(Dialect::Bandit);
    let format = bandit::Format::from_name(format).expect("a format");
    let folder = std::env::current_dir().expect("a working folder");
    let view = bandit::View::new(&report, SystemTime::UNIX_EPOCH, &folder);
    bencher.bench(|| {
        let mut out = Vec::new();
        format.write(&view, &mut out, &mut |_| {}).expect("a writer in memory takes everything");
        out.len()
    });
}

#[divan::bench(args = Format::ALL.map(Format::name))]
fn write_natively(bencher: Bencher<'_, '_>, format: &str) {
    let report = report(Dialect::Native);
    let format = Format::from_name(format).expect("a format");
    let view = View { fail_on: Some(Threshold::ALL), ..View::new(&report) };
    bencher.bench(|| {
        let mut out = Vec::new();
        format.write(&view, &mut out, &mut |_| {}).expect("a writer in memory takes everything");
        out.len()
    });
}

fn dialect_of(name: &str) -> Dialect {
    if name == "native" { Dialect::Native } else { Dialect::Bandit }
}

fn options(dialect: Dialect) -> Options {
    Options { dialect, ignore_nosec: false, noqa: false, nosec_reasons: false, context: 3, threads: Some(1) }
}

fn report(dialect: Dialect) -> Report {
    let text = stockade_benches::python(SIZE);
    let table = Table::new(dialect, |_| true, |_| None, None);
    let file = scan_source("bench.py", text.as_bytes(), &table, catalog::words(), &options(dialect));
    Report { files: vec![file.expect("a thread")], ..Report::default() }
}
