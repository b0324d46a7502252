//! Samples under `corpus/answers` whose suppressions are all of use, of which Bandit says otherwise or does not heed them:
//! each suppresses something, and there is nothing to say of it.

use stockade_tests::sample::Sample;

const OF_USE: [&str; 14] = [
    "bandit-136-last-line-of-a-call",
    "bandit-211-beside-other-comments",
    "bandit-478-reasons",
    "bandit-623-backslashes",
    "bandit-658-triple-quoted",
    "bandit-836-first-line-of-a-string",
    "bandit-915-lines-of-a-call",
    "bandit-942-two-calls-on-a-line",
    "bandit-1092-three-strings",
    "bandit-1204-lines-of-an-f-string",
    "bandit-1328-line-of-the-argument",
    "bandit-1352-one-line-of-a-dictionary",
    // What stands behind their ids is remarked on, but the ids count.
    "rhiza-1520-prose-behind-an-id",
    "agent-ready-repo-967-no-id-at-all",
];

#[test]
fn none_is_called_vain() {
    let samples = Sample::all().expect("every sample can be read");
    for name in OF_USE {
        let sample = samples.iter().find(|sample| sample.name == name).expect("the sample is there");
        let report =
            stockade::Scanner::new().scan_source("module.py", sample.text.as_bytes()).expect("scanned");
        assert!(!report.suppressed.is_empty(), "{name}");
        let odd = report
            .remarks
            .iter()
            .filter(|remark| name.starts_with("bandit-") || remark.kind == stockade::RemarkKind::Unused);
        assert_eq!(odd.map(|remark| remark.message.as_str()).collect::<Vec<_>>(), [""; 0], "{name}");
    }
}
