//! Whether a name speaks of a secret, and whether a text could be one: a judgement on two texts, without a tree. Where
//! in the code the two meet is in [`password`](super::password).

use stockade_core::finding::Level;

use crate::plugins::general_hardcoded_password::is_credential_word;

/// What a name speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What people think up: nearly any text could be one.
    Password,
    /// The same, made of words.
    Passphrase,
    /// A secret between programs, which people also think up: `secret_key`.
    Secret,
    /// What a program makes up: it looks random. Parsers and paging have their own tokens.
    Token,
    /// The same, by a name that leaves no doubt: `access_token`.
    OwnToken,
    /// A key that a program makes up: `api_key`.
    Key,
}

/// Words behind the secret's that say that the name is of something else: `token_type`, `password_field`.
const DESCRIPTORS: &[&str] = &[
    "action",
    "alg",
    "algo",
    "algorithm",
    "arg",
    "argument",
    "attr",
    "attribute",
    "audience",
    "backend",
    "callback",
    "characters",
    "chars",
    "charset",
    "class",
    "cls",
    "column",
    "command",
    "count",
    "description",
    "dir",
    "directory",
    "doc",
    "docs",
    "enabled",
    "encoding",
    "endpoint",
    "entry",
    "env",
    "envvar",
    "error",
    "event",
    "expires",
    "expiry",
    "ext",
    "extension",
    "field",
    "fields",
    "file",
    "filename",
    "folder",
    "form",
    "format",
    "generator",
    "handler",
    "hasher",
    "hashers",
    "header",
    "help",
    "hint",
    "icon",
    "id",
    "identifier",
    "ids",
    "index",
    "input",
    "interval",
    "issuer",
    "kind",
    "label",
    "length",
    "len",
    "lifetime",
    "link",
    "location",
    "manager",
    "max",
    "message",
    "method",
    "min",
    "mode",
    "model",
    "module",
    "msg",
    "name",
    "names",
    "option",
    "page",
    "param",
    "parameter",
    "params",
    "path",
    "pattern",
    "permission",
    "placeholder",
    "plugin",
    "policy",
    "policies",
    "prefix",
    "prompt",
    "property",
    "provider",
    "re",
    "ref",
    "regex",
    "regexp",
    "required",
    "re2",
    "reset",
    "role",
    "route",
    "rule",
    "rules",
    "schema",
    "scheme",
    "scope",
    "scopes",
    "script",
    "selector",
    "sep",
    "separator",
    "service",
    "size",
    "source",
    "state",
    "status",
    "storage",
    "store",
    "strategy",
    "style",
    "subject",
    "suffix",
    "table",
    "tag",
    "template",
    "text",
    "timeout",
    "title",
    "ttl",
    "type",
    "types",
    "uri",
    "url",
    "urls",
    "usage",
    "validator",
    "validators",
    "var",
    "variable",
    "version",
    "view",
    "warning",
    "widget",
    "xpath",
];

/// Words before `token` that say that it is one of a text or of a page: `pad_token`, `next_token`.
const OTHER_TOKENS: &[&str] = &[
    "additional",
    "assistant",
    "audio",
    "begin",
    "bos",
    "class",
    "close",
    "closing",
    "cls",
    "comment",
    "continuation",
    "current",
    "end",
    "eod",
    "eof",
    "eol",
    "eos",
    "eot",
    "extra",
    "fim",
    "first",
    "image",
    "init",
    "input",
    "last",
    "left",
    "line",
    "lookahead",
    "mask",
    "newline",
    "next",
    "open",
    "opening",
    "operator",
    "output",
    "pad",
    "padding",
    "page",
    "prev",
    "previous",
    "right",
    "sep",
    "separator",
    "special",
    "start",
    "stop",
    "string",
    "sync",
    "task",
    "type",
    "unk",
    "unknown",
    "user",
    "video",
    "word",
];

/// Words before `token` that say that it opens something: `access_token`.
const OWN_TOKENS: &[&str] =
    &["access", "api", "auth", "bearer", "bot", "deploy", "personal", "refresh", "secret", "session"];

