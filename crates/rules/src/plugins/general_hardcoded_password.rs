//! B105, B106 and B107: passwords in the source. The message is Bandit's, kept for byte parity and credited in NOTICE.

use memchr::memchr_iter;
use stockade_core::ast::{Expr, ExprDict, Ranged, Stmt, TextRange};
use stockade_core::finding::Level;
use stockade_core::semantic::literal;
use stockade_core::walk::Node;

use crate::context::{Call, Function, Text};
use crate::native::password;
use crate::pass::string_of;
use crate::rule::{Check, Crash, Hit, Outcome, When, Whole, Within};

crate::rule! {
    /// # A password in the source
    ///
    /// Who can read the repository, or any copy of it, knows the password, and changing it takes a release. Reported is a
    /// string that is assigned to, compared with, or the value of a dictionary's key of a name such as `password`,
    /// `db_pwd`, `token` or `secret`.
    ///
    /// ```python bad
    /// db_password = "hunter2"
    /// ```
    ///
    /// ## Instead
    ///
    /// Read it from the environment or from a store of secrets when the program starts.
    ///
    /// ```python good
    /// import os
    ///
    /// db_password = os.environ["DB_PASSWORD"]
    /// ```
    ///
    /// ## Limits
    ///
    /// A secret under another name is not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// For Bandit the name alone decides; here the text must look like a secret, too. Nothing is said of empty texts, `***`,
    /// placeholders, messages, URLs without a password, paths, names (`NextToken`, `DB_PASSWORD`), nor of names that speak
    /// of something else (`token_type`, `password_field`, `pad_token`). What `token` and `api_key` are must look made up.
    /// The confidence is high for what looks random and low for what may be a label.
    ///
    /// ```python bandit
    /// pages = {"input_token": "NextToken"}
    /// token_type = "Bearer"
    /// ```
    ///
    /// Found as well: annotated and nested assignments, `:=`, bytes, `apiKey`, `X-Auth-Token`, and comparisons of items.
    ///
    /// ```python native
    /// password: str = "hunter2"
    /// is_admin = form["password"] == "hunter2"
    /// apiKey = "8f14e45fceea167a"
    /// ```
    pub static HARDCODED_PASSWORD_STRING = "B105" "hardcoded_password_string" {
        advice: "Read it from the environment or a store of secrets, and change the one that was published.",
        severity: Low, confidence: Medium, cwe: 259,
        check: Check::Text(
            Within::These(&[Whole::Assignment, Whole::Dict, Whole::Subscript, Whole::Comparison]),
            string,
        ),
        native: Check::Constant(password::text),
    }
}

crate::rule! {
    /// # A password as an argument
    ///
    /// As B105, for keyword arguments of calls: a string for an argument called `password`, `token` and the like.
    ///
    /// ```python bad
    /// connect(user="app", password="hunter2")
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import os
    ///
    /// connect(user="app", password=os.environ["DB_PASSWORD"])
    /// ```
    ///
    /// ## Limits
    ///
    /// One finding for each call. Positional arguments have no names to go by.
    ///
    /// ## Differs from Bandit
    ///
    /// The text must look like a secret, as B105 tells; bytes and f-strings without fields count, too.
    ///
    /// ```python bandit
    /// client = Client(token_type="Bearer", password="")
    /// ```
    ///
    /// ```python native
    /// archive.extract(password=b"hunter2")
    /// ```
    pub static HARDCODED_PASSWORD_FUNCARG = "B106" "hardcoded_password_funcarg" {
        advice: "Read it from the environment or a store of secrets, and change the one that was published.",
        severity: Low, confidence: Medium, cwe: 259,
        check: Check::Call(When::AnyKeyword, argument),
        native: Check::Call(When::AnyKeyword, password::argument),
    }
}

