//! What PyYAML 6.0.3 made of the same texts.

use super::super::{Failure, Value};
use super::load;

fn value(text: &str) -> Value {
    load(text.as_bytes(), "x.yaml").unwrap_or_else(|failure| panic!("{text:?}: {failure:?}"))
}

fn refusal(text: impl AsRef<[u8]>) -> String {
    match load(text.as_ref(), "x.yaml") {
        Err(Failure::Refused(words)) => words,
        other => panic!("not refused: {other:?}"),
    }
}

fn list<const N: usize>(items: [Value; N]) -> Value {
    Value::List(items.into())
}

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (text(key), value)).collect())
}

fn text(text: &str) -> Value {
    Value::Str(text.to_owned())
}

#[test]
fn plain_scalars_have_the_types_of_yaml_1_1() {
    let int = |text: &str, expected| assert_eq!(value(text), Value::Int(expected), "{text}");
    int("017", 15);
    int("0b101", 5);
    int("-0x1F", -31);
    int("1_000", 1000);
    int("190:20:30", 685_230);
    int("0_", 0);
    let float = |text: &str, expected| assert_eq!(value(text), Value::Float(expected), "{text}");
    float("1.", 1.0);
    float(".5", 0.5);
    float("1.5e+3", 1500.0);
    float("-.inf", f64::NEG_INFINITY);
    float("1:30.5", 90.5);
    for (written, truth) in [("yes", true), ("On", true), ("TRUE", true), ("no", false), ("off", false)] {
        assert_eq!(value(written), Value::Bool(truth), "{written}");
    }
    for written in ["", "~", "null", "NULL", "# a comment\n"] {
        assert_eq!(value(written), Value::Null, "{written}");
    }
    for written in ["1e3", "1.0e3", "0o17", "08", "yEs", "1:60", "+.5", "2001-1-1", "0b", "y"] {
        assert_eq!(value(written), text(written), "{written}");
    }
    // Dates, and integers beyond 64 bits, are kept as they were written.
    for written in ["2001-12-14", "2001-12-14 21:59:43.10 -5", "123456789012345678901234567890"] {
        assert_eq!(value(written), text(written), "{written}");
    }
}

#[test]
fn quotes_blocks_and_tags_decide_before_the_form() {
    assert_eq!(
        value("['no', \"12\", !!str 12, ! '12', !!int '12', !!float 12, !!null x]"),
        list([
            text("no"),
            text("12"),
            text("12"),
            Value::Int(12),
            Value::Int(12),
            Value::Float(12.0),
            Value::Null
        ])
    );
    assert_eq!(value("a: |\n  no\nb: >-\n  x\n  y\n"), map([("a", text("no\n")), ("b", text("x y"))]));
    assert_eq!(value("\"\\x41\\u00e9\\\n  b\""), text("Aéb"));
    assert_eq!(value("!!set {a, b}"), map([("a", Value::Null), ("b", Value::Null)]));
    assert_eq!(value("!!pairs [a: 1]"), list([list([text("a"), Value::Int(1)])]));
}

#[test]
fn a_block_scalar_may_end_with_the_file() {
    assert_eq!(value("a: |\n  x"), map([("a", text("x"))]));
    assert_eq!(value("a: |\n  x\n "), map([("a", text("x\n"))]));
    assert_eq!(value("a: |\n  x\n    "), map([("a", text("x\n  "))]));
    assert_eq!(value("a: >-\n  x"), map([("a", text("x"))]));
}

#[test]
fn flow_collections_may_go_on_in_the_first_column() {
    let expected = map([("skips", list([text("B101"), text("B102")]))]);
    assert_eq!(value("skips: [\n'B101',\nB102\n]\n"), expected);
    assert_eq!(value("{skips:[B101, B102]}"), expected);
    assert_eq!(value("[B101:, B102]"), list([map([("B101", Value::Null)]), text("B102")]));
    assert_eq!(value("{a:1}"), map([("a:1", Value::Null)]));
}

