//! B105, B106 and B107: secrets in the source. Here is where in the code a name meets a text; what the two say is judged
//! in [`secret`](super::secret).

use std::borrow::Cow;

use stockade_core::ast::{
    CmpOp, DictItem, Expr, ExprDict, FStringPart, InterpolatedStringElement, ParameterWithDefault, Ranged,
    Stmt, StmtClassDef, TextRange,
};
use stockade_core::finding::Level;
use stockade_core::walk::Node;

use super::secret::{self, Use};
use crate::context::{Call, Constant, Function};
use crate::rule::{Hit, Outcome};

/// B105: a text that is assigned to such a name, stands under such a key, or is compared with such a thing.
pub(crate) fn text(constant: &Constant<'_, '_>) -> Outcome {
    let range = constant.range;
    let hit = match constant.above(0) {
        Some(Node::Stmt(Stmt::Assign(assign))) if assign.value.range() == range => {
            assign.targets.iter().find_map(|target| assigned(constant, target))
        }
        Some(Node::Stmt(Stmt::AnnAssign(assign)))
            if assign.value.as_deref().is_some_and(|value| value.range() == range) =>
        {
            assigned(constant, &assign.target)
        }
        Some(Node::Expr(Expr::Named(named))) if named.value.range() == range => {
            assigned(constant, &named.target)
        }
        Some(Node::Expr(Expr::Tuple(values))) => match constant.above(1) {
            Some(Node::Stmt(Stmt::Assign(assign))) => {
                let at = values.elts.partition_point(|value| value.range().start() < range.start());
                assign.targets.iter().find_map(|target| match target {
                    Expr::Tuple(targets) if targets.elts.len() == values.elts.len() => {
                        assigned(constant, targets.elts.get(at)?)
                    }
                    _ => None,
                })
            }
            _ => None,
        },
        Some(Node::Expr(Expr::Dict(dict))) => {
            key_of(dict, range).and_then(|key| labelled(dict, key, constant.text))
        }
        Some(Node::Expr(Expr::Compare(compare)))
            if matches!(&*compare.ops, [CmpOp::Eq | CmpOp::NotEq | CmpOp::Is | CmpOp::IsNot]) =>
        {
            let other = match &*compare.comparators {
                [right] if right.range() == range => &*compare.left,
                [right] => right,
                _ => return Ok(None),
            };
            name_of(other).and_then(|name| used(name, constant.text))
        }
        _ => None,
    };
    Ok(hit.map(|hit| hit.on(range)))
}

/// B106: a text as an argument of such a name.
pub(crate) fn argument(call: &Call<'_, '_>) -> Outcome {
    let hit = call.keywords().iter().find_map(|keyword| {
        let name = keyword.arg.as_ref()?.as_str();
        secret::kind_of(name)?;
        let text = literal(&keyword.value)?;
        used(name, &text).map(|hit| hit.on(keyword.value.range()))
    });
    Ok(hit)
}

/// B107: a text as the default of a parameter of such a name.
pub(crate) fn default(function: &Function<'_, '_>) -> Outcome {
    let parameters = &*function.node.parameters;
    let all = parameters.posonlyargs.iter().chain(&parameters.args).chain(&parameters.kwonlyargs);
    Ok(all.filter_map(of_parameter).next())
}

fn of_parameter(parameter: &ParameterWithDefault) -> Option<Hit> {
    let default = parameter.default.as_deref()?;
    let name = parameter.parameter.name.as_str();
    let text = literal(default)?;
    used(name, &text).map(|hit| hit.on(default.range()))
}

/// The hit for a text that is assigned: a name that is given its own words is a constant that stands for them.
fn assigned(constant: &Constant<'_, '_>, target: &Expr) -> Option<Hit> {
    let name = match target {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Subscript(subscript) => string_of(&subscript.slice)?,
        _ => return None,
    };
    secret::kind_of(name)?;
    if let Some(Node::Stmt(Stmt::ClassDef(class))) = constant.above(1)
        && is_enumeration(class)
    {
        return None;
    }
    // `SECRET_KEY = "secret-key"` is a setting of frameworks and no name for itself.
    if name.eq_ignore_ascii_case("secret_key") {
        return used(name, constant.text);
    }
    let is_constant = !name.bytes().any(|b| b.is_ascii_lowercase());
    if secret::same_words(name, constant.text)
        && (is_constant || matches!(constant.above(1), Some(Node::Stmt(Stmt::ClassDef(_)))))
    {
        return None;
    }
    called(name, constant.text)
}

