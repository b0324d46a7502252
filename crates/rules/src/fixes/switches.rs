//! Fixes that set one keyword argument.

use stockade_core::ast::{Expr, Keyword};
use stockade_core::finding::Fix;

use super::arguments::{Arguments, keyword};
use super::{fix, replace};
use crate::context::Call;
use crate::pass::string_of;

/// B113: without `timeout`, or with `None`.
pub(super) fn timeout(call: &Call<'_, '_>) -> Option<Fix> {
    let title = "Give it a time limit, in seconds: `timeout=10`";
    let client = client(call)?;
    match keyword(call, "timeout") {
        Some(keyword) if keyword.value.is_none_literal_expr() => {
            Some(fix(title, vec![replace(&keyword.value, "10")]))
        }
        None if client == Client::Requests => Some(fix(title, Arguments::of(call)?.add("timeout=10"))),
        _ => None,
    }
}

#[derive(PartialEq, Eq)]
enum Client {
    Requests,
    Httpx,
}

/// Whose request a call makes, if it surely makes one: what an answer's methods give is named after the library, too.
fn client(call: &Call<'_, '_>) -> Option<Client> {
    let (of, _) = call.qualname.rsplit_once('.')?;
    let is_request =
        matches!(call.name, "get" | "options" | "head" | "post" | "put" | "patch" | "delete" | "request");
    match of {
        "requests" | "requests.api" if is_request => Some(Client::Requests),
        "requests.Session()" | "requests.session()" | "requests.sessions.Session()" if is_request => {
            Some(Client::Requests)
        }
        "httpx" if is_request || matches!(call.name, "stream" | "Client" | "AsyncClient") => {
            Some(Client::Httpx)
        }
        "httpx.Client()" | "httpx.AsyncClient()" if is_request || call.name == "stream" => {
            Some(Client::Httpx)
        }
        _ => None,
    }
}

/// B201: `debug=True`.
pub(super) fn debug(call: &Call<'_, '_>) -> Option<Fix> {
    if !matches!(call.qualname, "flask.Flask().run" | "flask.app.Flask().run") {
        return None;
    }
    switch(call, "debug", true, "Leave the debugger off: `debug=False`")
}

/// B501: `verify=False`.
pub(super) fn verify(call: &Call<'_, '_>) -> Option<Fix> {
    client(call)?;
    switch(call, "verify", false, "Verify certificates: `verify=True`")
}

/// B701: `autoescape=False`. Where it is missing, what the templates make is not known: it may be no HTML.
pub(super) fn autoescape(call: &Call<'_, '_>) -> Option<Fix> {
    switch(call, "autoescape", false, "Escape what is put into templates: `autoescape=True`")
}

/// B602: `shell=True` beside a list, of which a shell would run the first item alone.
pub(super) fn shell(call: &Call<'_, '_>) -> Option<Fix> {
    let command = call.args().first().or_else(|| keyword(call, "args").map(|keyword| &keyword.value))?;
    let Expr::List(list) = command else { return None };
    let program = list.elts.first().and_then(string_of)?;
    // What only a shell knows, and what a shell would take apart.
    const BUILTINS: [&str; 12] =
        ["cd", "source", ".", "export", "alias", "ulimit", "umask", "dir", "copy", "del", "echo", "type"];
    let is_program = !program.is_empty()
        && program.bytes().all(|b| b.is_ascii_alphanumeric() || b"_./-+".contains(&b))
        && !BUILTINS.contains(&program);
    if !is_program || !call.qualname.starts_with("subprocess.") {
        return None;
    }
    switch(call, "shell", true, "Run the program without a shell: `shell=False`")
}

/// B202: `extractall` of an archive of `tarfile`. What else has such a method knows no filter.
pub(super) fn filter(call: &Call<'_, '_>) -> Option<Fix> {
    let is_tar = call.qualname.rsplit_once('.').is_some_and(|(of, name)| {
        matches!(of, "tarfile.open()" | "tarfile.TarFile()" | "tarfile.TarFile.open()")
            && name == "extractall"
    });
    if !is_tar || keyword(call, "filter").is_some() {
        return None;
    }
    let edits = Arguments::of(call)?.add("filter=\"data\"");
    Some(fix("Refuse what would leave the folder: `filter=\"data\"`", edits))
}

