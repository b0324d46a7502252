//! B202: tar archives whose members go where they like.

use stockade_core::ast::{Expr, Ranged};
use stockade_core::finding::Level;
use stockade_core::pystr;

use super::argument::{Argument, is_none};
use crate::context::Call;
use crate::rule::{Hit, Outcome};

/// What a receiver is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Receiver {
    Tar,
    Other,
    Unknown,
}

/// B202: `extractall` of a tar archive, without a filter.
pub(crate) fn extractall(call: &Call<'_, '_>) -> Outcome {
    if call.name != "extractall" {
        return Ok(None);
    }
    let imported = || call.scope.bindings.is_some_and(|bindings| bindings.imported("tarfile"));
    let sure = match receiver(call) {
        Receiver::Tar => Level::High,
        Receiver::Unknown if imported() => Level::Medium,
        Receiver::Unknown | Receiver::Other => return Ok(None),
    };
    let given = |name, position| Argument::of(call.node, name, position);
    if let Argument::Given(filter) = given("filter", None)
        && !is_none(&call.scope, filter)
        && !trusts_all(call, filter)
    {
        return Ok(None);
    }
    let hit = match given("members", Some(1)) {
        Argument::Given(members) if !is_none(&call.scope, members) && !is_all(members) => {
            chosen(call, members)
        }
        Argument::Hidden => return Ok(None),
        _ => Hit::new(
            Level::High,
            sure,
            "tarfile.extractall used without any validation. Please check and discard dangerous members.",
        ),
    };
    hit.found()
}

/// Whether a filter lets members go outside: all but `data` and functions of the program's own.
fn trusts_all(call: &Call<'_, '_>, filter: &Expr) -> bool {
    match call.scope.text(filter) {
        Some(name) => name != "data",
        None => matches!(
            call.scope.resolve(filter).as_str(),
            "tarfile.fully_trusted_filter" | "tarfile.tar_filter"
        ),
    }
}

fn receiver(call: &Call<'_, '_>) -> Receiver {
    let object = call.qualname.strip_suffix(".extractall").unwrap_or(call.qualname);
    if object.is_empty() || object.starts_with('.') {
        return Receiver::Unknown;
    }
    match object.split('.').next().unwrap_or_default() {
        "tarfile" => Receiver::Tar,
        // A name that is bound nowhere, as in a snippet.
        root if root == object && !root.ends_with(')') => Receiver::Unknown,
        _ => Receiver::Other,
    }
}

/// Whether all members are chosen, of whatever archive.
fn is_all(members: &Expr) -> bool {
    let Expr::Call(call) = members else { return false };
    matches!(&*call.func, Expr::Attribute(method) if method.attr.as_str() == "getmembers")
}

/// The hit for members that the program chooses.
fn chosen(call: &Call<'_, '_>, members: &Expr) -> Hit {
    let source = |expr: &Expr| pystr::repr(&call.scope.module.text[expr.range()]);
    match members {
        Expr::Call(function) => {
            let function = source(&function.func);
            Hit::new(
                Level::Low,
                Level::Low,
                format!(
                    "Usage of tarfile.extractall(members=function(tarfile)). Make sure your function properly discards dangerous members {{'Function': {function}}})."
                ),
            )
        }
        other => {
            let other = source(other);
            Hit::new(
                Level::Medium,
                Level::Medium,
                format!(
                    "Found tarfile.extractall(members=?) but couldn't identify the type of members. Check if the members were properly validated {{'Other': {other}}})."
                ),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn level(body: &str) -> String {
        let found = native("B202", &format!("import tarfile, zipfile\n{body}\n"));
        found.first().and_then(|f| f.split(' ').nth(1)).unwrap_or_default().to_owned()
    }

    #[test]
    fn receivers() {
        assert_eq!(level("with tarfile.open(u) as t:\n  t.extractall(d)"), "HIGH/HIGH");
        assert_eq!(level("t = tarfile.TarFile(u)\nt.extractall()"), "HIGH/HIGH");
        assert_eq!(level("def f(t: tarfile.TarFile):\n  t.extractall()"), "HIGH/HIGH");
        assert_eq!(level("def f(t):\n  t.extractall()"), "HIGH/MEDIUM");
        assert_eq!(level("with zipfile.ZipFile(u) as z:\n  z.extractall()"), "");
        assert_eq!(native("B202", "def f(t):\n  t.extractall()\n"), [""; 0]);
        let zip = "import tarfile, zipfile\nzipfile.ZipFile(u).extractall()\n";
        assert_eq!((answers("B202", zip).len(), native("B202", zip).len()), (1, 0));
        let alias = "from tarfile import open as o\no(u).extractall()\n";
        assert_eq!((answers("B202", alias).len(), native("B202", alias).len()), (0, 1));
    }

    #[test]
    fn filters() {
        let of = |arguments: &str| level(&format!("tarfile.open(u).extractall({arguments})"));
        for good in ["filter='data'", "filter=tarfile.data_filter", "filter=mine", "d, **k", "*a"] {
            assert_eq!(of(good), "", "{good}");
        }
        for bad in
            ["filter='tar'", "filter='fully_trusted'", "filter=None", "filter=tarfile.fully_trusted_filter"]
        {
            assert_eq!(of(bad), "HIGH/HIGH", "{bad}");
        }
    }

    #[test]
    fn members() {
        let of = |members: &str| {
            native("B202", &format!("import tarfile\ntarfile.open(u).extractall(d, {members})\n"))
        };
        let message = |text: &str| {
            of(text).concat().split_once('{').map(|(_, rest)| rest.to_owned()).unwrap_or_default()
        };
        assert_eq!(message("members=my.safe(t)"), "'Function': 'my.safe'}).");
        assert_eq!(message("[m]"), "'Other': '[m]'}).");
        assert_eq!(level("tarfile.open(u).extractall(d, t.getmembers())"), "HIGH/HIGH");
        assert_eq!(level("tarfile.open(u).extractall(d, None)"), "HIGH/HIGH");
    }
}