/// How many items of a dictionary are looked at beside the one at hand, which could be one of very many.
const MAX_ITEMS: usize = 200;

/// The hit for a value below a key. Where more keys, or the only one, are their own values, it is a list of names.
fn labelled(dict: &ExprDict, key: &Expr, text: &str) -> Option<Hit> {
    let name = string_of(key)?;
    secret::kind_of(name)?;
    if secret::same_words(name, text) {
        let own = |item: &DictItem| {
            let pair = (item.key.as_ref().and_then(string_of), string_of(&item.value));
            matches!(pair, (Some(key), Some(value)) if secret::same_words(key, value))
        };
        if dict.items.len() == 1
            || dict.items.iter().take(MAX_ITEMS).filter(|item| own(item)).nth(1).is_some()
        {
            return None;
        }
    }
    called(name, text)
}

/// The hit for a text that stands under a name.
fn called(name: &str, text: &str) -> Option<Hit> {
    let kind = secret::kind_of(name)?;
    secret::confidence(kind, name, text, Use::Called).map(|confidence| report(text, confidence))
}

/// The hit for a text that is handed over or compared.
fn used(name: &str, text: &str) -> Option<Hit> {
    let kind = secret::kind_of(name)?;
    secret::confidence(kind, name, text, Use::Handed).map(|confidence| report(text, confidence))
}

fn report(text: &str, confidence: Level) -> Hit {
    Hit::new(Level::Low, confidence, format!("Possible hardcoded password: '{text}'"))
}

/// The key of the value that stands at that place.
fn key_of(dict: &ExprDict, place: TextRange) -> Option<&Expr> {
    let at = dict.items.partition_point(|item| item.value.range().start() < place.start());
    let item = dict.items.get(at)?;
    if item.value.range() == place { item.key.as_ref() } else { None }
}