/// Words before the secret's that make the name that of an action or of a state: `reset_password`.
const OTHER_MATTERS: &[&str] = &[
    "allow",
    "allows",
    "ask",
    "change",
    "check",
    "disable",
    "enable",
    "enter",
    "forget",
    "forgot",
    "forgotten",
    "has",
    "hide",
    "ignore",
    "invalid",
    "is",
    "lost",
    "missing",
    "need",
    "needs",
    "no",
    "prompt",
    "require",
    "requires",
    "reset",
    "send",
    "show",
    "toggle",
    "use",
    "uses",
    "validate",
    "verify",
];

/// Words before `pass` that make it no password: `first_pass`.
const OTHER_PASSES: &[&str] = &[
    "all", "band", "by", "final", "first", "high", "low", "next", "one", "post", "pre", "second", "single",
    "third", "two",
];

/// Words before `key` with which it is one that opens something.
const KEYS: &[&str] = &[
    "access",
    "account",
    "api",
    "app",
    "application",
    "auth",
    "encryption",
    "master",
    "private",
    "shared",
    "signing",
    "subscription",
];

/// How many words of a name are looked at: the last ones.
const MAX_WORDS: usize = 12;

/// The words of a name, the last [`MAX_WORDS`] of them: parted by signs and by capitals. `apiKey`, `API-Key`.
#[derive(Debug, Clone, Copy)]
struct Words<'t> {
    words: [&'t str; MAX_WORDS],
    count: usize,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Words<'t> {
        let mut words = Words { words: [""; MAX_WORDS], count: 0 };
        for part in text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
            let bytes = part.as_bytes();
            let mut start = 0;
            for at in 1..bytes.len() {
                let (before, this) = (bytes[at - 1], bytes[at]);
                let next_is_small = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
                let begins = this.is_ascii_uppercase()
                    && (before.is_ascii_lowercase()
                        || before.is_ascii_digit()
                        || (before.is_ascii_uppercase() && next_is_small));
                if begins {
                    words.push(&part[start..at]);
                    start = at;
                }
            }
            words.push(&part[start..]);
        }
        words
    }

    fn push(&mut self, word: &'t str) {
        if self.count == MAX_WORDS {
            self.words.rotate_left(1);
            self.count -= 1;
        }
        self.words[self.count] = word;
        self.count += 1;
    }

    fn get(&self) -> &[&'t str] {
        &self.words[..self.count]
    }
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// What secret a name speaks of, if it does of any.
pub(crate) fn kind_of(name: &str) -> Option<Kind> {
    // The rarest first: hardly any name has the letters.
    if !may_be_credential(name) || name.contains(' ') {
        return None;
    }
    let words = Words::of(name);
    let words = words.get();
    let (at, kind) = (0..words.len()).rev().find_map(|at| {
        let word = words[at];
        let before = at.checked_sub(1).map(|before| words[before]);
        let is_last = at + 1 == words.len();
        let kind = if word.eq_ignore_ascii_case("pass") {
            (is_last && !before.is_some_and(|before| is_one_of(before, OTHER_PASSES)))
                .then_some(Kind::Password)
        } else if word.eq_ignore_ascii_case("passphrase") {
            Some(Kind::Passphrase)
        } else if word.eq_ignore_ascii_case("passcode") {
            Some(Kind::Password)
        } else if word.eq_ignore_ascii_case("apikey") {
            Some(Kind::Key)
        } else if word.eq_ignore_ascii_case("key") {
            before.is_some_and(|before| is_one_of(before, KEYS)).then_some(Kind::Key)
        } else if is_credential_word(word) {
            Some(match word.as_bytes()[0].to_ascii_lowercase() {
                b'p' => Kind::Password,
                b't' if before.is_some_and(|before| is_one_of(before, OWN_TOKENS)) => Kind::OwnToken,
                b't' => Kind::Token,
                _ => Kind::Secret,
            })
        } else {
            None
        };
        kind.map(|kind| (at, kind))
    })?;
    if words[at + 1..].iter().any(|word| is_one_of(word, DESCRIPTORS)) {
        return None;
    }
    let before = &words[..at];
    if before.iter().any(|word| is_one_of(word, OTHER_MATTERS))
        || (kind == Kind::Token && before.iter().any(|word| is_one_of(word, OTHER_TOKENS)))
    {
        return None;
    }
    Some(kind)
}