crate::rule! {
    /// # A password as a default
    ///
    /// As B105, for the defaults of a function's parameters. A default is what runs when nobody thought of setting a
    /// password.
    ///
    /// ```python bad
    /// def connect(user, password="hunter2"):
    ///     open_session(user, password)
    /// ```
    ///
    /// ## Instead
    ///
    /// Ask for it.
    ///
    /// ```python good
    /// def connect(user, password):
    ///     open_session(user, password)
    /// ```
    ///
    /// ## Limits
    ///
    /// Lambdas are not looked at.
    ///
    /// ## Differs from Bandit
    ///
    /// The text must look like a secret, as B105 tells. Keyword-only parameters and `async def` are looked at, and each
    /// default belongs to its own parameter, positional-only ones or not.
    ///
    /// ```python bandit
    /// def train(text, secret="", token="<unk>"):
    ///     encode(text, token)
    /// ```
    ///
    /// ```python native
    /// async def connect(user, *, password="hunter2"):
    ///     await open_session(user, password)
    /// ```
    pub static HARDCODED_PASSWORD_DEFAULT = "B107" "hardcoded_password_default" {
        advice: "Make the parameter required, so that nobody runs with the default.",
        severity: Low, confidence: Medium, cwe: 259,
        check: Check::Function(default),
        native: Check::Function(password::default),
    }
}

fn report(value: &str) -> Hit {
    Hit::new(Level::Low, Level::Medium, format!("Possible hardcoded password: '{value}'"))
}

fn string(text: &Text<'_, '_>) -> Outcome {
    let value = match text.parent() {
        Some(Node::Stmt(Stmt::Assign(assign))) => {
            let named = assign.targets.iter().any(|target| match target {
                Expr::Name(name) => is_credential(&name.id),
                Expr::Attribute(attribute) => is_credential(&attribute.attr),
                _ => false,
            });
            named.then_some(text.node.value.into())
        }
        Some(Node::Expr(Expr::Dict(dict))) if is_credential(text.node.value) => {
            match value_of_key(dict, text.node.range) {
                Some(value) => literal::constant_text(value)?,
                None => None,
            }
        }
        Some(Node::Expr(Expr::Subscript(_))) if is_credential(text.node.value) => {
            match text.scope.parents.nth(1) {
                Some(Node::Stmt(Stmt::Assign(assign))) => string_of(&assign.value).map(Into::into),
                _ => None,
            }
        }
        Some(Node::Expr(Expr::Compare(compare))) => {
            let named = match &*compare.left {
                Expr::Name(name) => is_credential(&name.id),
                Expr::Attribute(attribute) => is_credential(&attribute.attr),
                _ => false,
            };
            let right = if named { compare.comparators.first() } else { None };
            right.and_then(string_of).map(Into::into)
        }
        _ => None,
    };
    Ok(value.map(|value| report(&value)))
}

/// The value under the key that stands at that place, if it is one that does.
fn value_of_key(dict: &ExprDict, place: TextRange) -> Option<&Expr> {
    let start_of = |key: &Option<Expr>, value: &Expr| key.as_ref().map_or(value.range(), Expr::range).start();
    let at = dict.items.partition_point(|item| start_of(&item.key, &item.value) < place.start());
    let item = dict.items.get(at)?;
    (item.key.as_ref()?.range() == place).then_some(&item.value)
}

fn argument(call: &Call<'_, '_>) -> Outcome {
    for keyword in call.keywords() {
        let Some(value) = string_of(&keyword.value) else { continue };
        let Some(name) = &keyword.arg else {
            return Err(Crash::new("expected string or bytes-like object, got 'NoneType'"));
        };
        if is_credential(name) {
            return report(value).at(Some(keyword.value.range().start())).found();
        }
    }
    Ok(None)
}

