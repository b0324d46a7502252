//! B609: wildcards in commands that take file names for options.

use std::borrow::Cow;

use stockade_core::finding::Level;
use stockade_core::semantic::literal::Literal;

use crate::context::Call;
use crate::native::shell;
use crate::options::Options;
use crate::python::Container;
use crate::rule::{Check, Hit, Interest, Outcome, When};

crate::rule! {
    /// # Wildcards in shell commands
    ///
    /// A shell replaces `*` by file names before the command sees them. A file called `--checkpoint-action=exec=…` is then an
    /// option of `tar`, and whoever can make files in that folder decides what is run.
    ///
    /// ```python bad
    /// import os
    ///
    /// os.system("tar cf /backup/home.tar *")
    /// ```
    ///
    /// ## Instead
    ///
    /// Name the folder, or list the files yourself and hand them over after `--`, without a shell.
    ///
    /// ```python good
    /// import os
    ///
    /// os.system("tar cf /backup/home.tar -C /home .")
    /// ```
    ///
    /// ## Options
    ///
    /// `shell_injection.shell`, `shell_injection.subprocess`: the functions looked at, the latter with `shell=True`.
    ///
    /// ## Limits
    ///
    /// The commands `chown`, `chmod`, `tar` and `rsync` are known.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit looks for the letters of a command and a `*` anywhere. Here the command must be a word of its own, and what is
    /// given to it a word that begins with `*`, `?` or `[`: behind a folder or after `--` no file name can be an option. Of a
    /// list, a shell reads the first item only.
    ///
    /// ```python bandit
    /// import os
    ///
    /// os.system("/etc/init.d/app start *")
    /// ```
    ///
    /// ```python bandit
    /// import os
    ///
    /// os.system("tar cf /backup/home.tar -- *")
    /// ```
    pub static LINUX_COMMANDS_WILDCARD_INJECTION = "B609" "linux_commands_wildcard_injection" {
        advice: "Name the files or the folder, and put `--` before them.",
        severity: High, confidence: Medium, cwe: 155,
        section: "shell_injection",
        check: Check::Call(When::Configured(calls), check),
        native: Check::Call(When::Configured(shell::calls), shell::wildcard),
    }
}

fn calls(options: &Options) -> Interest<'_> {
    let section = &options.shell_injection;
    match section.has_lists {
        Ok(false) => Interest::Named(Vec::new()),
        Ok(true) => Container::interest(&[&section.shell, &section.subprocess]),
        Err(_) => Interest::Any,
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    let section = &call.scope.options.shell_injection;
    if !section.has_lists.clone()? {
        return Ok(None);
    }
    let runs_shell = section.shell.contains(call.qualname)?
        || (section.subprocess.contains(call.qualname)? && call.keyword_is("shell", "True")? == Some(true));
    if !runs_shell {
        return Ok(None);
    }
    let command: Cow<'_, str> = match call.arg(0)? {
        Some(Literal::Str(text)) => text.into(),
        Some(Literal::List(items)) => {
            let file = call.scope.module.text;
            let mut command = String::new();
            for item in &items {
                command.push(' ');
                command.push_str(&item.as_ref().map_or(Ok("None".into()), |item| item.to_text(file))?);
            }
            command.into()
        }
        _ => return Ok(None),
    };
    if !command.contains('*') || !["chown", "chmod", "tar", "rsync"].iter().any(|name| command.contains(name))
    {
        return Ok(None);
    }
    Hit::new(Level::High, Level::Medium, format!("Possible wildcard injection in call: {}", call.qualname))
        .at(call.keyword_place("shell"))
        .found()
}

#[cfg(test)]
mod tests {
    use stockade_core::config::Value;

    use crate::options::{map, strings};
    use crate::testing::{answers, answers_with};

    #[test]
    fn commands_as_text_and_as_lists() {
        let count = |command: &str| answers("B609", &format!("os.system({command})\n")).len();
        for bad in [
            "'tar *'",
            "'start *'",
            "['chmod', '*']",
            "['x', ['rsync', b'*']]",
            "['*', a, tar]",
            "[('chown', '*')]",
        ] {
            assert_eq!(count(bad), 1, "{bad}");
        }
        for good in
            ["'tar'", "'*'", "b'tar *'", "('tar', '*')", "f'tar *'", "['*', a.tar]", "[]", "", "'ls *'"]
        {
            assert_eq!(count(good), 0, "{good}");
        }
    }

    #[test]
    fn subprocess_needs_a_shell() {
        let text = "subprocess.run('tar *')\nsubprocess.run('tar *', shell=1)\nsubprocess.run('tar *',\n  shell=True)\n";
        let found = "4:0 HIGH/MEDIUM Possible wildcard injection in call: subprocess.run";
        assert_eq!(answers("B609", text), [found]);
    }

    #[test]
    fn sections_of_other_kinds() {
        let with = |section: Value| answers_with("B609", &[("shell_injection", section)], "f('tar *')\n");
        assert_eq!(with(map([("shell", strings(&["f"]))])), [""; 0]);
        assert_eq!(with(map([("shell", strings(&["f"])), ("subprocess", Value::Null)])).len(), 1);
        let list = "1 crash list indices must be integers or slices, not str";
        assert_eq!(with(strings(&["shell", "subprocess"])), [list]);
        assert_eq!(with(strings(&["shell"])), [""; 0]);
        assert_eq!(with(Value::Int(0)), ["1 crash argument of type 'int' is not a container or iterable"]);
        let text = "1 crash string indices must be integers, not 'str'";
        assert_eq!(with(Value::Str("shell subprocess".into())), [text]);
    }
}
