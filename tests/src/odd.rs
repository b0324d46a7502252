//! Texts that nobody writes and a program or an attacker may: one construct over and over, as often as is asked for.
//!
//! The tests scan each at a size that tells linear time from quadratic; `stockade-benches` measures them at full size.

/// A kind of odd text.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What it is called.
    pub name: &'static str,
    /// How many of the construct a text of full size has.
    pub full: usize,
    /// Makes the text with so many.
    pub text: fn(usize) -> String,
}

const fn kind(name: &'static str, full: usize, text: fn(usize) -> String) -> Kind {
    Kind { name, full, text }
}

/// A text between two others, so many times.
fn around(before: &str, middle: &str, n: usize, after: &str) -> String {
    let mut text = String::with_capacity(before.len() + middle.len() * n + after.len());
    text.push_str(before);
    for _ in 0..n {
        text.push_str(middle);
    }
    text.push_str(after);
    text
}

/// The same with the number of each.
fn numbered(before: &str, n: usize, after: &str, one: impl Fn(usize) -> String) -> String {
    let mut text = before.to_owned();
    (0..n).for_each(|at| text.push_str(&one(at)));
    text.push_str(after);
    text
}

/// A text opened so many times, and closed as often.
fn nested(before: &str, open: &str, n: usize, middle: &str, close: &str) -> String {
    around(&around(before, open, n, middle), close, n, "\n")
}

const M: usize = 1_000_000;
const K: usize = 1_000;

