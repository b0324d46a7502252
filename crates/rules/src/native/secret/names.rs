//! Names: their words, and what secret they speak of.

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
#[rustfmt::skip]
const DESCRIPTORS: &[&str] = &[
    "action", "alg", "algo", "algorithm", "arg", "argument", "attr", "attribute", "audience", "backend",
    "callback", "characters", "chars", "charset", "class", "cls", "column", "command", "count", "description",
    "dir", "directory", "doc", "docs", "enabled", "encoding", "endpoint", "entry", "env", "envvar", "error",
    "event", "expires", "expiry", "ext", "extension", "field", "fields", "file", "filename", "folder", "form",
    "format", "generator", "handler", "hasher", "hashers", "header", "help", "hint", "icon", "id", "identifier",
    "ids", "index", "input", "interval", "issuer", "kind", "label", "length", "len", "lifetime", "link",
    "location", "manager", "max", "message", "method", "min", "mode", "model", "module", "msg", "name", "names",
    "option", "page", "param", "parameter", "params", "path", "pattern", "permission", "placeholder", "plugin",
    "policy", "policies", "prefix", "prompt", "property", "provider", "re", "ref", "regex", "regexp",
    "required", "reset", "role", "route", "rule", "rules", "schema", "scheme", "scope", "scopes",
    "script", "selector", "sep", "separator", "service", "size", "source", "state", "status", "storage",
    "store", "strategy", "style", "subject", "suffix", "table", "tag", "template", "text", "timeout", "title",
    "ttl", "type", "types", "uri", "url", "urls", "usage", "validator", "validators", "var", "variable",
    "version", "view", "warning", "widget", "xpath",
];

/// Words before `token` that say that it is one of a text or of a page: `pad_token`, `next_token`.
#[rustfmt::skip]
const OTHER_TOKENS: &[&str] = &[
    "additional", "assistant", "audio", "begin", "bos", "class", "close", "closing", "cls", "comment",
    "continuation", "current", "end", "eod", "eof", "eol", "eos", "eot", "extra", "fim", "first", "image",
    "init", "input", "last", "left", "lookahead", "mask", "newline", "next", "open", "opening",
    "operator", "output", "pad", "padding", "page", "prev", "previous", "right", "sep", "separator", "special",
    "start", "stop", "string", "sync", "task", "type", "unk", "unknown", "video", "word",
];

/// Words before `token` that say that it opens something: `access_token`.
#[rustfmt::skip]
const OWN_TOKENS: &[&str] = &[
    "access", "api", "auth", "bearer", "bot", "deploy", "personal", "refresh", "secret", "session",
];

/// Words before the secret's that make the name that of an action or of a state: `reset_password`.
#[rustfmt::skip]
const OTHER_MATTERS: &[&str] = &[
    "allow", "allows", "ask", "change", "check", "disable", "enable", "enter", "forget", "forgot", "forgotten",
    "has", "hide", "ignore", "invalid", "is", "lost", "missing", "need", "needs", "no", "prompt", "require",
    "requires", "reset", "send", "show", "toggle", "use", "uses", "validate", "verify",
];

/// Words before `pass` that make it no password: `first_pass`.
#[rustfmt::skip]
const OTHER_PASSES: &[&str] = &[
    "all", "band", "by", "final", "first", "high", "low", "next", "one", "post", "pre", "second", "single",
    "third", "two",
];

/// Words before `key` with which it is one that opens something.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "access", "account", "api", "app", "application", "auth", "encryption", "master", "private", "shared",
    "signing", "subscription",
];

/// How many words of a name are looked at: the last ones.
const MAX_WORDS: usize = 12;

/// The words of a name, the last [`MAX_WORDS`] of them: parted by signs and by capitals. `apiKey`, `API-Key`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'t> {
    words: [&'t str; MAX_WORDS],
    count: usize,
}

impl<'t> Words<'t> {
    pub(super) fn of(text: &'t str) -> Words<'t> {
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

    pub(super) fn get(&self) -> &[&'t str] {
        &self.words[..self.count]
    }
}

pub(super) fn is_one_of(word: &str, list: &[&str]) -> bool {
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
    name.as_bytes().windows(3).any(|window| {
        // Letters are made small; nothing else becomes one.
        let letters = [window[0] | 0x20, window[1] | 0x20, window[2] | 0x20];
        matches!(&letters, b"pas" | b"pwd" | b"tok" | b"ret" | b"key")
    })
}