/// The name by which something is compared: of a variable, an attribute, a key.
fn name_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        Expr::Subscript(subscript) => string_of(&subscript.slice),
        Expr::Named(named) => name_of(&named.target),
        // `form.get("password")`
        Expr::Call(call) => match (&*call.func, call.arguments.args.first()) {
            (Expr::Attribute(method), Some(key))
                if matches!(method.attr.as_str(), "get" | "getenv" | "pop") =>
            {
                string_of(key)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether the members of a class are names for values: those of an `Enum`, of Django's choices.
fn is_enumeration(class: &StmtClassDef) -> bool {
    let bases = class.arguments.as_deref().map_or(&[][..], |arguments| &arguments.args);
    bases.iter().any(|base| {
        let name = match base {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return false,
        };
        name.ends_with("Enum") || name.ends_with("Choices")
    })
}

fn string_of(expr: &Expr) -> Option<&str> {
    if let Expr::StringLiteral(literal) = expr { Some(literal.value.to_str()) } else { None }
}

/// The text of a literal: of a string, of bytes, of an f-string without fields.
fn literal(expr: &Expr) -> Option<Cow<'_, str>> {
    match expr {
        Expr::StringLiteral(literal) => Some(literal.value.to_str().into()),
        Expr::BytesLiteral(literal) => {
            let bytes: Vec<u8> = literal.value.bytes().collect();
            String::from_utf8(bytes).ok().map(Cow::Owned)
        }
        Expr::FString(string) => {
            let mut text = String::new();
            for part in string.value.as_slice() {
                match part {
                    FStringPart::Literal(literal) => text.push_str(&literal.value),
                    FStringPart::FString(fstring) => {
                        for element in &*fstring.elements {
                            let InterpolatedStringElement::Literal(literal) = element else { return None };
                            text.push_str(&literal.value);
                        }
                    }
                }
            }
            Some(text.into())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    /// The quoted values that are found, by Bandit and by us.
    fn values(id: &str, text: &str) -> [String; 2] {
        let of = |found: Vec<String>| {
            let value = |f: &String| {
                f.rsplit_once(": ").map_or_else(String::new, |(_, value)| value.replace('\'', ""))
            };
            found.iter().map(value).collect::<Vec<_>>().join(" ")
        };
        [of(answers(id, text)), of(native(id, text))]
    }

    #[test]
    fn ways_to_assign() {
        for (text, bandit) in [
            ("password = 'hunter2'\n", "hunter2"),
            ("self.password = x = 'hunter2'\n", "hunter2"),
            ("config['db']['password'] = 'hunter2'\n", "hunter2"),
            ("password: str = 'hunter2'\n", ""),
            ("f(password := 'hunter2')\n", ""),
            ("user, password = 'joe', 'hunter2'\n", ""),
            ("password = b'hunter2'\n", ""),
            ("password = f'hunter2'\n", "hunter2 hunter2"),
            ("class C:\n  password = 'hunter2'\n", "hunter2"),
        ] {
            let bandit = if text.contains("f'") { "" } else { bandit };
            assert_eq!(values("B105", text), [bandit, "hunter2"], "{text}");
        }
        for text in [
            "password = f'hunter{x}'\n",
            "password: Literal['hunter2']\n",
            "user, password = load('hunter2')\n",
        ] {
            assert_eq!(values("B105", text)[1], "", "{text}");
        }
    }

    #[test]
    fn ways_to_compare() {
        for text in [
            "password == 'hunter2'\n",
            "'hunter2' != user.password\n",
            "data['password'] == 'hunter2'\n",
            "form.get('password') == 'hunter2'\n",
        ] {
            assert_eq!(values("B105", text)[1], "hunter2", "{text}");
        }
        for text in
            ["password in 'hunter2'\n", "password < 'hunter2'\n", "token == 'if'\n", "password == ''\n"]
        {
            assert_eq!(values("B105", text)[1], "", "{text}");
        }
    }

    #[test]
    fn keys_of_dictionaries() {
        assert_eq!(values("B105", "{'password': None, 'pwd': 'hunter2'}\n"), ["None hunter2", "hunter2"]);
        assert_eq!(values("B105", "{**x, 'password': 'hunter2', **y}\n"), ["hunter2", "hunter2"]);
        assert_eq!(values("B105", "{'next_token': 'NextToken', 'token': 'Token'}\n")[1], "");
        // A list of names, and a person's data.
        assert_eq!(values("B105", "{'user': 'user', 'password': 'password'}\n")[1], "");
        assert_eq!(values("B105", "{'user': 'joe', 'password': 'password'}\n")[1], "password");
    }

    #[test]
    fn names_for_themselves() {
        for text in [
            "PASSWORD = 'password'\n",
            "class Grant:\n  password = 'password'\n",
            "class Grant(StrEnum):\n  CLIENT_SECRET = 'secret of the client7'\n",
        ] {
            assert_eq!(values("B105", text)[1], "", "{text}");
        }
        assert_eq!(values("B105", "password = 'password'\n")[1], "password");
        assert_eq!(values("B105", "SECRET_KEY = 'secret_key'\n")[1], "secret_key");
    }

    #[test]
    fn arguments_and_defaults() {
        assert_eq!(values("B106", "f(token_type='Bearer', password='hunter2')\n"), ["Bearer", "hunter2"]);
        assert_eq!(values("B106", "f(password=b'hunter2', **k)\n"), ["", "hunter2"]);
        assert_eq!(values("B107", "def f(a='x', /, password='hunter2'): pass\n"), ["x", "hunter2"]);
        assert_eq!(values("B107", "async def f(*, apiKey='8f14e45fceea'): pass\n"), ["", "8f14e45fceea"]);
        assert_eq!(values("B107", "def f(password='', secret=None): pass\n"), ["", ""]);
    }

    #[test]
    fn the_place_is_that_of_the_value() {
        assert_eq!(
            native("B107", "def f(\n  password='hunter2',\n): pass\n"),
            ["2:11 LOW/MEDIUM Possible hardcoded password: 'hunter2'"]
        );
        assert_eq!(
            native("B105", "x = {'password':\n  'hunter2'}\n"),
            ["2:2 LOW/MEDIUM Possible hardcoded password: 'hunter2'"]
        );
    }
}
