//! B615: models and data sets from Hugging Face without a fixed revision.

use stockade_core::finding::Level;

use super::argument::{Argument, is_none, truth};
use crate::context::Call;
use crate::plugins::huggingface_unsafe_download::is_commit;
use crate::rule::{Hit, Outcome};

/// Builders that `datasets` brings along: what they read is the program's own.
const BUILDERS: &[&str] = &[
    "arrow",
    "audiofolder",
    "csv",
    "generator",
    "imagefolder",
    "json",
    "pandas",
    "parquet",
    "sql",
    "text",
    "videofolder",
    "webdataset",
    "xml",
];

/// B615: a download of what a name stands for today.
pub(crate) fn revision(call: &Call<'_, '_>) -> Outcome {
    let library = match call.name {
        "from_pretrained" => "transformers",
        "load_dataset" => "datasets",
        "hf_hub_download" | "snapshot_download" | "repository_id" => "huggingface_hub",
        _ => return Ok(None),
    };
    if call.qualname.split('.').next() != Some(library) {
        return Ok(None);
    }
    for name in ["revision", "commit_id"] {
        match Argument::of(call.node, name, None) {
            Argument::Missing => {}
            Argument::Hidden => return Ok(None),
            Argument::Given(revision) => match call.scope.text(revision) {
                Some(text) if is_commit(&text) => return Ok(None),
                Some(_) => {}
                None if is_none(&call.scope, revision) => {}
                None => return Ok(None),
            },
        }
    }
    if let Argument::Given(local) = Argument::of(call.node, "local_files_only", None)
        && truth(&call.scope, local) == Some(true)
    {
        return Ok(None);
    }
    let first = match call.name {
        "load_dataset" => Argument::of(call.node, "path", Some(0)),
        "from_pretrained" => Argument::of(call.node, "pretrained_model_name_or_path", Some(0)),
        _ => Argument::of(call.node, "repo_id", Some(0)),
    };
    let confidence = match first.given().map(|first| call.scope.text(first)) {
        Some(Some(name)) => {
            let is_path = ["./", "/", "../", "~"].iter().any(|start| name.starts_with(start));
            if is_path || (call.name == "load_dataset" && BUILDERS.contains(&&*name)) {
                return Ok(None);
            }
            Level::High
        }
        // It may as well be a path of this machine.
        Some(None) if call.name != "hf_hub_download" && call.name != "snapshot_download" => Level::Low,
        _ => Level::High,
    };
    let message = format!("Unsafe Hugging Face Hub download without revision pinning in {}()", call.name);
    Hit::new(Level::Medium, confidence, message).found()
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn counts(call: &str) -> [usize; 2] {
        let text = format!(
            "import datasets\nfrom huggingface_hub import snapshot_download\nfrom transformers import AutoModel\nSHA = '5d0f2e8a7f1d'\n{call}\n"
        );
        [answers("B615", &text).len(), native("B615", &text).len()]
    }

    #[test]
    fn revisions() {
        assert_eq!(counts("AutoModel.from_pretrained('org/m')"), [1, 1]);
        assert_eq!(counts("AutoModel.from_pretrained('org/m', revision='main')"), [1, 1]);
        assert_eq!(counts("AutoModel.from_pretrained('org/m', revision=SHA)"), [0, 0]);
        assert_eq!(counts("TAG = 'v1'\nsnapshot_download('org/m', revision=TAG)"), [0, 1]);
        assert_eq!(counts("AutoModel.from_pretrained('org/m', **k)"), [1, 0]);
        assert_eq!(counts("AutoModel.from_pretrained('org/m', revision=pick())"), [0, 0]);
    }

    #[test]
    fn what_is_here_already() {
        assert_eq!(counts("datasets.load_dataset('csv', data_files='a.csv')"), [1, 0]);
        assert_eq!(counts("datasets.load_dataset('org/rows')"), [1, 1]);
        assert_eq!(counts("AutoModel.from_pretrained('org/m', local_files_only=True)"), [1, 0]);
        assert_eq!(counts("P = './model'\nAutoModel.from_pretrained(P)"), [1, 0]);
        let text = "from transformers import AutoModel\ndef f(path):\n  AutoModel.from_pretrained(path)\n";
        assert!(native("B615", text)[0].contains(" MEDIUM/LOW "));
    }
}
