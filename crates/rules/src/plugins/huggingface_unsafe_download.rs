//! B615: models and data sets from Hugging Face without a fixed revision.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::downloads;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # Hugging Face downloads without a fixed revision
    ///
    /// A repository's branches and tags move: what was a harmless model when it was tried can be another one tomorrow,
    /// with code in it that runs when it is loaded.
    ///
    /// ```python bad
    /// from transformers import AutoModel
    ///
    /// model = AutoModel.from_pretrained("org/model", revision="main")
    /// ```
    ///
    /// ## Instead
    ///
    /// Name the commit.
    ///
    /// ```python good
    /// from transformers import AutoModel
    ///
    /// model = AutoModel.from_pretrained("org/model", revision="5d0f2e8a7f1d487d95252a136c00b3efc2d64e6a")
    /// ```
    ///
    /// ## Limits
    ///
    /// `from_pretrained`, `load_dataset`, `hf_hub_download`, `snapshot_download` and `repository_id` are known. A `revision`
    /// or `commit_id` that is no constant is taken to be a commit, and so is any hexadecimal text of seven characters or more.
    /// A first argument that begins with `/`, `./` or `../` is taken for a path of this machine.
    ///
    /// ## Differs from Bandit
    ///
    /// Data sets of the program's own files and `local_files_only=True` download nothing. What `**` brings may be the
    /// revision. A name that only the running program knows may be a path: the confidence is low.
    ///
    /// ```python bandit
    /// from datasets import load_dataset
    ///
    /// rows = load_dataset("csv", data_files="rows.csv")
    /// ```
    pub static HUGGINGFACE_UNSAFE_DOWNLOAD = "B615" "huggingface_unsafe_download" {
        advice: "Pass `revision=` with the hash of a commit.",
        severity: Medium, confidence: High, cwe: 494,
        check: Check::Call(
            When::Named(&[
                "from_pretrained",
                "load_dataset",
                "hf_hub_download",
                "snapshot_download",
                "repository_id",
            ]),
            check,
        ),
        native: Check::Call(
            When::Named(&[
                "from_pretrained",
                "load_dataset",
                "hf_hub_download",
                "snapshot_download",
                "repository_id",
            ]),
            downloads::revision,
        ),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    let library = match call.name {
        "from_pretrained" => "transformers",
        "load_dataset" => "datasets",
        "hf_hub_download" | "snapshot_download" | "repository_id" => "huggingface_hub",
        _ => return Ok(None),
    };
    let names = call.scope.names;
    if !call.qualname.split('.').any(|part| part == library)
        || !["transformers", "datasets", "huggingface_hub"].iter().any(|library| names.imported_like(library))
    {
        return Ok(None);
    }
    let computed = call.keywords().iter().any(|keyword| {
        matches!(keyword.arg.as_deref(), Some("revision" | "commit_id")) && !keyword.value.is_literal_expr()
    });
    if computed {
        return Ok(None);
    }
    let revision = call.keyword("revision")?.filter(|revision| revision.is_truthy());
    let revision = if revision.is_some() { revision } else { call.keyword("commit_id")? };
    if revision.and_then(|revision| revision.as_str()).is_some_and(is_commit) {
        return Ok(None);
    }
    let first = call.arg(0)?.and_then(|first| first.as_str());
    if first.is_some_and(|path| ["./", "/", "../"].iter().any(|start| path.starts_with(start))) {
        return Ok(None);
    }
    let message = format!("Unsafe Hugging Face Hub download without revision pinning in {}()", call.name);
    Hit::new(Level::Medium, Level::High, message).at(call.keyword_place(call.name)).found()
}

/// Whether a text, quotes around it aside, could be a commit's name, shortened or not.
pub(crate) fn is_commit(revision: &str) -> bool {
    let revision = revision.trim_matches(['"', '\'']);
    revision.len() >= 7 && revision.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    fn count(arguments: &str) -> usize {
        answers(
            "B615",
            &format!("from transformers import AutoModel\nAutoModel.from_pretrained({arguments})\n"),
        )
        .len()
    }

    #[test]
    fn what_could_be_a_commit() {
        for good in
            ["revision='abcdef1'", "revision='\"ABCDEF1\"'", "revision=r", "commit_id=-1", "revision=f'x'"]
        {
            assert_eq!(count(&format!("'org/model', {good}")), 0, "{good}");
        }
        for bad in [
            "revision='abcdef'",
            "revision=' abcdef1'",
            "revision='v1.0.0'",
            "revision=None",
            "revision=1234567",
        ] {
            assert_eq!(count(&format!("'org/model', {bad}")), 1, "{bad}");
        }
    }

    #[test]
    fn the_commit_counts_where_the_revision_is_false() {
        assert_eq!(count("'x', revision='', commit_id='abcdef1'"), 0);
        assert_eq!(count("'x', revision=0, commit_id='abcdef1'"), 0);
        assert_eq!(count("'x', revision='main', commit_id='abcdef1'"), 1);
        assert_eq!(count("'x', revision=None, commit_id='abcdef1'"), 1);
    }

    #[test]
    fn paths_of_this_machine() {
        assert_eq!([count("'./x'"), count("'/x'"), count("'../x'")], [0, 0, 0]);
        assert_eq!(
            [count("'x/y'"), count("'.x'"), count("b'/x'"), count("['/x']"), count("")],
            [1, 1, 1, 1, 1]
        );
    }

    #[test]
    fn the_library_must_be_in_the_name_and_among_the_imports() {
        let text = |import: &str, call: &str| answers("B615", &format!("{import}\n{call}('x')\n")).len();
        assert_eq!(text("import datasets as d", "d.load_dataset"), 1);
        assert_eq!(text("import my_datasets", "x.transformers.from_pretrained"), 1);
        assert_eq!(text("import datasets", "load_dataset"), 0);
        assert_eq!(text("import os", "transformers.from_pretrained"), 0);
        assert_eq!(text("import huggingface_hub", "huggingface_hub.from_pretrained"), 0);
    }

    #[test]
    fn sets_break_it_off_unless_the_revision_is_computed() {
        let text = "import datasets\ndatasets.load_dataset({[]})\ndatasets.load_dataset({[]}, revision=r)\n";
        assert_eq!(
            answers("B615", text),
            ["2 crash cannot use 'list' as a set element (unhashable type: 'list')"]
        );
    }
}