/// Every kind.
pub const KINDS: &[Kind] = &[
    // Large literals.
    kind("entries of a dict", M, |n| numbered("x = {\n", n, "}\n", |at| format!("    'key{at}': {at},\n"))),
    kind("a dict on one line", M, |n| numbered("x = {", n, "}\n", |at| format!("'key{at}': {at}, "))),
    kind("a line of 50 MB", 5 * M, |n| around("x = [", "'abcd', 1,", n, "]\n")),
    kind("strings joined by lying next to each other", M, |n| around("x = (\n", "'a'\n", n, ")\n")),
    kind("f-strings joined so", M, |n| around("x = (\n", "f'{a}'\n", n, ")\n")),
    kind("parts of an f-string", M, |n| around("x = f'", "{a}b", n, "'\n")),
    kind("parts of an f-string with SQL", M, |n| around("x = f'select ", "{a} from b ", n, "'\n")),
    kind("formats in an f-string", M, |n| around("x = f'", "{a:{b}}", n, "'\n")),
    kind("a string of 50 MB", 50 * M, |n| around("x = '", "a", n, "'\n")),
    kind("a string of 50 MB with SQL", 3 * M, |n| around("x = y('", "select a from b ", n, "' % z)\n")),
    kind("a string of many lines", M, |n| around("x = '''", "select a from b\n", n, "'''\n")),
    kind("escapes in a string", 5 * M, |n| around("x = '", "\\x41", n, "'\n")),
    kind("a comment of 50 MB", 50 * M, |n| around("# ", "a", n, "\nassert x\n")),
    kind("blank lines", 50 * M, |n| around("", "\n", n, "assert x\n")),
    kind("lines that end in returns", 25 * M, |n| around("", "\r", n, "assert x\r")),
    kind("statements that end in returns", M, |n| around("", "assert x # nosec\r", n, "")),
    kind("blanks behind a statement", 50 * M, |n| around("assert x", " ", n, ";\n")),
    kind("continued lines", 5 * M, |n| around("assert x", " \\\n", n, "\n")),
    kind("null bytes", 50 * M, |n| around("", "\0", n, "")),
    kind("latin-1", M, |n| around("# coding: latin-1\n", "x = '\u{c4}\u{e9}'\n", n, "assert x\n")),
    kind("digits", M, |n| around("x = ", "9", n, "\n")),
    kind("hexadecimal digits", M, |n| around("x = 0x", "f", n, "\n")),
    // Chains.
    kind("names added up", 100 * K, |n| around("x = a", " + a", n, "\n")),
    kind("strings added up", 100 * K, |n| around("x = 'a'", " + 'a'", n, "\n")),
    kind("statements of SQL added up", 100 * K, |n| around("x = 'a'", " + 'select %s from b' % x", n, "\n")),
    kind("SQL and names added up", 100 * K, |n| {
        around("c.execute('select a from b where '", " + c + ' and '", n, ")\n")
    }),
    kind("f-strings added up", 100 * K, |n| around("x = 'select a from b'", " + f'{a} from b'", n, "\n")),
    kind("strings in brackets added up", 50 * K, |n| nested("x = ", "('select a from b' + ", n, "'a'", ")")),
    kind("numbers added up", 100 * K, |n| around("x = 0", " + 0", n, "\n")),
    kind("or", M, |n| around("x = a", " or a", n, "\n")),
    kind("or of strings", M, |n| around("x = 'a'", " or 'select a from b'", n, "\n")),
    kind("comparisons", M, |n| around("x = password", " == 'a'", n, "\n")),
    kind("powers", 100 * K, |n| around("x = a", "**a", n, "\n")),
    kind("not", 100 * K, |n| around("x = ", "not ", n, "a\n")),
    kind("minus", 100 * K, |n| around("x = ", "-", n, "a\n")),
    kind("await", 100 * K, |n| around("x = ", "await (", n, "a") + &")".repeat(n) + "\n"),
    kind("attributes", 100 * K, |n| around("import a\na", ".b", n, "()\n")),
    kind("calls", 100 * K, |n| around("x = a", "()", n, "\n")),
    kind("methods", 100 * K, |n| around("import a\nx = a", ".b()", n, "\n")),
    kind("formats", 100 * K, |n| around("x = 'select a from b'", ".format(a)", n, "\n")),
    kind("replacements", 100 * K, |n| around("x = 'select a from b'", ".replace(a, b)", n, "\n")),
    kind("subscripts", 100 * K, |n| around("x = a", "[0]", n, "\n")),
    kind("subscripts with passwords", 100 * K, |n| around("x = a", "['password']", n, " = 'b'\n")),
    kind("targets of an assignment", 100 * K, |n| around("", "a = ", n, "'b'\n")),
    kind("elif", 100 * K, |n| around("if a:\n    pass\n", "elif a:\n    assert b\n", n, "")),
    kind("except", 100 * K, |n| around("try:\n    pass\n", "except a:\n    pass\n", n, "")),
    kind("cases", 100 * K, |n| around("match a:\n", "    case 'a':\n        assert b\n", n, "")),
    kind("if-else", 100 * K, |n| around("x = ", "a if b else ", n, "c\n")),
    kind("lambdas", 100 * K, |n| around("x = ", "lambda: ", n, "a\n")),
    kind("lambdas with values", 50 * K, |n| numbered("x = ", n, "a\n", |at| format!("lambda a{at}=b(): "))),
    kind("calls behind comprehensions", 20 * K, |n| {
        nested("x = ", "[a for a in ", n, "b", "]") + &around("", "c(d)\n", n, "")
    }),
    kind("walruses", 50 * K, |n| nested("x = ", "(a := ", n, "'b'", ")")),
    // Nesting.
    kind("brackets", 50 * K, |n| nested("x = ", "(", n, "a", ")")),
    kind("lists", 50 * K, |n| nested("x = ", "[", n, "a", "]")),
    kind("dicts", 50 * K, |n| nested("x = ", "{'a': ", n, "'b'", "}")),
    kind("calls in calls", 50 * K, |n| nested("x = ", "eval(", n, "a", ")")),
    kind("calls of subprocess in calls", 50 * K, |n| {
        nested("import subprocess\nx = ", "subprocess.call(", n, "a", ", shell=True)")
    }),
    kind("comprehensions", 20 * K, |n| nested("x = ", "[a for a in ", n, "b", "]")),
    kind("comprehensions in comprehensions", 20 * K, |n| nested("x = ", "[", n, "a", " for a in b]")),
    kind("f-strings in f-strings", 5 * K, |n| nested("x = ", "f'{", n, "a", "}'")),
    kind("functions in functions", 2 * K, |n| {
        numbered("", n, "", |at| format!("{}def f{at}(a):\n", " ".repeat(at))) + &" ".repeat(n) + "assert a\n"
    }),
    kind("classes in classes", 2 * K, |n| {
        numbered("", n, "", |at| format!("{}class A{at}:\n", " ".repeat(at))) + &" ".repeat(n) + "assert a\n"
    }),
    kind("ifs in ifs", 2 * K, |n| {
        numbered("", n, "", |at| format!("{}if a:\n", " ".repeat(at))) + &" ".repeat(n) + "assert a\n"
    }),
    kind("brackets that stay open", 50 * K, |n| around("x = ", "(", n, "\n")),
    kind("calls that stay open", 50 * K, |n| around("x = ", "eval(", n, "\n")),
    // Many of a kind.
    kind("statements", M, |n| around("", "x = a\n", n, "")),
    kind("statements on a line", M, |n| around("", "x = a;", n, "\n")),
    kind("findings", M, |n| around("", "assert x\n", n, "")),
    kind("findings on a line", M, |n| around("", "assert x;", n, "\n")),
    kind("calls on a line", M, |n| around("x = [", "eval(x),", n, "]\n")),
    kind("passwords", M, |n| around("", "password = 'abc'\n", n, "")),
    kind("passwords on a line", M, |n| around("x = [", "{'password': 'abc'},", n, "]\n")),
    kind("findings in a statement", 100 * K, |n| around("x = [\n", "eval(x),\n", n, "]\n")),
    kind("passwords in a dict", 100 * K, |n| around("x = {\n", "'password': 'abc',\n", n, "}\n")),
    kind("fixes", 100 * K, |n| around("import yaml\n", "yaml.load(x)\n", n, "")),
    kind("fixes on a line", 100 * K, |n| around("import yaml\n", "yaml.load(x);", n, "\n")),
    kind("handlers", 100 * K, |n| around("", "try:\n    pass\nexcept Exception:\n    pass\n", n, "")),
    kind("shells", 100 * K, |n| around("import os\n", "os.system('ls ' + x)\n", n, "")),
    kind("nosec", M, |n| around("", "assert x # nosec\n", n, "")),
    kind("nosec with ids", M, |n| around("", "assert x # nosec B101\n", n, "")),
    kind("nosec in vain", 100 * K, |n| around("", "x = a # nosec B101\n", n, "")),
    kind("nosec in a statement", 100 * K, |n| around("x = [\n", "eval(x), # nosec B307\n", n, "]\n")),
    kind("nosec in a statement in vain", 100 * K, |n| around("x = [\n", "a('b'), # nosec B101\n", n, "]\n")),
    kind("words of a nosec", M, |n| around("assert x # nosec", " word", n, "\n")),
    kind("words of a nosec without blanks", M, |n| around("assert x # nosec ", "word,", n, "\n")),
    kind("ids run together in a nosec", M, |n| around("assert x # nosec ", "B101", n, "\n")),
    kind("ids of a nosec", M, |n| around("assert x # nosec", " B101", n, "\n")),
    kind("nosec in a comment", M, |n| around("assert x ", "# nose ", n, "\n")),
    kind("imports", M, |n| around("", "import os\n", n, "os.system(x)\n")),
    kind("imports of other names", 100 * K, |n| numbered("", n, "a9.b()\n", |at| format!("import a{at}\n"))),
    kind("imports from", 100 * K, |n| numbered("", n, "b9()\n", |at| format!("from a import b{at}\n"))),
    kind("names imported by one statement", 100 * K, |n| {
        numbered("from a import b", n, "\nb9()\n", |at| format!(", b{at}"))
    }),
    kind("imports of everything", 10 * K, |n| {
        numbered("", n, "", |at| format!("from a{at} import *\n")) + &around("", "f(x)\n", n, "")
    }),
    kind("imports of one name", 100 * K, |n| {
        around(
            "if a:\n    import pickle\n",
            "elif a:\n    import json as pickle\n    pickle.loads(x)\n",
            n,
            "pickle.loads(x)\n",
        )
    }),
    kind("aliases", 100 * K, |n| {
        numbered("import os as a0\n", n, "", |at| format!("a{} = a{at}\n", at + 1))
            + &format!("a{n}.system(x)\n")
    }),
    kind("aliases by import", 100 * K, |n| {
        numbered("import os as a0\n", n, "", |at| format!("import a{at} as a{}\n", at + 1))
            + &format!("a{n}.system(x)\n")
    }),
    kind("aliases by import from", 100 * K, |n| {
        numbered("import os as a0\n", n, "", |at| {
            format!("from a{at} import b as a{}\na{}.c(x)\n", at + 1, at + 1)
        })
    }),
    kind("imports below themselves", 10 * K, |n| around("", "import a.b as a\na.c()\n", n, "")),
    kind("values of a name", 100 * K, |n| around("", "x = 'a'\neval(x)\n", n, "")),
    kind("values by values", 100 * K, |n| {
        numbered("a0 = 'b'\n", n, "", |at| format!("a{} = a{at}\neval(a{at})\n", at + 1))
    }),
    kind("doubled values", 100 * K, |n| {
        numbered("a0 = 'b'\n", n, "", |at| format!("a{} = a{at} + a{at}\neval(a{})\n", at + 1, at + 1))
    }),
    kind("a growing value", 100 * K, |n| around("a = 'b'\n", "a = a + 'b'\neval(a)\n", n, "")),
    kind("a value in steps", 100 * K, |n| {
        around("a = 'select a from b'\n", "a += ' and c = ' + d\nc.execute(a)\n", n, "")
    }),
    kind("values of an attribute", 100 * K, |n| {
        numbered("class A:\n    def f(self):\n", n, "", |at| {
            format!("        if b: self.x = a{at}\n        self.x.c(d)\n")
        })
    }),
    kind("values of an attribute in methods", 100 * K, |n| {
        numbered("class A:\n", n, "", |at| {
            format!("    def f{at}(self):\n        self.x = a\n        self.x.c(d)\n")
        })
    }),
    kind("values of a global name", 100 * K, |n| {
        around("def f():\n    global x\n", "    x = a()\n    x.c(d)\n", n, "")
    }),
    kind("imports for type checkers", 50 * K, |n| {
        around("", "if TYPE_CHECKING:\n    import pickle\nimport pickle\n", n, "")
    }),
    kind("imports and calls", 50 * K, |n| {
        numbered("", n, "", |at| format!("import a{at}\nyaml.load(x)\n"))
            + &around("", "ssh.exec_command(x)\nt.extractall()\nmark_safe(x)\n", n, "")
    }),
    kind("keyword arguments", M, |n| numbered("f(", n, ")\n", |at| format!("a{at}=1, "))),
    kind("keyword arguments that say something", 100 * K, |n| {
        around("subprocess.call(", "shell=True, ", n, ")\n")
    }),
    kind("arguments", M, |n| around("f(", "'a', ", n, ")\n")),
    kind("arguments of SQL", 100 * K, |n| around("c.execute(", "'select %s from a' % b, ", n, ")\n")),
    kind("decorators", 100 * K, |n| around("", "@a\n", n, "def f(password='a'): pass\n")),
    kind("decorators that are calls", 100 * K, |n| around("", "@eval(a)\n", n, "def f(): pass\n")),
    kind("parameters", 100 * K, |n| numbered("def f(", n, "): pass\n", |at| format!("password{at}='a', "))),
    kind("functions", 100 * K, |n| {
        numbered("", n, "", |at| format!("def f{at}(a):\n    b = a\n    return eval(b)\n"))
    }),
    kind("functions of one name", 100 * K, |n| around("", "def f(a):\n    global b\n    b = f(a)\n", n, "")),
    kind("classes", 100 * K, |n| {
        numbered("", n, "", |at| {
            format!("class A{at}(B):\n    c = 'd'\n    def f(self):\n        return c\n")
        })
    }),
    kind("names in a function", 100 * K, |n| {
        numbered("def f():\n", n, "", |at| format!("    a{at} = eval(b)\n"))
    }),
    kind("functions below a function", 50 * K, |n| {
        numbered("def f(a):\n    b = 'c'\n", n, "", |at| format!("    def g{at}(): return eval(b)\n"))
    }),
    kind("addresses in a list", 100 * K, |n| around("HOSTS = [", "'0.0.0.0', ", n, "]\n")),
    kind("addresses in a dict", 100 * K, |n| around("x = {", "'host': '0.0.0.0', ", n, "}\n")),
    kind("addresses in a call", 100 * K, |n| around("run(", "host='0.0.0.0', ", n, ")\n")),
    kind("addresses as defaults", 100 * K, |n| {
        numbered("def f(", n, "): pass\n", |at| format!("host{at}='0.0.0.0', "))
    }),
    kind("addresses as arguments", 100 * K, |n| around("f(", "'0.0.0.0', ", n, ")\n")),
    kind("addresses by names", 100 * K, |n| {
        numbered("", n, " = ", |at| format!("host{at}, ")) + &around("", "'0.0.0.0', ", n, "\n")
    }),
    kind("addresses of clauses", 20 * K, |n| {
        around(
            "def f(u):\n    if a: pass\n",
            "    elif u.startswith('http:'): urllib.request.urlopen(u)\n",
            n,
            "",
        )
    }),
    kind("folders in a list", 100 * K, |n| around("x = [", "'/tmp/a', ", n, "]\n")),
    kind("statements of SQL", 100 * K, |n| {
        numbered("", n, "", |at| format!("a{at} = 'select a from b where c = ' + d\n"))
    }),
    kind("statements of SQL on one name", 100 * K, |n| {
        around("def f(d):\n", "    a = 'select a from b where c = ' + d\n    e(a)\n", n, "")
    }),
    kind("strings of SQL in a list", 100 * K, |n| around("x = [", "'select a from b' + c, ", n, "]\n")),
    kind("joined SQL", 100 * K, |n| around("x = ' '.join([", "'select a from b', c, ", n, "])\n")),
    kind("strings of a case", 100 * K, |n| around("match a:\n    case 'a'", " | 'b'", n, ": pass\n")),
    kind("strings of a comprehension", 100 * K, |n| {
        around("x = [a for a in b", " if password == 'c'", n, "]\n")
    }),
    kind("items of a with", 100 * K, |n| around("with a('b')", ", open('/tmp/c')", n, ": pass\n")),
    kind("lines with wide characters", 100 * K, |n| around("x = ['\u{e9}', ", "eval(x),", n, "]\n")),
    kind("magics", 100 * K, |n| around("", "a = !ls\n", n, "")),
    kind("words that are no Python", 100 * K, |n| around("", "a b $ ? (\n", n, "")),
];

/// The code of every rule's page, what it finds and what it passes over, each by the rule and its number there.
#[must_use]
pub fn examples() -> Vec<(String, String)> {
    let scanner = stockade::Scanner::new();
    let examples = scanner.rules().flat_map(|rule| {
        let page = rule.page();
        let fences = page.split("```").skip(1).step_by(2);
        let codes = fences.filter_map(|fence| Some(fence.strip_prefix("python")?.split_once('\n')?.1));
        let codes: Vec<String> = codes.map(str::to_owned).collect();
        codes.into_iter().zip(1..).map(|(code, at)| (format!("{} {at}", rule.id), code))
    });
    examples.collect()
}
