//! Bandit's json format, with the findings of a scan in the native dialect: for tools that read Bandit's reports.

use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use crate::{View, bandit};

/// Writes the report. Bandit's has a time: where none is known it is the beginning of all.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let time = view.report.run.time.map_or(SystemTime::UNIX_EPOCH, |(_, ended)| ended);
    // No name is resolved in this format, so the folder does not matter.
    let view = bandit::View::new(view.report, time, Path::new(""));
    bandit::Format::Json.write(&view, out, &mut |_| {}).map_err(|error| match error {
        bandit::Error::Io { source, .. } => source,
        error => io::Error::other(error.to_string()),
    })?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use stockade_core::report::FileReport;

    use super::*;
    use crate::testing;

    #[test]
    fn the_report_is_bandits() {
        let broken = testing::scanned("b.py", "print 1\n");
        let skipped = FileReport::skipped("c.py".to_owned(), "Permission denied", None);
        let report = testing::report([testing::varied(), broken, skipped]);
        let text = testing::written(|out| write(&testing::view(&report), out));
        let document: Value = serde_json::from_str(&text).expect("json");
        let keys: Vec<&String> = document.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["errors", "generated_at", "metrics", "results"]);
        assert_eq!(document["generated_at"], "1970-01-01T00:00:00Z");
        let result = &document["results"][0];
        assert_eq!((&result["test_id"], &result["issue_severity"]), (&"T1".into(), &"MEDIUM".into()));
        assert_eq!(document["results"].as_array().map(Vec::len), Some(1));
        assert_eq!(document["metrics"]["_totals"]["SEVERITY.MEDIUM"], 1);
        assert_eq!(result["code"], "1 x = '\u{1f600}' + eval(x)\n2 eval(y)\n3 eval(z)\n");
        let errors: Vec<(&str, &str)> = document["errors"]
            .as_array()
            .expect("an array")
            .iter()
            .filter_map(|error| Some((error["filename"].as_str()?, error["reason"].as_str()?)))
            .collect();
        let syntax = "syntax error while parsing AST from file";
        assert_eq!(errors, [("b.py", syntax), ("c.py", "Permission denied")]);
    }
}
