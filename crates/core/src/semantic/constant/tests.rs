//! Each shape of code that makes a constant, by what is known of it.

use super::{Part, Template};
use crate::ast::{Expr, Ranged, Stmt};
use crate::parse::{Tree, parse};
use crate::semantic::bindings::Bindings;

fn last(tree: &Tree) -> &Expr {
    match tree.module().body.last() {
        Some(Stmt::Expr(stmt)) => &stmt.value,
        Some(Stmt::FunctionDef(function)) => match function.body.last() {
            Some(Stmt::Expr(stmt)) => &stmt.value,
            _ => panic!("no expression"),
        },
        _ => panic!("no expression"),
    }
}

/// What is made of the expression that ends a text, or a function that ends it.
fn of<T>(text: &str, ask: impl Fn(&Bindings<'_>, &Expr) -> T) -> T {
    let tree = parse(text);
    // CPython takes no more than 200 brackets in each other: that is an error, and a tree all the same.
    assert!(text.len() > 10_000 || tree.error(text).is_none(), "{text}");
    let answer = ask(&Bindings::of(tree.module()), last(&tree));
    if text.len() > 10_000 {
        tree.leak();
    }
    answer
}

fn text(text: &str) -> Option<String> {
    of(text, |bindings, expr| bindings.text(expr).map(|text| text.into_owned()))
}

fn is_constant(text: &str) -> bool {
    of(text, |bindings, expr| bindings.is_constant(expr))
}

/// The template, with the code of each hole in `<>`.
fn template(text: &str) -> String {
    let shown = of(text, |bindings, expr| {
        let part = |part: &Part<'_>| match part {
            Part::Text(text) => text.clone().into_owned(),
            Part::Hole(hole) => format!("<{}>", &text[hole.range()]),
        };
        bindings.template(expr).map(|template| template.parts.iter().map(part).collect::<String>())
    });
    shown.unwrap_or_else(|| "nothing".to_owned())
}

#[test]
fn texts() {
    for (code, expected) in [
        ("'a'", "a"),
        ("''", ""),
        ("'a' 'b'", "ab"),
        ("b'a' b'b'", "ab"),
        ("b'a'", "a"),
        ("('a' + 'b') + ('c' 'd')", "abcd"),
        ("'a%sc%d' % ('b', 7)", "abc7"),
        ("'%(a)s-%(b)s' % {'a': 1, 'b': None}", "1-None"),
        ("'100%% %s' % True", "100% True"),
        ("'{}-{}'.format('a', 'b')", "a-b"),
        ("'{1}{0}{k}'.format('a', 'b', k='c')", "bac"),
        ("', '.join(['a', 'b', 'c'])", "a, b, c"),
        ("''.join(('a',))", "a"),
        ("f'a{1}{\"b\"!s}{None}'", "a1bNone"),
        ("f''", ""),
        ("'ab' * 3", "ababab"),
        ("'a' if b else 'a'", "a"),
        ("(a := 'b')", "b"),
        ("' A '.strip().lower().encode('utf-8')", "a"),
        ("str('a')", "a"),
        ("X = 'a'\nX", "a"),
        ("X: Final = 'a'\nX + '/b'", "a/b"),
        ("X, Y = 'a', 'b'\nf'{X}{Y}'", "ab"),
        ("X = 'a'\nY = X + 'b'\ndef f():\n  f'{Y}c'", "abc"),
        ("def f():\n  x = 'a'\n  x", "a"),
        ("class A:\n  x = 'a'\nA.x", "a"),
        ("class A:\n  x = 'a'\n  y = x + 'b'\nA.y", "ab"),
        ("PARTS = ['a', 'b']\n'/'.join(PARTS)", "a/b"),
        ("'\\ud800' 'a'", "\u{fffd}a"),
    ] {
        assert_eq!(text(code).as_deref(), Some(expected), "{code}");
    }
}