/// Whether the letters of any of the words are there: `pas`, `pwd`, `token`, `secret`, `key`.
fn may_be_credential(name: &str) -> bool {
    let has =
        |part: &[u8]| name.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part));
    name.len() >= 3 && (has(b"pas") || has(b"pwd") || has(b"tok") || has(b"ret") || has(b"key"))
}

/// Beginnings that only real secrets have: of AWS, GitHub, Slack, Stripe, GitLab, Google, JSON web tokens, PEM.
const KNOWN: &[&str] = &[
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xoxs-",
    "sk_live_",
    "rk_live_",
    "glpat-",
    "AIza",
    "eyJhbGciOi",
    "-----BEGIN ",
    "pypi-AgEI",
    "npm_",
    "SG.",
];

/// Texts that stand for a value or its type, and are none.
const STAND_INS: &[&str] = &[
    "basic",
    "bearer",
    "digest",
    "false",
    "hidden",
    "jwt",
    "n/a",
    "na",
    "nil",
    "no",
    "none",
    "null",
    "object",
    "optional",
    "placeholder",
    "redacted",
    "removed",
    "required",
    "str",
    "string",
    "tba",
    "tbd",
    "text",
    "todo",
    "true",
    "undefined",
    "unknown",
    "unset",
    "varchar",
    "yes",
];

/// How a text comes to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// The name is what the text is called: a variable, a key of a dictionary. It may be a name for the secret.
    Called,
    /// It is handed over as the secret, or compared with it.
    Handed,
}

/// How sure it is that a text is the secret that the name speaks of; none where it is none.
pub(crate) fn confidence(kind: Kind, name: &str, text: &str, used: Use) -> Option<Level> {
    let value = text.trim();
    if value.chars().nth(1).is_none() || is_placeholder(value) {
        return None;
    }
    if KNOWN.iter().any(|known| value.starts_with(known)) && value.len() >= 16 {
        return Some(Level::High);
    }
    if value.contains("://") {
        return has_password(value).then_some(Level::Medium);
    }
    if is_path(value) {
        return None;
    }
    if value.contains(char::is_whitespace) {
        return could_be_phrase(kind, value).then_some(Level::Low);
    }
    if is_label(value) {
        let thought_up = matches!(kind, Kind::Password | Kind::Passphrase | Kind::Secret);
        let is_small =
            value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
        // What is handed over as `new_password` is one more often than its name.
        return (used == Use::Handed && thought_up && is_small && !value.starts_with('-'))
            .then_some(Level::Low);
    }
    if is_random(value) {
        return Some(Level::High);
    }
    match kind {
        Kind::Password | Kind::Passphrase | Kind::Secret => {
            let same = same_words(name, value);
            Some(if same || is_word_with_capital(value) { Level::Low } else { Level::Medium })
        }
        Kind::OwnToken if value.len() >= 6 && has_digit_and_letter(value) && !is_made_up(value) => {
            Some(Level::Low)
        }
        Kind::Token | Kind::OwnToken | Kind::Key => is_made_up(value).then_some(Level::Medium),
    }
}

