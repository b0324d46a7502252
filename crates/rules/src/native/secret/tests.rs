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

/// A word that nobody writes in a sentence makes a text with blanks a password, and a text that speaks of passwords in
/// another word than its name does is no name for it.
#[test]
fn passwords_that_are_no_plain_word() {
    for value in ["p@ss word!", "S3cret pass", "my p4$$ phrase"] {
        assert_eq!(found("db_password", value), Some(Level::Low), "{value}");
    }
    for value in
        ["Use 8 or more letters", "Mail admin@example.org", "A sha256 hash (64 digits)", "R&D's own, v2!"]
    {
        assert_eq!(found("db_password", value), None, "{value}");
    }
    assert_eq!(found("proxy_password", "salt-passwd"), Some(Level::Low));
    assert_eq!(found("password", "user_pwd"), Some(Level::Low));
    for value in ["new-password", "user_password", "DB_PASSWD", "--passwd"] {
        assert_eq!(found("password", value), None, "{value}");
    }
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