#[test]
fn no_texts() {
    for code in [
        "a",
        "1",
        "None",
        "'a' + b",
        "a + b",
        "'%s' % a",
        "'%5s' % 'a'",
        "'%s' % b'a'",
        "'{}'.format(a)",
        "'{:>5}'.format('a')",
        "'{}{}'.format(*a)",
        "','.join(a)",
        "','.join([*a])",
        "f'{a}'",
        "f'{1.5}'",
        "f'{\"a\":>5}'",
        "f'{1=}'",
        "'a' if b else 'c'",
        "b'\\xff'",
        "str(b'a')",
        "X = 'a'\nX = 'b'\nX",
        "X = 'a'\nX += b\nX",
        "if c:\n  X = 'a'\nelse:\n  X = 'b'\nX",
        "def f(x='a'):\n  x",
        "for x in ['a']: pass\nx",
        "PARTS = ['a']\nPARTS.append(b)\n'/'.join(PARTS)",
        "X = X + 'a'\nX",
        "str = f\nstr('a')",
    ] {
        assert_eq!(text(code), None, "{code}");
    }
}

#[test]
fn templates() {
    for (code, expected) in [
        ("'a'", "a"),
        ("'SELECT ' + a + ' FROM ' 'b'", "SELECT <a> FROM b"),
        ("a + 'b'", "<a>b"),
        ("a + b", "nothing"),
        ("a + (b + 'c')", "<a><b>c"),
        ("'a' + str(b)", "a<str(b)>"),
        ("'%s and %s' % (a, 'b')", "<a> and b"),
        ("'%s and %s' % a", "<a> and <a>"),
        ("'%s and %s' % (*a, b)", "<(*a, b)> and <(*a, b)>"),
        ("'%(x)s %(y)s' % {'x': a, **b}", "<a> <{'x': a, **b}>"),
        ("'%(x)s' % a", "<a>"),
        ("f'a{b}c{d!r}' 'e%s' % f", "a<b>c<d>e<f>"),
        ("'{} {x.y}'.format(a, x=b)", "<a> <b>"),
        ("'{}{}'.format(*a)", "<'{}{}'.format(*a)><'{}{}'.format(*a)>"),
        ("'a{}'.format(b) + c", "a<b><c>"),
        ("' AND '.join(['x', y])", "x AND <y>"),
        ("'IN (' + ','.join(['?'] * n) + ')'", "IN (<','.join(['?'] * n)>)"),
        ("X = 'a %s'\nX % b", "a <b>"),
        ("X = f'a {b}'\nX + c", "a <b><c>"),
        ("'https://' + host", "https://<host>"),
        ("BASE = 'https://x'\nf'{BASE}/{y}'", "https://x/<y>"),
        ("f'{a}{b}'", "<a><b>"),
        ("f'{a}'.strip()", "<a>"),
        ("f' A{a}B '.strip().lower()", "a<a>b"),
        ("'a' - b", "nothing"),
        ("a.b('c')", "nothing"),
    ] {
        assert_eq!(template(code), expected, "{code}");
    }
    let parts = Template { parts: vec![Part::Text("https://".into())] };
    assert_eq!(
        (parts.prefix(), parts.text().as_deref(), parts.holes().count()),
        ("https://", Some("https://"), 0)
    );
}

