//! What reads as a statement, and what as a sentence.

use super::*;

/// The text with `{}` for each hole: `name`, `value` or `quoted` for each, behind `data` or `definition`.
fn of(text: &str) -> String {
    let text = text.replace("{}", &HOLE.to_string());
    let Some(statement) = find(&text) else { return "prose".into() };
    let mut words = vec![if statement.is_data { "data" } else { "definition" }];
    words.extend(statement.holes.iter().map(|position| match position {
        Position::Name => "name",
        Position::Value => "value",
        Position::Quoted => "quoted",
    }));
    words.join(" ")
}

#[test]
fn statements() {
    for (text, expected) in [
        ("SELECT * FROM t WHERE a = {}", "data value"),
        ("select a, b from t where a='{}'", "data quoted"),
        ("SELECT {} FROM {} WHERE {} = ? AND b = {}", "data name name name value"),
        ("Select * From t Where a = {}", "data value"),
        ("SELECT COUNT(*) FROM {}.{}", "data name name"),
        ("SELECT * FROM \"{}\" WHERE a LIKE '%{}%'", "data name quoted"),
        ("SELECT * FROM t ORDER BY {} LIMIT {}", "data name value"),
        ("SELECT * FROM t {}", "data name"),
        ("SELECT * FROM t WHERE a IN ({})", "data value"),
        ("SELECT extract(year from d) FROM t WHERE a = {}", "data value"),
        ("WITH c AS (SELECT a FROM t) SELECT * FROM c WHERE a = {}", "data value"),
        ("EXPLAIN SELECT a FROM {}", "data name"),
        ("-- all\nSELECT a /* b */ FROM t WHERE c = {}", "data value"),
        ("{} SELECT a FROM t", "data value"),
        ("begin; delete from t where a = {}", "data value"),
        ("DELETE FROM {}", "data name"),
        ("delete from {} where a = ?", "data name"),
        ("INSERT INTO {} (a, {}) VALUES (?, {})", "data name name value"),
        ("insert into t values('{}')", "data quoted"),
        ("INSERT OR IGNORE INTO t SELECT * FROM {}", "data name"),
        ("REPLACE INTO {} VALUES (1)", "data name"),
        ("UPDATE {} SET {} = {} WHERE b = 1", "data name name value"),
        ("update t set a = {}", "data value"),
        ("MERGE INTO t USING {} ON a = b", "data name"),
        ("INSERT INTO t VALUES (1) ON CONFLICT DO UPDATE SET a = {}", "data value"),
        ("CREATE TABLE {} (a int)", "definition name"),
        ("CREATE USER {} IDENTIFIED BY '{}'", "definition name quoted"),
        ("DROP TABLE IF EXISTS {}", "definition name"),
    ] {
        assert_eq!(of(text), expected, "{text}");
    }
}

#[test]
fn sentences() {
    for text in [
        "Please select an item from {}",
        "Select an item from {}",
        "Select one of the files from {}",
        "select the columns from {}",
        "Select items from {}",
        "Cannot delete from {}",
        "Delete from {} failed",
        "delete from the list {}",
        "Update the set of {}",
        "update {} or set it",
        "insert into the form these values {}",
        "Insert {} into the list",
        "SELECT {}",
        "selected {} from t",
        "SELECT {} FROM",
        "the value to select is from {}",
        "Create a table for {}",
        "drop the index {}",
        "",
    ] {
        assert_eq!(of(text), "prose", "{text}");
    }
}

#[test]
fn verbs() {
    for text in ["select a", "x SELECT", "\nInsert\ninto", "(delete from", "update", "é drop\t", "a\nselect"]
    {
        assert!(has_verb(text), "{text}");
    }
    for text in [
        "selected",
        "xselect a",
        "_update a",
        "set a",
        "sele",
        "inserts",
        "",
        " ",
        "drop(",
        "\u{b}",
        "e",
        "ct",
    ] {
        assert!(!has_verb(text), "{text}");
    }
    for verb in VERBS {
        assert!(has_verb(verb) && has_verb(&format!("a {} b", verb.to_uppercase())), "{verb}");
    }
}
