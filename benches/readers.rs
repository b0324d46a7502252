//! How fast the gate's readers are, each on a report of a quarter of a megabyte: a sample under `corpus/reports`, with
//! what it found repeated. `cargo bench -p stockade-benches --bench readers`; for big reports see `reports`.

use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use serde_json::Value;
use stockade_gate::input::Input;
use stockade_gate::read;

const SIZE: usize = 1 << 18;

fn main() {
    divan::main();
}

/// A sample, its format, and where its findings are: a JSON pointer, or the words around them.
const SAMPLES: [(&str, &str, Place); 24] = [
    ("bandit", "bandit/report.json", Place::Json("/results")),
    ("cargo-audit", "cargo_audit/report.json", Place::Json("/vulnerabilities/list")),
    ("checkov", "checkov/report.json", Place::Json("/results/failed_checks")),
    ("cyclonedx", "cyclonedx/report.json", Place::Json("/vulnerabilities")),
    ("dependency-check", "dependency_check/report.json", Place::Json("/dependencies")),
    ("dependency-check-xml", "dependency_check/report.xml", Place::Text("<dependencies>", "</dependencies>")),
    ("flake8-text", "flake8/report.txt", Place::Text("", "")),
    ("gitlab", "gitlab/sast.json", Place::Json("/vulnerabilities")),
    ("gitleaks", "gitleaks/report.json", Place::Json("")),
    ("grype", "grype/report.json", Place::Json("/matches")),
    ("junit", "junit/pytest.xml", Place::Text("hostname=\"ci\">", "</testsuite>")),
    ("npm-audit", "npm_audit/v2.json", Place::Json("/vulnerabilities")),
    ("osv-scanner", "osv_scanner/report.json", Place::Json("/results/0/packages")),
    ("pip-audit", "pip_audit/report.json", Place::Json("/dependencies")),
    ("ruff-json", "ruff/report.json", Place::Json("")),
    ("safety", "safety/report.json", Place::Json("/vulnerabilities")),
    ("safety-scan", "safety/scan.json", Place::Json("/scan_results/projects/0/files/0/results/dependencies")),
    ("sarif", "sarif/codeql.sarif", Place::Json("/runs/0/results")),
    ("semgrep", "semgrep/report.json", Place::Json("/results")),
    ("snyk", "snyk/report.json", Place::Json("/vulnerabilities")),
    ("trivy", "trivy/image.json", Place::Json("/Results/0/Vulnerabilities")),
    ("trivy-kubernetes", "trivy/kubernetes.json", Place::Json("/Resources/0/Results/0/Misconfigurations")),
    ("trivy-legacy", "trivy/legacy.json", Place::Json("/0/Vulnerabilities")),
    ("trivy-misconfigurations", "trivy/filesystem.json", Place::Json("/Results/0/Misconfigurations")),
];

#[derive(Clone, Copy)]
enum Place {
    Json(&'static str),
    Text(&'static str, &'static str),
}

#[divan::bench(args = SAMPLES.map(|(name, ..)| name))]
fn read_report(bencher: Bencher<'_, '_>, name: &str) {
    let (_, file, place) = SAMPLES.iter().find(|sample| sample.0 == name).expect("a sample");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/reports").join(file);
    let text = std::fs::read_to_string(path).expect("a sample");
    let text = match *place {
        Place::Json(pointer) => json(&text, pointer),
        Place::Text(before, after) => between(&text, before, after),
    };
    let (size, input) = (text.len(), Input::memory(name, text.into_bytes()));
    let findings = |input| read::read(input, None).expect("a report").reading.evidence.len();
    assert!(findings(&input) > 9, "{name} is read, and its findings are many");
    bencher.counter(BytesCount::new(size)).bench(|| findings(black_box(&input)));
}

/// The report with what lies at the pointer repeated: the elements of a list, or the fields of an object by new names.
fn json(text: &str, pointer: &str) -> String {
    let mut report: Value = serde_json::from_str(text).expect("a sample of JSON");
    let place = report.pointer_mut(pointer).expect("what is repeated");
    let times = SIZE / place.to_string().len();
    match place {
        Value::Array(list) => *list = (0..times).flat_map(|_| list.clone()).collect(),
        Value::Object(fields) => {
            let repeated = (0..times).flat_map(|at| {
                fields.iter().map(move |(name, value)| (format!("{name}-{at}"), value.clone()))
            });
            *fields = repeated.collect();
        }
        _ => panic!("only lists and objects are repeated"),
    }
    report.to_string()
}

/// The report with what stands between the words repeated.
fn between(text: &str, before: &str, after: &str) -> String {
    let start = text.find(before).expect("what comes before") + before.len();
    let end = text.rfind(after).expect("what comes after");
    let repeated = text[start..end].repeat(SIZE / (end - start));
    format!("{}{repeated}{}", &text[..start], &text[end..])
}