/// Whether name and value are made of the same words.
pub(crate) fn same_words(name: &str, value: &str) -> bool {
    let (name, value) = (Words::of(name), Words::of(value));
    let (name, value) = (name.get(), value.get());
    !value.is_empty()
        && value.len() <= name.len()
        && name[name.len() - value.len()..].iter().zip(value).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

/// Whether it says that something is to be put in its place, or that something was taken away.
fn is_placeholder(value: &str) -> bool {
    let bytes = value.as_bytes();
    let first = bytes[0];
    if bytes.iter().all(|&b| b == first) || !value.chars().any(char::is_alphanumeric) {
        return true;
    }
    let wrapped = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    if wrapped('<', '>') || wrapped('[', ']') || wrapped('{', '}') || wrapped('@', '@') || wrapped('%', '%') {
        return true;
    }
    if value.contains("${") || value.contains("$(") || value.contains("{{") || value.contains("{%") {
        return true;
    }
    // `$NAME`, but not `$6$…` of hashed passwords.
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b == b'_' || b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    if value.strip_prefix('$').is_some_and(is_name) || has_field(value) {
        return true;
    }
    if value.contains("***")
        || value.contains("\u{2022}\u{2022}")
        || value.contains("...")
        || has_row_of_x(value)
    {
        return true;
    }
    // Patterns, versions.
    if wrapped('^', '$') || (value.contains('.') && value.bytes().all(|b| b == b'.' || b.is_ascii_digit())) {
        return true;
    }
    let begins = |word: &str| {
        value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && value.as_bytes().get(word.len()).is_some_and(|next| !next.is_ascii_lowercase())
    };
    let ends = |word: &str| {
        value.len() > word.len()
            && value.is_char_boundary(value.len() - word.len())
            && value[value.len() - word.len()..].eq_ignore_ascii_case(word)
    };
    if value.as_bytes().windows(8).any(|part| part.eq_ignore_ascii_case(b"redacted")) {
        return true;
    }
    begins("your") || begins("<your") || ends("-here") || ends("_here") || is_one_of(value, STAND_INS)
}

/// Whether it is a template: `{}`, `{name}`, `%s`, `%(name)s`.
fn has_field(value: &str) -> bool {
    let is_field = |inside: &str| {
        inside.bytes().all(|b| {
            b == b'_' || b == b'.' || b == b'!' || b == b':' || b.is_ascii_lowercase() || b.is_ascii_digit()
        })
    };
    let braces = value
        .split_once('{')
        .and_then(|(_, rest)| rest.split_once('}'))
        .is_some_and(|(inside, _)| is_field(inside));
    braces || value.contains("%s") || value.contains("%d") || value.contains("%(")
}

fn has_row_of_x(value: &str) -> bool {
    value.as_bytes().windows(4).any(|row| row.eq_ignore_ascii_case(b"xxxx"))
}

/// Whether a URL has a password in it.
fn has_password(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else { return false };
    user.split_once(':').is_some_and(|(_, password)| {
        password.chars().nth(1).is_some() && !is_placeholder(password) && !is_label(password)
    })
}

/// Whether it is a path, a file's name or a dotted name of Python.
fn is_path(value: &str) -> bool {
    let is_plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-~\\:*".contains(&b));
    if !is_plain {
        return false;
    }
    if ["./", "../", "~/", ".\\", "C:\\"].iter().any(|start| value.starts_with(start)) {
        return true;
    }
    if value.starts_with('/') {
        return value.len() < 40 || value[1..].contains('/');
    }
    // `secrets/db/password`, not the slash of Base64.
    let parts =
        |sign: char| value.split(sign).all(|part| !part.is_empty() && part.len() <= 30 && is_wordlike(part));
    if value.contains('/') {
        return parts('/');
    }
    if value.contains('.') {
        return parts('.');
    }
    false
}

/// Whether it is made of letters and the signs of names, with at most a number at the end.
fn is_wordlike(part: &str) -> bool {
    let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
    part.len() - letters.len() <= 2
        && !letters.is_empty()
        && letters.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'-')
}

/// Words that begin a thought-up secret, in which the secret's own word is no label: `my-token`, `test_password`.
const OWN: &[&str] = &[
    "a", "bad", "correct", "default", "demo", "dev", "dummy", "example", "fake", "good", "hello", "insecure",
    "local", "mock", "my", "not", "random", "sample", "simple", "some", "strong", "super", "temp", "test",
    "testing", "the", "this", "top", "unsafe", "very", "weak", "wrong",
];