#[test]
fn a_repeated_key_keeps_its_place_and_its_last_value() {
    assert_eq!(value("a: 1\nb: 2\na: 3\n"), map([("a", Value::Int(3)), ("b", Value::Int(2))]));
    assert_eq!(value("{1: a, 1.0: b, true: c}"), Value::Map(vec![(Value::Int(1), text("c"))]));
}

#[test]
fn merge_keys_bring_in_what_is_not_overridden() {
    let merged = value("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  b: 5\n  <<: [*x, *y]\n");
    let expected = map([("b", Value::Int(5)), ("c", Value::Int(4)), ("a", Value::Int(1))]);
    assert_eq!(merged.get("z"), Some(&expected));
    assert_eq!(value("a: &a\n  b: 1\n  <<: *a\n"), map([("a", map([("b", Value::Int(1))]))]));
    assert_eq!(
        refusal("a: 1\n<<: [1]"),
        "while constructing a mapping\n  in \"x.yaml\", line 1, column 1\nexpected a mapping for merging, but \
         found scalar\n  in \"x.yaml\", line 2, column 6"
    );
}

#[test]
fn refusals_carry_the_words_of_pyyaml() {
    for (text, words) in [
        (
            "\ta: 1",
            "while scanning for the next token\nfound character '\\t' that cannot start any token\n  in \
                    \"x.yaml\", line 1, column 1",
        ),
        (
            "a:\tb",
            "while scanning for the next token\nfound character '\\t' that cannot start any token\n  in \
                   \"x.yaml\", line 1, column 3",
        ),
        (
            "a: b\tc # \t",
            "while scanning for the next token\nfound character '\\t' that cannot start any token\n  in \
                          \"x.yaml\", line 1, column 5",
        ),
        (
            "a: @b",
            "while scanning for the next token\nfound character '@' that cannot start any token\n  in \
                   \"x.yaml\", line 1, column 4",
        ),
        ("a: b: c", "mapping values are not allowed here\n  in \"x.yaml\", line 1, column 5"),
        ("a: - b", "sequence entries are not allowed here\n  in \"x.yaml\", line 1, column 4"),
        (
            "a: [1, 2",
            "while parsing a flow sequence\n  in \"x.yaml\", line 1, column 4\nexpected ',' or ']', but got \
                      '<stream end>'\n  in \"x.yaml\", line 1, column 9",
        ),
        (
            "a: [b?c]",
            "while parsing a flow sequence\n  in \"x.yaml\", line 1, column 4\nexpected ',' or ']', but got \
                      '?'\n  in \"x.yaml\", line 1, column 6",
        ),
        (
            "a:\n  b: 1\n c: 2",
            "while parsing a block mapping\n  in \"x.yaml\", line 1, column 1\nexpected <block \
                               end>, but found '<block mapping start>'\n  in \"x.yaml\", line 3, column 2",
        ),
        (
            "a:\n- b\nc",
            "while scanning a simple key\n  in \"x.yaml\", line 3, column 1\ncould not find expected \
                        ':'\n  in \"x.yaml\", line 3, column 2",
        ),
        (
            "a: 'b",
            "while scanning a quoted scalar\n  in \"x.yaml\", line 1, column 4\nfound unexpected end of \
                   stream\n  in \"x.yaml\", line 1, column 6",
        ),
        (
            "a: \"\\q\"",
            "while scanning a double-quoted scalar\n  in \"x.yaml\", line 1, column 4\nfound unknown \
                        escape character 'q'\n  in \"x.yaml\", line 1, column 6",
        ),
        (
            "%",
            "while scanning a directive\n  in \"x.yaml\", line 1, column 1\nexpected alphabetic or numeric \
               character, but found '\\x00'\n  in \"x.yaml\", line 1, column 2",
        ),
        ("a: *b", "found undefined alias 'b'\n  in \"x.yaml\", line 1, column 4"),
        (
            "- &a 1\n- &a 2",
            "found duplicate anchor 'a'; first occurrence\n  in \"x.yaml\", line 1, column 3\nsecond \
                            occurrence\n  in \"x.yaml\", line 2, column 3",
        ),
        (
            "a\n---\nb",
            "expected a single document in the stream\n  in \"x.yaml\", line 1, column 1\nbut found another \
                       document\n  in \"x.yaml\", line 2, column 1",
        ),
        (
            "a: !foo 1",
            "could not determine a constructor for the tag '!foo'\n  in \"x.yaml\", line 1, column 4",
        ),
        (
            "- =",
            "could not determine a constructor for the tag 'tag:yaml.org,2002:value'\n  in \"x.yaml\", line 1, \
                 column 3",
        ),
        ("!!seq a", "expected a sequence node, but found scalar\n  in \"x.yaml\", line 1, column 1"),
        ("[1]: a", "while constructing a mapping\nfound unhashable key\n  in \"x.yaml\", line 1, column 1"),
    ] {
        assert_eq!(refusal(text), words, "{text:?}");
    }
}

