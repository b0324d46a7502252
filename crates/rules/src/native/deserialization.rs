//! B506 and B614: loaders that make any object that the data names, unless they are told not to.

use stockade_core::ast::{Expr, Stmt};
use stockade_core::finding::Level;

use super::argument::{Argument, is_none, truth};
use crate::context::{Call, Scope};
use crate::rule::{Hit, Outcome};

/// B506: `yaml.load` and `yaml.load_all` with such a loader.
pub(crate) fn yaml(call: &Call<'_, '_>) -> Outcome {
    if !matches!(call.qualname, "yaml.load" | "yaml.load_all") {
        return Ok(None);
    }
    let loader = Argument::of(call.node, "Loader", Some(1));
    let confidence = match loader {
        Argument::Missing => Level::High,
        Argument::Hidden => return Ok(None),
        Argument::Given(loader) => match is_safe(&call.scope, loader, 0) {
            Some(true) => return Ok(None),
            Some(false) => Level::High,
            // A loader that comes from elsewhere may be either.
            None => Level::Medium,
        },
    };
    Hit::new(
        Level::Medium,
        confidence,
        "Use of unsafe yaml load. Allows instantiation of arbitrary objects. Consider yaml.safe_load().",
    )
    .found()
}

/// How many base classes are followed.
const MAX_BASES: usize = 4;

/// Whether a loader makes plain data only, if that is known.
fn is_safe(scope: &Scope<'_, '_>, loader: &Expr, depth: usize) -> Option<bool> {
    let name = scope.resolve(loader);
    let last = name.rsplit('.').next().unwrap_or_default();
    match last {
        "SafeLoader" | "CSafeLoader" | "BaseLoader" | "CBaseLoader" => return Some(true),
        "Loader" | "CLoader" | "UnsafeLoader" | "CUnsafeLoader" | "FullLoader" | "CFullLoader"
            if name.starts_with("yaml.") =>
        {
            return Some(false);
        }
        _ => {}
    }
    if depth == MAX_BASES {
        return None;
    }
    // A class of this file is as safe as the class that it extends.
    let Expr::Name(class) = loader else { return None };
    let class = scope.module.tree().body.iter().find_map(|stmt| match stmt {
        Stmt::ClassDef(found) if found.name.as_str() == class.id.as_str() => Some(found),
        _ => None,
    })?;
    let bases = &class.arguments.as_deref()?.args;
    bases.iter().find_map(|base| is_safe(scope, base, depth + 1))
}

/// B614: `torch.load` of more than weights.
pub(crate) fn torch(call: &Call<'_, '_>) -> Outcome {
    if !matches!(call.qualname, "torch.load" | "torch.serialization.load") {
        return Ok(None);
    }
    let confidence = match Argument::of(call.node, "weights_only", None) {
        // The default, which is to take anything before PyTorch 2.6.
        Argument::Given(only) if is_none(&call.scope, only) => Level::Medium,
        Argument::Missing => Level::Medium,
        Argument::Given(only) => match truth(&call.scope, only) {
            Some(true) => return Ok(None),
            Some(false) => Level::High,
            None => Level::Low,
        },
        Argument::Hidden => return Ok(None),
    };
    Hit::new(Level::Medium, confidence, "Use of unsafe PyTorch load").found()
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    #[test]
    fn loaders() {
        let count = |loader: &str| {
            native("B506", &format!("import yaml\nS = yaml.SafeLoader\nclass L(S): pass\nclass U(yaml.Loader): pass\nyaml.load({loader})\n"))
                .len()
        };
        for safe in [
            "x, S",
            "x, Loader=S",
            "x, Loader=L",
            "x, yaml.BaseLoader",
            "Loader=yaml.CSafeLoader, stream=x",
            "x, **k",
            "*a",
        ] {
            assert_eq!(count(safe), 0, "{safe}");
        }
        for unsafe_ in
            ["x", "x, U", "x, yaml.Loader", "x, Loader=yaml.FullLoader", "x, Loader=l", "x, 'SafeLoader'"]
        {
            assert_eq!(count(unsafe_), 1, "{unsafe_}");
        }
        let either = "import yaml\ntry:\n  from yaml import CSafeLoader as L\nexcept ImportError:\n  from yaml import SafeLoader as L\nyaml.load(x, L)\n";
        assert_eq!((answers("B506", either).len(), native("B506", either).len()), (1, 0));
    }

    #[test]
    fn other_modules_called_yaml() {
        let text = "from ruamel import yaml\nyaml.YAML(typ='safe').load(x)\n";
        assert_eq!(native("B506", text), [""; 0]);
        let text = "def f(yaml):\n  yaml.load(x)\nimport yaml\nyaml.load_all(x)\n";
        assert_eq!(native("B506", text).len(), 1);
    }

    #[test]
    fn weights() {
        let level = |argument: &str| {
            let found = native("B614", &format!("import torch\nON = True\ntorch.load(f, {argument})\n"));
            found.first().and_then(|f| f.split(' ').nth(1)).unwrap_or_default().to_owned()
        };
        assert_eq!([level("weights_only=ON"), level("**k")], ["", ""]);
        assert_eq!(level("weights_only=False"), "MEDIUM/HIGH");
        assert_eq!([level(""), level("weights_only=None")], ["MEDIUM/MEDIUM"; 2]);
        assert_eq!(level("weights_only=w"), "MEDIUM/LOW");
    }
}
