//! Whether a name speaks of a secret, and whether a text could be one: a judgement on two texts, without a tree. Names are
//! in [`names`]; where in the code the two meet is in [`password`](super::password).

mod names;
#[cfg(test)]
mod tests;

use stockade_core::finding::Level;

use crate::plugins::general_hardcoded_password::is_credential_word;
pub(crate) use names::{Kind, kind_of};
use names::{Words, is_one_of};

/// Beginnings that only real secrets have: of AWS, GitHub, Slack, Stripe, GitLab, Google, JSON web tokens, PEM.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "AKIA", "ASIA", "ghp_", "gho_", "ghs_", "ghu_", "github_pat_", "xoxb-", "xoxp-", "xoxa-", "xoxs-",
    "sk_live_", "rk_live_", "glpat-", "AIza", "eyJhbGciOi", "-----BEGIN ", "pypi-AgEI", "npm_", "SG.",
];

/// Texts that stand for a value or its type, and are none.
#[rustfmt::skip]
const STAND_INS: &[&str] = &[
    "basic", "bearer", "digest", "false", "hidden", "jwt", "n/a", "na", "nil", "no", "none", "null", "object",
    "optional", "placeholder", "redacted", "removed", "required", "str", "string", "tba", "tbd", "text", "todo",
    "true", "undefined", "unknown", "unset", "varchar", "yes",
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
        // What is handed over as `new_password` is one more often than its name, and a name for `proxy_password` would not
        // say `passwd`.
        let is_own = match used {
            Use::Handed => thought_up,
            Use::Called => kind == Kind::Password && says_otherwise(name, value),
        };
        return (is_own && is_small && !value.starts_with('-')).then_some(Level::Low);
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

/// Whether a text speaks of a password, and in another word than its name does.
fn says_otherwise(name: &str, value: &str) -> bool {
    match (Words::of(name).get().last(), Words::of(value).get().last()) {
        (Some(name), Some(value)) => {
            kind_of(value) == Some(Kind::Password) && !name.eq_ignore_ascii_case(value)
        }
        _ => false,
    }
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
    if let Some(rest) = value.strip_prefix('/') {
        return value.len() < 40 || rest.contains('/');
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
#[rustfmt::skip]
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
    if words.clone().any(is_disguised) {
        return true;
    }
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

/// Whether a digit or a sign stands among the letters of a word: `p4ss`, `p@ss`. An address of mail is none.
fn is_disguised(word: &str) -> bool {
    let is_letter = |b: &u8| b.is_ascii_alphabetic();
    let inner = |b: &u8| b.is_ascii_digit() || b"@$#*+=^~".contains(b);
    let bytes = word.as_bytes();
    let Some(first) = bytes.iter().position(is_letter) else { return false };
    let Some(at) = bytes[first..].iter().position(inner) else { return false };
    let rest = &bytes[first + at..];
    let is_mail = word.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    // A number at the end, as of `sha256`, is nothing odd.
    let is_odd = rest.iter().any(is_letter) || rest.iter().any(|b| inner(b) && !b.is_ascii_digit());
    is_odd && !is_mail
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
    let long_row = value.len() >= 16
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
        && Words::of(value).get().len() == 1;
    value.len() >= 8 && ((digits > 0 && letters > 0 && !is_wordlike(value)) || digits >= 8 || long_row)
}

fn has_digit_and_letter(value: &str) -> bool {
    value.bytes().any(|b| b.is_ascii_digit()) && value.bytes().any(|b| b.is_ascii_alphabetic())
}
