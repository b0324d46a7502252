//! Our word on what the deny lists of calls name: which calls are harmless by their arguments, and how sure the others are.

use stockade_core::ast::{Expr, Stmt};
use stockade_core::finding::{Level, RuleInfo};
use stockade_core::walk::Node;

use super::{markup, secret, urls};
use crate::context::Call;
use crate::rule::Hit;

/// The hit that remains of one that a list gave; none where the call is harmless.
pub(crate) fn judged(info: &RuleInfo, hit: Hit, call: &Call<'_, '_>) -> Option<Hit> {
    let first = || call.args().first().or_else(|| call.keywords().first().map(|keyword| &keyword.value));
    match info.id {
        // What the program has just written itself.
        "B301" | "B302" => {
            let module = call.qualname.split('.').next().unwrap_or_default();
            let own = first().is_some_and(|data| call.scope.resolve(data) == format!("{module}.dumps()"));
            (!own).then_some(hit)
        }
        "B307" => first().is_none_or(|code| call.scope.text(code).is_none()).then_some(hit),
        "B308" => (!markup::marks_constant(call)).then_some(hit),
        "B310" => (!urls::is_http(call)).then_some(hit),
        "B311" => {
            let confidence = if is_for_secret(call) { Level::High } else { Level::Low };
            Some(Hit { confidence, ..hit })
        }
        "B313" | "B314" | "B316" | "B317" | "B318" | "B319" => {
            // Only what takes the document itself can be given one that is constant.
            let takes_text = matches!(call.name, "fromstring" | "parseString");
            let own = takes_text
                && first().is_some_and(|text| {
                    call.scope.is_constant(text)
                        || matches!(call.scope.resolve(text).as_str(), "xml.etree.ElementTree.tostring()")
                });
            (!own).then_some(hit)
        }
        _ => Some(hit),
    }
}

/// Words that make a name that of something nobody may guess.
const GUARDED: &[&str] =
    &["nonce", "salt", "otp", "totp", "csrf", "captcha", "credential", "credentials", "session_id", "sid"];

/// Whether what is around a call speaks of a secret: the variable it is assigned to, the parameter, the function.
fn is_for_secret(call: &Call<'_, '_>) -> bool {
    let speaks = |name: &str| {
        secret::kind_of(name).is_some()
            || name.split('_').any(|word| GUARDED.iter().any(|guarded| guarded.eq_ignore_ascii_case(word)))
    };
    for node in call.scope.parents.near() {
        let found = match node {
            Node::Keyword(keyword) => keyword.arg.as_ref().is_some_and(|name| speaks(name)),
            Node::Stmt(Stmt::Assign(assign)) => {
                assign.targets.iter().any(|target| target_speaks(target, &speaks))
            }
            Node::Stmt(Stmt::AnnAssign(assign)) => target_speaks(&assign.target, &speaks),
            Node::Stmt(Stmt::FunctionDef(function)) => return speaks(&function.name),
            Node::Stmt(Stmt::ClassDef(_)) => return false,
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

fn target_speaks(target: &Expr, speaks: &dyn Fn(&str) -> bool) -> bool {
    match target {
        Expr::Name(name) => speaks(&name.id),
        Expr::Attribute(attribute) => speaks(&attribute.attr),
        Expr::Subscript(subscript) => {
            matches!(&*subscript.slice, Expr::StringLiteral(key) if speaks(key.value.to_str()))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn counts(id: &str, text: &str) -> [usize; 2] {
        [answers(id, text).len(), native(id, text).len()]
    }

    #[test]
    fn what_the_program_wrote_itself() {
        assert_eq!(counts("B301", "import pickle\npickle.loads(pickle.dumps(x))\n"), [1, 0]);
        assert_eq!(counts("B301", "import pickle\nd = pickle.dumps(x)\npickle.loads(d)\n"), [1, 0]);
        assert_eq!(counts("B301", "import pickle\npickle.loads(x)\n"), [1, 1]);
        assert_eq!(counts("B307", "eval('1 + 1')\neval(x)\n"), [2, 1]);
        assert_eq!(
            counts("B314", "import xml.etree.ElementTree as E\nE.fromstring('<a/>')\nE.fromstring(x)\n"),
            [2, 1]
        );
        assert_eq!(counts("B314", "import xml.etree.ElementTree as E\nE.parse('a.xml')\n"), [1, 1]);
    }

    #[test]
    fn what_is_handed_on() {
        assert_eq!(counts("B307", "map(eval, x)\n"), [0, 1]);
        assert_eq!(counts("B307", "def f(eval):\n  map(eval, x)\n"), [0, 0]);
        assert_eq!(counts("B301", "import pickle\nf(load=pickle.load)\n"), [0, 1]);
        assert_eq!(counts("B311", "import random\nisinstance(x, random.Random)\n"), [0, 0]);
        assert_eq!(counts("B323", "import ssl\nssl.x = ssl._create_unverified_context\n"), [0, 1]);
        // What a plain name stands for is known where it is called.
        assert_eq!(counts("B301", "import pickle\nload = pickle.load\nload(x)\n"), [0, 1]);
        assert_eq!(
            counts("B308", "from django.utils.safestring import mark_safe\n@mark_safe\ndef f(): pass\n"),
            [0, 1]
        );
        let found = native("B307", "f(\n  x, eval)\n");
        assert!(found[0].starts_with("2:5 MEDIUM/MEDIUM "), "{found:?}");
    }

    #[test]
    fn random_numbers_by_what_they_are_for() {
        let level = |text: &str| {
            let found = native("B311", &format!("import random\n{text}\n"));
            found.first().and_then(|f| f.split(' ').nth(1)).unwrap_or_default().to_owned()
        };
        assert_eq!(level("delay = random.random()"), "LOW/LOW");
        for secret in [
            "token = random.random()",
            "self.csrf_token = str(random.random())",
            "d['password'] = ''.join(random.choice(a) for _ in b)",
            "def make_nonce():\n  return random.getrandbits(64)",
            "f(salt=random.random())",
        ] {
            assert_eq!(level(secret), "LOW/HIGH", "{secret}");
        }
        assert_eq!(level("random.SystemRandom().choice(x)"), "");
    }
}
