//! Parsers of other shapes than Bandit's, held against CPython 3.14 (`recorded.json`). Bandit's own command lines are
//! tested with its options.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::*;

/// A parser with two positional arguments, and an option of each kind.
fn parser(kind: u64) -> Parser {
    let mut parser = Parser::new("prog", 80, "About %(prog)s.");
    let store = |count| Action::Store { count, kind: Kind::Str, choices: &[], default: Preset::None };
    let positionals = match kind {
        1 => [("one", Count::One), ("any", Count::Any)],
        2 => [("maybe", Count::Optional), ("some", Count::Some)],
        _ => [("some", Count::Some), ("last", Count::One)],
    };
    parser.arguments.extend(positionals.map(|(dest, count)| Argument::positional(dest, count, "")));
    parser.arguments.extend([
        Argument::option(&["-m", "--many"], "many", store(Count::Any), "any number"),
        Argument::option(&["-p", "--plus"], "plus", store(Count::Some), ""),
        Argument::option(&["-q"], "q", store(Count::Optional), "word-by-word ".repeat(9).trim_end()),
        Argument::option(&["--flag"], "flag", Action::StoreTrue, ""),
        Argument::option(&["--flat"], "flat", Action::Increment(0), ""),
    ]);
    parser
}

fn parse(parser: &Parser, words: &str) -> Result<(Namespace, Vec<String>), Exit> {
    let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
    parser.parse_known_args(&words, &mut |_| Err(io::ErrorKind::Unsupported.into()))
}

#[test]
fn words_find_their_arguments_as_recorded() {
    let cases: Vec<Json> = serde_json::from_str(include_str!("recorded.json")).expect("the record is JSON");
    assert_eq!(cases.len(), 150);
    for case in cases {
        let kind = case[0].as_u64().expect("a kind is a number");
        let words = case[1].as_str().expect("words are a text");
        let ours = match parse(&parser(kind), words) {
            Ok((namespace, extras)) => {
                let values: BTreeMap<&str, Json> = namespace
                    .values
                    .into_iter()
                    .filter_map(|(dest, value)| match value {
                        Value::Bool(true) => Some((dest, true.into())),
                        Value::Int(number) if number != 0 => Some((dest, number.into())),
                        Value::Str(text) => Some((dest, text.into())),
                        Value::List(items) if !items.is_empty() => Some((dest, items.into())),
                        _ => None,
                    })
                    .collect();
                json!([kind, words, values, extras])
            }
            Err(exit) => {
                let message =
                    exit.stderr.split_once("error: ").map(|(_, message)| message.trim_end_matches('\n'));
                json!([kind, words, message])
            }
        };
        assert_eq!(ours, case);
    }
}

#[test]
fn help_stands_beside_short_names_and_below_long_ones() {
    let wide = "\
usage: prog [-h] [-m [MANY ...]] [-p PLUS [PLUS ...]] [-q [Q]] [--flag]
            [--flat]
            [maybe] some [some ...]

About prog.

positional arguments:
  maybe
  some

options:
  -h, --help            show this help message and exit
  -m, --many [MANY ...]
                        any number
  -p, --plus PLUS [PLUS ...]
  -q [Q]                word-by-word word-by-word word-by-word word-by-word
                        word-by-word word-by-word word-by-word word-by-word
                        word-by-word
  --flag
  --flat
";
    let narrow = "\
usage: prog [-h] [-m [MANY ...]]
            [-p PLUS [PLUS ...]]
            [-q [Q]] [--flag] [--flat]
            [maybe] some [some ...]

About prog.

positional arguments:
  maybe
  some

options:
  -h, --help      show this help
                  message and exit
  -m, --many [MANY ...]
                  any number
  -p, --plus PLUS [PLUS ...]
  -q [Q]          word-by-word word-
                  by-word word-by-word
                  word-by-word word-
                  by-word word-by-word
                  word-by-word word-
                  by-word word-by-word
  --flag
  --flat
";
    let mut parser = parser(2);
    assert_eq!(parser.help(), wide);
    parser.columns = 40;
    assert_eq!(parser.help(), narrow);
}

#[test]
fn a_long_program_name_has_a_line_of_its_own() {
    let mut parser = parser(2);
    parser.program = "a-program-with-a-long-name".to_owned();
    parser.columns = 34;
    let usage = "\
usage: a-program-with-a-long-name
       [-h] [-m [MANY ...]]
       [-p PLUS [PLUS ...]]
       [-q [Q]] [--flag]
       [--flat]
       [maybe] some [some ...]
";
    assert_eq!(parser.usage(), usage);
    parser.program = "a-program-with-a-long-name-that-fills-three-quarters-of-it".to_owned();
    parser.columns = 70;
    parser.arguments.truncate(1);
    assert_eq!(parser.usage(), format!("usage: {}\n       [-h]\n", parser.program));
    parser.arguments.push(Argument::positional("x", Count::One, ""));
    assert_eq!(parser.usage(), format!("usage: {}\n       [-h] x\n", parser.program));
}

#[test]
fn help_that_is_kept_raw_is_not_wrapped() {
    let mut parser = Parser::new("prog", 20, "");
    parser.raw_help = true;
    parser.arguments.push(Argument::option(
        &["-x"],
        "x",
        Action::StoreTrue,
        "a line that is longer than that\nand another",
    ));
    let help = "usage: prog [-h]\n            [-x]\n\noptions:\n  -h, --help\n    show this help message and exit\n  -x\n    a line that is longer than that\n    and another\n";
    assert_eq!(parser.help(), help);
}