/// B614: `torch.load` without `weights_only`.
pub(super) fn weights_only(call: &Call<'_, '_>) -> Option<Fix> {
    let title = "Load weights, not objects: `weights_only=True`";
    // A pickle module and `weights_only` exclude each other.
    if call.qualname != "torch.load" || keyword(call, "pickle_module").is_some() || call.args().len() > 2 {
        return None;
    }
    match keyword(call, "weights_only") {
        Some(_) => switch(call, "weights_only", false, title),
        None => Some(fix(title, Arguments::of(call)?.add("weights_only=True"))),
    }
}

/// Turns a keyword argument over that is `is`, in so many words.
fn switch(call: &Call<'_, '_>, name: &str, is: bool, title: &'static str) -> Option<Fix> {
    let Keyword { value, .. } = keyword(call, name)?;
    match value {
        Expr::BooleanLiteral(literal) if literal.value == is => {
            Some(fix(title, vec![replace(value, if is { "False" } else { "True" })]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mended;

    /// What a fix makes of a line below an import.
    fn line(id: &str, import: &str, line: &str) -> String {
        let mended = mended(id, &format!("import {import}\n{line}\n"));
        mended.strip_prefix(&format!("import {import}\n")).expect("the import stays").trim_end().to_owned()
    }

    #[track_caller]
    fn check(id: &str, import: &str, cases: &[(&str, &str)]) {
        for (before, after) in cases {
            assert_eq!(line(id, import, before), *after);
        }
    }

    #[test]
    fn timeouts() {
        let same = "requests.get(u, timeout=t())";
        check(
            "B113",
            "requests, httpx",
            &[
                ("requests.get(u, timeout=None)", "requests.get(u, timeout=10)"),
                ("requests.post(u, timeout=None, **k)", "requests.post(u, timeout=10, **k)"),
                ("httpx.get(u, timeout=None)", "httpx.get(u, timeout=10)"),
                ("httpx.Client(timeout=(None))", "httpx.Client(timeout=(10))"),
                (same, same),
            ],
        );
    }

    #[test]
    fn certificates() {
        check(
            "B501",
            "requests",
            &[
                ("requests.get(u, verify=False)", "requests.get(u, verify=True)"),
                ("requests.get(u, verify=False, **k)", "requests.get(u, verify=True, **k)"),
                ("requests.get(u, verify='False')", "requests.get(u, verify='False')"),
                ("requests.get(u).get(verify=False)", "requests.get(u).get(verify=False)"),
            ],
        );
    }

    #[test]
    fn debuggers_and_templates() {
        let text = "from flask import Flask\napp = Flask(n)\napp.run(debug=True)\n";
        assert_eq!(mended("B201", text), text.replace("True", "False"));
        let text = "from flask import Flask\nother(n).run(debug=True)\n";
        assert_eq!(mended("B201", text), text);
        check(
            "B701",
            "jinja2",
            &[
                ("jinja2.Environment(autoescape=False)", "jinja2.Environment(autoescape=True)"),
                ("jinja2.Environment()", "jinja2.Environment()"),
            ],
        );
    }

    #[test]
    fn archives() {
        check(
            "B202",
            "tarfile",
            &[
                ("tarfile.open(p).extractall()", "tarfile.open(p).extractall(filter=\"data\")"),
                ("tarfile.open(p).extractall(d)", "tarfile.open(p).extractall(d, filter=\"data\")"),
                ("x[0].extractall(d)", "x[0].extractall(d)"),
            ],
        );
    }

    #[test]
    fn shells() {
        check(
            "B602",
            "subprocess",
            &[
                ("subprocess.run(['ls', x], shell=True)", "subprocess.run(['ls', x], shell=False)"),
                ("subprocess.run(['ls -l', x], shell=True)", "subprocess.run(['ls -l', x], shell=True)"),
                ("subprocess.run(['cd', x], shell=True)", "subprocess.run(['cd', x], shell=True)"),
                ("subprocess.run('ls ' + x, shell=True)", "subprocess.run('ls ' + x, shell=True)"),
            ],
        );
    }

    #[test]
    fn weights() {
        check(
            "B614",
            "torch",
            &[
                ("torch.load(p)", "torch.load(p, weights_only=True)"),
                ("torch.load(p, weights_only=False)", "torch.load(p, weights_only=True)"),
                ("torch.load(p, pickle_module=x)", "torch.load(p, pickle_module=x)"),
            ],
        );
    }
}