/// Whether it is a name for the secret: of a field, of a variable, of an option. `DB_PASSWORD`, `NextToken`,
/// `--password`, `csrf_token`, `Password:`.
fn is_label(value: &str) -> bool {
    let is_marked = value.ends_with([':', '?']) || value.starts_with(['-', '#', '.', ':']);
    let value = value.trim_start_matches(['-', '#', '.', ':', '@', '*']).trim_end_matches([':', '?', '*']);
    let bare = value.strip_suffix(|c: char| c.is_ascii_digit()).unwrap_or(value);
    if bare.is_empty() || !bare.bytes().all(|b| b.is_ascii_alphabetic() || b"_-. :".contains(&b)) {
        return false;
    }
    let words = Words::of(bare);
    let words = words.get();
    let names_it = words.iter().any(|word| {
        let single = word.strip_suffix('s').unwrap_or(word);
        is_credential_word(word)
            || is_credential_word(single)
            || is_one_of(word, &["passphrase", "apikey", "key", "keys"])
    });
    names_it && (is_marked || words.len() > 1) && !is_one_of(words[0], OWN)
}

/// Whether something with blanks could be a secret rather than a message.
fn could_be_phrase(kind: Kind, value: &str) -> bool {
    if kind == Kind::Passphrase {
        return !value.ends_with([':', '?', '.', '!']);
    }
    if matches!(kind, Kind::Token | Kind::OwnToken | Kind::Key) {
        return false;
    }
    let words = value.split_whitespace();
    let is_plain =
        words.clone().all(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    let of_a_sentence = |word: &str| {
        matches!(
            word,
            "an" | "and"
                | "are"
                | "at"
                | "be"
                | "can"
                | "confirm"
                | "current"
                | "does"
                | "enter"
                | "for"
                | "in"
                | "invalid"
                | "is"
                | "missing"
                | "must"
                | "new"
                | "no"
                | "of"
                | "old"
                | "on"
                | "or"
                | "please"
                | "repeat"
                | "required"
                | "the"
                | "this"
                | "to"
                | "with"
                | "you"
                | "your"
        ) || is_credential_word(word)
    };
    // `super secret` is one.
    let own = words.clone().next().is_some_and(|first| is_one_of(first, OWN));
    is_plain && (own || !words.clone().any(of_a_sentence))
}

fn is_word_with_capital(value: &str) -> bool {
    let mut bytes = value.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_uppercase()) && bytes.all(|b| b.is_ascii_lowercase())
}

/// Whether it looks as a program makes secrets: long, of small and capital letters and digits, or of hexadecimal digits.
fn is_random(value: &str) -> bool {
    let count = |class: fn(&u8) -> bool| value.bytes().filter(class).count();
    let digits = count(u8::is_ascii_digit);
    let small = count(u8::is_ascii_lowercase);
    let capital = count(u8::is_ascii_uppercase);
    let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=_-.~".contains(&b));
    let hexadecimal = value.bytes().all(|b| b.is_ascii_hexdigit());
    plain && value.len() >= 20 && digits >= 3 && (hexadecimal || (small >= 3 && capital >= 3))
}

/// Whether a program may have made it up: eight characters or more with digits among letters, or a long row of letters.
fn is_made_up(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let long_row =
        value.len() >= 16 && value.bytes().all(|b| b.is_ascii_alphanumeric()) && Words::of(value).count == 1;
    value.len() >= 8 && ((digits > 0 && letters > 0 && !is_wordlike(value)) || digits >= 8 || long_row)
}