fn default(function: &Function<'_, '_>) -> Outcome {
    let parameters = &*function.node.parameters;
    if parameters.args.iter().all(|p| p.default.is_none()) {
        return Ok(None);
    }
    let defaults =
        || parameters.posonlyargs.iter().chain(&parameters.args).filter_map(|p| p.default.as_deref());
    // The defaults of positional-only parameters push the others to the right, beyond the end.
    let without = parameters.args.len().saturating_sub(defaults().count());
    for (parameter, default) in parameters.args.iter().skip(without).zip(defaults()) {
        if let Some(value) = string_of(default)
            && is_credential(&parameter.parameter.name)
        {
            return report(value).found();
        }
    }
    Ok(None)
}

/// Whether a name speaks of a password: `(^W$|_W_|^W_|_W$)`, searched without regard to case, where `W` is
/// `(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)`.
fn is_credential(name: &str) -> bool {
    let begins_word = |at: usize| is_word(&name[at + 1..]);
    is_word(name)
        || if name.len() > SHORT {
            memchr_iter(b'_', name.as_bytes()).any(begins_word)
        } else {
            name.bytes().enumerate().any(|(at, byte)| byte == b'_' && begins_word(at))
        }
}

/// As long as most names and keys are: to begin a search takes longer than to look at so few bytes.
const SHORT: usize = 32;

/// Whether it is one of the words, alone.
pub(crate) fn is_credential_word(word: &str) -> bool {
    !word.contains(['_', '\n']) && is_word(word)
}

/// Whether one of the words stands at the front, before the end or an underscore.
fn is_word(text: &str) -> bool {
    let Some(&first) = text.as_bytes().first() else { return false };
    match first.to_ascii_lowercase() {
        b'p' => is_password(text),
        b't' => after(text, "token").is_some_and(ends),
        // The long s folds to an s.
        b's' | 0xc5 => {
            after(text, "secret").is_some_and(|rest| ends(rest) || after(rest, "e").is_some_and(ends))
        }
        _ => false,
    }
}

fn is_password(text: &str) -> bool {
    if after(text, "pwd").is_some_and(ends) {
        return true;
    }
    let Some(rest) = after(text, "pass") else {
        // `pas+` is content with one.
        return after(text, "pas").is_some_and(is_wd);
    };
    if ends(rest) || after(rest, "phrase").is_some_and(ends) {
        return true;
    }
    let mut rest = rest;
    while let Some(shorter) = after(rest, "s") {
        rest = shorter;
    }
    is_wd(rest)
}

/// `wo?r?d` and the end.
fn is_wd(text: &str) -> bool {
    let Some(rest) = after(text, "w") else { return false };
    let rest = after(rest, "o").unwrap_or(rest);
    let rest = after(rest, "r").unwrap_or(rest);
    after(rest, "d").is_some_and(ends)
}

/// `_` or `$`, which also matches before a newline at the end.
fn ends(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('_') || rest == "\n"
}

/// What follows a word in small letters, without regard to case as Python's `re` has it.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut chars = text.chars();
    for wanted in word.bytes() {
        let c = match chars.next()? {
            '\u{17f}' => 's',
            '\u{212a}' => 'k',
            c => c.to_ascii_lowercase(),
        };
        if c != char::from(wanted) {
            return None;
        }
    }
    Some(chars.as_str())
}

#[cfg(test)]
mod tests {
    use regex::RegexBuilder;

    use super::is_credential;
    use crate::testing::{answers, findings};

    fn values(id: &str, text: &str) -> Vec<String> {
        let start = "LOW/MEDIUM Possible hardcoded password: ";
        answers(id, text).into_iter().map(|answer| answer.replace(start, "")).collect()
    }

