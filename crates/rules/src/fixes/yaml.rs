//! B506: `yaml.load` and its like become `yaml.safe_load`, or get a loader that is safe. Loaders that are no more than
//! another form of the safe one are replaced; others, such as `BaseLoader`, give other values and stay.

use stockade_core::ast::Expr;
use stockade_core::finding::Fix;

use super::arguments::{Arguments, keyword};
use super::{attribute, fix, replace};
use crate::context::Call;

pub(super) fn safe_load(call: &Call<'_, '_>) -> Option<Fix> {
    let (safe, takes_loader, title) = match call.qualname {
        "yaml.load" => ("safe_load", true, "Read plain data only: `yaml.safe_load`"),
        "yaml.load_all" => ("safe_load_all", true, "Read plain data only: `yaml.safe_load_all`"),
        "yaml.full_load" | "yaml.unsafe_load" => {
            ("safe_load", false, "Read plain data only: `yaml.safe_load`")
        }
        "yaml.full_load_all" | "yaml.unsafe_load_all" => {
            ("safe_load_all", false, "Read plain data only: `yaml.safe_load_all`")
        }
        _ => return None,
    };
    let arguments = Arguments::of(call)?;
    let is_known = |name: Option<&str>| matches!(name, Some("stream" | "Loader"));
    if call.args().len() > 2 || !call.keywords().iter().all(|k| is_known(k.arg.as_deref())) {
        return None;
    }
    let by_keyword = keyword(call, "Loader");
    let loader = by_keyword.map(|keyword| &keyword.value).or(call.args().get(1)).filter(|_| takes_loader);
    let called = attribute(call);
    let Some(loader) = loader else {
        return Some(fix(title, vec![replace(&called?.attr, safe)]));
    };
    let name = call.scope.resolve(loader);
    let kind = name.strip_prefix("yaml.")?.rsplit('.').next()?;
    match (kind, called, loader) {
        ("Loader" | "FullLoader" | "UnsafeLoader", Some(called), _) => {
            let removal = match by_keyword {
                Some(keyword) => arguments.remove(keyword),
                None => arguments.remove(loader),
            };
            Some(fix(title, vec![replace(&called.attr, safe), removal?]))
        }
        ("Loader" | "FullLoader" | "UnsafeLoader", None, Expr::Attribute(named)) => {
            Some(fix("Read plain data only: `SafeLoader`", vec![replace(&named.attr, "SafeLoader")]))
        }
        // The safe one that is as fast.
        ("CLoader" | "CFullLoader" | "CUnsafeLoader", _, Expr::Attribute(named)) => {
            Some(fix("Read plain data only: `CSafeLoader`", vec![replace(&named.attr, "CSafeLoader")]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mended;

    #[track_caller]
    fn check(import: &str, before: &str, after: &str) {
        assert_eq!(mended("B506", &format!("{import}\n{before}\n")), format!("{import}\n{after}\n"));
    }

    #[test]
    fn the_safe_function() {
        check("import yaml", "yaml.load(x)", "yaml.safe_load(x)");
        check(
            "import yaml",
            "d = yaml.load(open(p), Loader=yaml.FullLoader)[0]",
            "d = yaml.safe_load(open(p))[0]",
        );
        check("import yaml", "yaml.load(stream=x, Loader=yaml.UnsafeLoader)", "yaml.safe_load(stream=x)");
        check("import yaml", "yaml.load(x, yaml.loader.Loader)", "yaml.safe_load(x)");
        check("import yaml as y", "y . load (x)", "y . safe_load (x)");
        check("import yaml\nfrom yaml import Loader", "yaml.load(x, Loader=Loader)", "yaml.safe_load(x)");
    }

    #[test]
    fn the_safe_loader() {
        check("import yaml", "yaml.load(x, Loader=yaml.CLoader)", "yaml.load(x, Loader=yaml.CSafeLoader)");
    }

    #[test]
    fn what_is_not_certain_stays() {
        for call in [
            "yaml.load(x, Loader=yaml.BaseLoader)",
            "yaml.load(x, Loader=OurLoader)",
            "yaml.load(x, **k)",
            "yaml.load(*x)",
            "yaml.load(x, version=1)",
        ] {
            check("import yaml", call, call);
        }
        check("import yaml\nfrom yaml import load", "load(x)", "load(x)");
    }
}