fn has_digit_and_letter(value: &str) -> bool {
    value.bytes().any(|b| b.is_ascii_digit()) && value.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for (name, kind) in [
            ("password", Kind::Password),
            ("db_password", Kind::Password),
            ("DB_PWD", Kind::Password),
            ("smtpPassword", Kind::Password),
            ("passwordForAdmin", Kind::Password),
            ("db_pass", Kind::Password),
            ("key_passphrase", Kind::Passphrase),
            ("SECRET_KEY", Kind::Secret),
            ("clientSecret", Kind::Secret),
            ("accessToken", Kind::OwnToken),
            ("X-Auth-Token", Kind::OwnToken),
            ("token", Kind::Token),
            ("apiKey", Kind::Key),
            ("API_KEY", Kind::Key),
            ("APIKey", Kind::Key),
            ("apikey", Kind::Key),
            ("aws_access_key", Kind::Key),
        ] {
            assert_eq!(kind_of(name), Some(kind), "{name}");
        }
    }

    #[test]
    fn names_of_other_things() {
        for name in [
            "token_type",
            "tokenType",
            "next_token",
            "NextToken",
            "pad_token",
            "eos_token",
            "token_ids",
            "token_url",
            "password_field",
            "PASSWORD_HASHERS",
            "reset_password",
            "password_reset_url",
            "secret_name",
            "first_pass",
            "pass_count",
            "passenger",
            "compass",
            "keyword",
            "primary_key",
            "access_key_id",
            "Enter password",
            "tokenizer",
            "secretary",
            "",
        ] {
            assert_eq!(kind_of(name), None, "{name}");
        }
    }

    fn found(name: &str, value: &str) -> Option<Level> {
        confidence(kind_of(name).expect("a name of a secret"), name, value, Use::Called)
    }

    #[test]
    fn texts_that_are_no_secrets() {
        for value in [
            "",
            " ",
            "x",
            "***",
            "********",
            "xxxxxxxx",
            "...",
            "<password>",
            "${DB_PASSWORD}",
            "$DB_PASSWORD",
            "{{ pw }}",
            "{pw}",
            "%(password)s",
            "%s",
            "[REDACTED]",
            "none",
            "NULL",
            "your-password-here",
            "YOUR_PASSWORD",
            "Enter your password",
            "Password:",
            "New password",
            "The passwords do not match.",
            "Mot de passe",
            "https://example.org/reset",
            "/run/secrets/db",
            "~/.pgpass",
            "secrets/db/password",
            "django.contrib.auth.hashers",
            "DB_PASSWORD",
            "user_password",
            "old-password",
            "--password",
            "NextToken",
            "access_token",
            "^[a-z]+$",
            "string",
            "required",
            "XXX-REDACTED-XXX",
            "3.5.46",
            "old password",
        ] {
            assert_eq!(found("password", value), None, "{value}");
        }
    }

    #[test]
    fn texts_that_could_be() {
        for (value, level) in [
            ("hunter2", Level::Medium),
            ("changeme", Level::Medium),
            ("secret", Level::Medium),
            ("test_password", Level::Medium),
            ("my-secret", Level::Medium),
            ("$6$abc$def", Level::Medium),
            ("p@ss/w0rd", Level::Medium),
            ("postgres://app:k3Vq91zz@db/app", Level::Medium),
            ("password", Level::Low),
            ("Password", Level::Low),
            ("correct horse battery staple", Level::Low),
            ("super secret", Level::Low),
            ("s00p3r s3kr1t", Level::Low),
            ("f3Kq9zT7vB2nM4xW8cLd", Level::High),
            ("0123456789abcdef0123456789abcdef", Level::High),
        ] {
            assert_eq!(found("password", value), Some(level), "{value}");
        }
        assert_eq!(found("database_password", "postgres://app:${PW}@db/app"), None);
    }

    #[test]
    fn what_is_handed_over_is_no_label() {
        let handed = |value| confidence(Kind::Password, "password", value, Use::Handed);
        assert_eq!([handed("new_password"), handed("different-password")], [Some(Level::Low); 2]);
        assert_eq!([handed("DB_PASSWORD"), handed("--password"), handed("Password:")], [None; 3]);
        assert_eq!(confidence(Kind::Token, "token", "next_token", Use::Handed), None);
    }

    #[test]
    fn tokens_look_made_up() {
        for value in [
            "Bearer",
            "(",
            "if",
            "NAME",
            "</s>",
            "<|endoftext|>",
            "[PAD]",
            "my-token",
            "token",
            "dummy",
            "abc",
            "sha256",
            "word-1",
        ] {
            assert_eq!(found("token", value), None, "{value}");
        }
        assert_eq!(found("token", "8f14e45fceea"), Some(Level::Medium));
        assert_eq!(found("api_token", "hunter2"), Some(Level::Low));
        assert_eq!(found("api_key", "qwertzuiopasdfgh"), Some(Level::Medium));
        assert_eq!(found("token", "ghp_abcdefghijklmnop"), Some(Level::High));
    }
}
