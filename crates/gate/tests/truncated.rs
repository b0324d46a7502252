//! A report that breaks off, at whatever byte, is never taken for a whole one.

use std::fs;
use std::path::Path;

use stockade_gate::input::Input;
use stockade_gate::read::read;

#[test]
fn no_byte_can_be_missing_from_the_end_of_a_report() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/reports");
    let index = fs::read_to_string(corpus.join("INDEX.tsv")).expect("the index");
    let mut tried = 0;
    for line in index.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (path, tool, format, state) = (columns[0], columns[1], columns[2], columns[3]);
        // Of lines of text nobody can tell whether there were more of them.
        if state != "ok" || format == "flake8-text" {
            continue;
        }
        let text = fs::read_to_string(corpus.join(path)).expect("a report");
        // The banner around Safety's JSON may break off: its report is whole then.
        let end = text.rfind(['}', ']', '>']).expect("it ends");
        for at in 0..end {
            let Some(start) = text.get(..at) else { continue };
            for name in [None, Some(tool)] {
                let report = read(&Input::memory("report", start.into()), name);
                let trusted = report
                    .is_ok_and(|report| report.reading.scans.iter().all(|scan| scan.failures.is_empty()));
                assert!(!trusted, "{path} is believed when it breaks off at byte {at}");
            }
            tried += 1;
        }
    }
    assert!(tried > 20_000, "{tried}");
}