#[test]
fn directives_that_nobody_knows_are_passed_over() {
    assert_eq!(value("%FOO bar\n---\na: 1\n"), map([("a", Value::Int(1))]));
    assert_eq!(
        refusal("%FOO bar\n"),
        "expected '<document start>', but found '<stream end>'\n  in \"x.yaml\", line 2, column 1"
    );
    assert_eq!(
        refusal("%FOO\na: 1\n"),
        "expected '<document start>', but found '<scalar>'\n  in \"x.yaml\", line 2, column 1"
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_position() {
    let refused = |bytes: &[u8], words: &str| assert_eq!(refusal(bytes), words, "{bytes:?}");
    refused(b"a: \xff", "unacceptable character #x00ff: invalid start byte\n  in \"x.yaml\", position 3");
    refused(b"a: \xc3", "unacceptable character #x00c3: unexpected end of data\n  in \"x.yaml\", position 3");
    refused(
        b"a: \xc3(",
        "unacceptable character #x00c3: invalid continuation byte\n  in \"x.yaml\", position 3",
    );
    refused(
        b"\xc3\xa9: \x07",
        "unacceptable character #x0007: special characters are not allowed\n  in \"x.yaml\", position 3",
    );
    refused(b"\xff\xfea", "unacceptable character #x0061: truncated data\n  in \"x.yaml\", position 2");
}

#[test]
fn byte_order_marks_choose_the_encoding() {
    let expected = Ok(map([("a", text("é"))]));
    assert_eq!(load("\u{feff}a: é".as_bytes(), "x.yaml"), expected);
    let utf16: Vec<u16> = "\u{feff}a: é\n".encode_utf16().collect();
    assert_eq!(
        load(&utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>(), "x.yaml"),
        expected
    );
    assert_eq!(
        load(&utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<_>>(), "x.yaml"),
        expected
    );
}

#[test]
fn what_would_stop_or_exhaust_python_is_told_in_our_words() {
    let unusable = |text: &str| match load(text.as_bytes(), "x.yaml") {
        Err(Failure::Unusable(reason)) => reason,
        other => panic!("usable: {other:?}"),
    };
    assert_eq!(unusable("a: 1\nb: 2001-13-01"), "Line 2: '2001-13-01' is no value of type timestamp.");
    assert_eq!(unusable("!!bool maybe"), "Line 1: 'maybe' is no value of type bool.");
    assert_eq!(unusable("0x_"), "Line 1: '0x_' is no value of type int.");
    assert!(unusable(&"- ".repeat(2000)).contains("deeper than"));
    assert!(unusable("&a [*a]").contains("deeper than"));
    let bomb: String = (1..30).map(|n| format!("- &a{n} [*a{m}, *a{m}]\n", m = n - 1)).collect();
    assert!(unusable(&format!("- &a0 x\n{bomb}")).contains("aliases"));
    let merges: String = (1..30).map(|n| format!("- &a{n} {{<<: [*a{m}, *a{m}]}}\n", m = n - 1)).collect();
    assert!(unusable(&format!("- &a0 {{x: 1}}\n{merges}")).contains("aliases"));
}

#[test]
fn a_panic_of_the_scanner_is_a_refusal() {
    assert!(refusal("[!a, b]").starts_with("found a tag that a comma ends"));
}