#[test]
fn constants() {
    for code in [
        "1",
        "-1",
        "...",
        "['ls', '-l']",
        "['ls', *('a', 'b')]",
        "{'a': 1, **{'b': 2}}",
        "{1, 2}",
        "'a' + 'b' * 2",
        "f'a{1:>{2}}'",
        "'a' if b else 'c'",
        "'a'.upper().split()",
        "'{}'.format('a')",
        "X = ['ls']\nX",
        "X = ['ls']\nX + ['-l']",
        "X = ['ls']\ndef f():\n  [*X, '-l']",
        "X = {'a': 'b'}\nX[y]",
        "'abc'[1:2]",
        "list(('a', 'b'))",
        "def f():\n  for x in ('a', 'b'): pass\n  x",
        "class A:\n  x = ('a',)\n  def f(self): pass\nA.x",
        "a = 1 < 2\na",
    ] {
        assert!(is_constant(code), "{code}");
    }
    for code in [
        "a",
        "['ls', a]",
        "[*a]",
        "{'a': b}",
        "{**a}",
        "f'{a}'",
        "f'{1:>{a}}'",
        "'a' if b else c",
        "a.upper()",
        "'{}'.format(a)",
        "f('a')",
        "X = ['ls']\nX.append(a)\nX",
        "X = ['ls']\nX[0] = a\nX",
        "X = ['ls']\nX += [a]\nX",
        "X = ['ls']\nY = X\nX",
        "X = ['ls']\ndel X[0]\nX",
        "def f(x):\n  x",
        "for x in a: pass\nx",
        "'abc'[a]",
        "lambda: 1",
        "import X\nX",
        "list = f\nlist(('a', 'b'))",
    ] {
        assert!(!is_constant(code), "{code}");
    }
}

#[test]
fn values() {
    let value = |code: &str| {
        of(code, |bindings, expr| bindings.value(expr).map(|value| code[value.range()].to_owned()))
    };
    assert_eq!(value("f(1)").as_deref(), Some("f(1)"));
    assert_eq!(value("x = f(1)\nx").as_deref(), Some("f(1)"));
    assert_eq!(value("x = f(1)\ny = x\ny").as_deref(), Some("f(1)"));
    assert_eq!(value("x: int = 1\nx").as_deref(), Some("1"));
    assert_eq!(
        value("class A:\n  def f(self):\n    self.x = [1]\n  def g(self): pass\nA().x").as_deref(),
        None
    );
    assert_eq!(value("class A:\n  x = [1]\nA.x").as_deref(), Some("[1]"));
    assert_eq!(value("a = A()\nclass A:\n  def f(self):\n    self.x = [1]\na.x").as_deref(), Some("[1]"));
    assert_eq!(value("x: int\nx"), None);
    assert_eq!(value("with f() as x: pass\nx"), None);
    assert_eq!(value("x"), None);
    assert_eq!(value("x.y"), None);
    assert_eq!(value("x = x\nx"), None);
}

#[test]
fn hostile_input_ends() {
    // Too long a text, and chains and nests of any length.
    assert_eq!(text("'a' * 100000000"), None);
    assert_eq!(text("X = 'a' * 60000\nX + X"), None);
    assert_eq!(text("'a' * 60000").map(|text| text.len()), Some(60_000));
    assert_eq!(text(&format!("'a'{}", " + 'b'".repeat(100_000))), None);
    assert_eq!(text(&format!("'a'{}", " + 'b'".repeat(1000))).map(|text| text.len()), Some(1001));
    assert!(!is_constant(&format!("'a'{}", " + 'b'".repeat(100_000))));
    assert_eq!(text(&format!("{}'a'{}", "('b' + ".repeat(20_000), ")".repeat(20_000))), None);
    assert!(!is_constant(&format!("{}'a'{}", "[".repeat(20_000), "]".repeat(20_000))));
    assert_eq!(text(&format!("'a'{}", ".strip()".repeat(20_000))), None);
    // Names that double.
    let mut code = String::from("x0 = 'a' + b\n");
    (1..40).for_each(|n| code.push_str(&format!("x{n} = x{m} + x{m}\n", m = n - 1)));
    code.push_str("x39");
    assert_eq!(template(&code), "nothing");
    assert!(!is_constant(&code));
    // Empty strings, which no length stops.
    let mut code = String::from("x0 = ''\n");
    (1..20).for_each(|n| code.push_str(&format!("x{n} = x{m} * 60000\n", m = n - 1)));
    code.push_str("x19");
    assert_eq!(text(&code).as_deref(), Some(""));
}