    #[test]
    fn names_of_passwords() {
        let words = "(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)";
        let pattern = format!("(^{words}$|_{words}_|^{words}_|_{words}$)");
        let slow = RegexBuilder::new(&pattern).case_insensitive(true).build().expect("it is a pattern");
        let parts = [
            "pas",
            "pass",
            "passs",
            "w",
            "o",
            "r",
            "d",
            "wd",
            "ward",
            "word",
            "phrase",
            "pwd",
            "token",
            "secret",
            "e",
            "_",
            "x",
            "PASS",
            "\u{17f}ecret",
            "to\u{212a}en",
            "é",
            "",
        ];
        let mut names = vec![String::new()];
        for _ in 0..3 {
            names = names.iter().flat_map(|name| parts.map(|part| format!("{name}{part}"))).collect();
        }
        for name in names {
            assert_eq!(is_credential(&name), slow.is_match(&name), "{name}");
        }
        // `$` is no `$` of Python's in that crate.
        assert!(
            is_credential("password\n") && !is_credential("password\nx") && !is_credential("password\n\n")
        );
    }

    #[test]
    fn assigned() {
        let text = "password = 'a'\nx.token = y = 'b'\nx['pwd'] = 'c'\nx, password = 'd', 'e'\npassword: str = 'f'\nf(password := 'g')\npassword = b'h'\npassword = f'i{j}'\nx = 'pwd'\npassword = secret = 'k'\n";
        assert_eq!(values("B105", text), ["1:11 'a'", "2:14 'b'", "3:2 'c'", "10:20 'k'"]);
    }

    #[test]
    fn under_a_key() {
        let text =
            "{'password': None, 'Token': 0x10, 'x': 'secret', **{'pwd': b'x'}, 'PWD': f(), 'token': ...}\n";
        assert_eq!(values("B105", text), ["1:1 'None'", "1:19 '16'", "1:78 'Ellipsis'", "1:52 'b'x''"]);
        let huge = format!("{{'password': 0x{}}}\n", "f".repeat(4000));
        let words = "1 crash Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit";
        assert_eq!(values("B105", &huge), [words]);
    }

    #[test]
    fn at_a_subscript() {
        let text = "a = d['token'] = 'x'\nd['token'] = 1\ne = d['token']\nd['x', 'token'] = 'y'\n'token'[0] = 'z'\nd['a']['token'] = 'w'\nd['token']['a'] = 'v'\n";
        assert_eq!(values("B105", text), ["1:6 'x'", "5:0 'z'", "6:7 'w'"]);
    }

    #[test]
    fn compared() {
        let text = "password == 'a'\nx.pwd != 'b' != 'c'\n'd' == password\npassword < 1 < 'e'\npassword in ('f',)\nf().token is 'g'\n";
        assert_eq!(values("B105", text), ["1:12 'a'", "2:9 'b'", "2:16 'b'", "6:13 'g'"]);
    }

    #[test]
    fn arguments() {
        let text = "f(x, password='a', pwd='b')\nf(password=g(), x='c',\n  db_token='d')\nf(token=f'')\nf(**'x')\nf(**'x', pwd='')\nf(pwd='', **'x')\n";
        let crash = "crash expected string or bytes-like object, got 'NoneType'";
        assert_eq!(
            values("B106", text),
            [
                "1:0 'a'".to_owned(),
                "3:0 'd'".into(),
                format!("5 {crash}"),
                format!("6 {crash}"),
                "7:0 ''".into()
            ]
        );
        let found = findings("B106", "f(\n  pwd=\n'a')\n");
        assert_eq!((found[0].line, found[0].lines.first, found[0].end_column), (3, 1, 4));
    }

    #[test]
    fn defaults() {
        let text = "def f(a, password='a', *, token='b'): pass\nasync def f(pwd='c'): pass\nlambda pwd='d': 0\n@d\ndef g(pwd=None, secret=1, token=''): pass\n";
        assert_eq!(values("B107", text), ["1:0 'a'", "5:0 ''"]);
        // Bandit's count of the defaults takes in those of positional-only parameters.
        let text = "def f(a='x', /, password='y'): pass\ndef f(password='x', /, a='y'): pass\ndef f(a='x', b='y', /, c=1, *, d=2): pass\ndef f(a='x', /, pwd=f(), secret='z'): pass\n";
        assert_eq!(values("B107", text), ["1:0 'x'", "4:0 'x'"]);
    }
}
