//! Each shape of code that binds or uses a name, by the names that come out.

use super::Bindings;
use crate::ast::{ExceptHandler, Expr, ExprCall, Stmt};
use crate::parse::parse;
use crate::walk::{Parents, StringNode, Visitor, walk};

/// The qualified names of the calls of a text whose only argument is the name `x` or a number, in the order of the text.
fn calls(text: &str) -> Vec<String> {
    struct Calls<'b, 'a>(&'b Bindings<'a>, Vec<(u32, String)>);
    impl<'a> Visitor<'a> for Calls<'_, 'a> {
        fn call(&mut self, call: &'a ExprCall, _: &Parents<'a>) {
            if let [Expr::Name(name)] = &*call.arguments.args
                && name.id.as_str() == "x"
            {
                let mut out = String::from("left over");
                self.0.resolve(&call.func, &mut out);
                self.1.push((name.range.start().to_u32(), out));
            }
        }
        fn string(&mut self, _: &StringNode<'_>, _: &Parents<'a>) {}
        fn statement(&mut self, _: &'a Stmt, _: &Parents<'a>) {}
        fn except_handler(&mut self, _: &'a ExceptHandler, _: &Parents<'a>) {}
    }
    let tree = parse(text);
    assert_eq!(tree.error(text), None, "{text}");
    let bindings = Bindings::of(tree.module());
    let mut calls = Calls(&bindings, Vec::new());
    walk(tree.module(), &mut calls);
    calls.1.sort();
    calls.1.into_iter().map(|(_, name)| name).collect()
}

fn one(text: &str) -> String {
    let calls = calls(text);
    assert_eq!(calls.len(), 1, "{text}: {calls:?}");
    calls.concat()
}

#[test]
fn imports() {
    assert_eq!(one("import subprocess\nsubprocess.run(x)"), "subprocess.run");
    assert_eq!(one("import subprocess as sp\nsp.run(x)"), "subprocess.run");
    assert_eq!(one("import a.b\na.b.c(x)"), "a.b.c");
    assert_eq!(one("import a.b as c\nc.d(x)"), "a.b.d");
    assert_eq!(one("from a.b import c\nc(x)"), "a.b.c");
    assert_eq!(one("from a.b import c as d\nd.e(x)"), "a.b.c.e");
    assert_eq!(one("from tarfile import TarFile\nTarFile(y).extract(x)"), "tarfile.TarFile().extract");
    assert_eq!(one("def f():\n  import os as o\n  o.system(x)"), "os.system");
    assert_eq!(one("def f():\n  import os as o\no.system(x)"), "o.system");
    assert_eq!(one("from . import run\nrun(x)"), ".run");
    assert_eq!(one("from .subprocess import run\nrun(x)"), ".subprocess.run");
    assert_eq!(one("from ..a import subprocess\nsubprocess.run(x)"), "..a.subprocess.run");
    assert_eq!(one("def f():\n  sp.run(x)\nimport subprocess as sp"), "subprocess.run");
}

#[test]
fn imports_that_may_fail() {
    let text = "try:\n  import cPickle as pickle\nexcept ImportError:\n  import pickle\n";
    assert_eq!(one(&format!("{text}pickle.loads(x)")), "pickle.loads");
    assert_eq!(one(&format!("{text}def f():\n  pickle.loads(x)")), "pickle.loads");
    let text = "try:\n  import yaml\nexcept ImportError:\n  yaml = None\n";
    assert_eq!(one(&format!("{text}yaml.load(x)")), "yaml.load");
    assert_eq!(one(&format!("{text}def f():\n  yaml.load(x)")), "yaml.load");
    assert_eq!(
        one("try:\n  from shlex import quote\nexcept ImportError:\n  def quote(s):\n    return s\nquote(x)"),
        "shlex.quote"
    );
    assert_eq!(one("yaml = None\nif a:\n  import yaml\nyaml.load(x)"), "yaml.load");
    assert_eq!(
        one("try:\n  from .a import loads\nexcept ImportError:\n  from b import loads\nloads(x)"),
        "b.loads"
    );
    assert_eq!(
        one("try:\n  from b import loads\nexcept ImportError:\n  from .a import loads\nloads(x)"),
        "b.loads"
    );
    assert_eq!(one("if a:\n  import ujson as json\nelse:\n  import json\njson.loads(x)"), "json.loads");
}

#[test]
fn names_that_nothing_binds() {
    assert_eq!(one("eval(x)"), "eval");
    assert_eq!(one("subprocess.run(x)"), "subprocess.run");
    assert_eq!(one("import builtins as b\nb.eval(x)"), "eval");
    assert_eq!(one("def f():\n  y(x)"), "y");
    assert_eq!(one("a()(x)"), "a()");
    assert_eq!(one("a().b().c(x)"), "a().b().c");
    assert_eq!(one("b[0](x)"), "");
    assert_eq!(one("b[0].get(x)"), ".get");
    assert_eq!(one("''.format(x)"), ".format");
    assert_eq!(one("(lambda: y)(x)"), "");
}

#[test]
fn star_imports() {
    assert_eq!(one("from os import *\nsystem(x)"), "os.system");
    assert_eq!(one("from os import *\nopen(x)"), "open");
    assert_eq!(one("from os import *\ndef system(y): pass\nsystem(x)"), ".system");
    assert_eq!(one("from .os import *\nsystem(x)"), "system");
    let text = "from os import *\nfrom subprocess import *\nsystem(x)";
    let tree = parse(text);
    let bindings = Bindings::of(tree.module());
    let Some(Stmt::Expr(stmt)) = tree.module().body.last() else { panic!() };
    let Expr::Call(call) = &*stmt.value else { panic!() };
    let mut out = String::new();
    let readings: Vec<String> = (0..bindings.readings())
        .map(|reading| {
            bindings.resolve_as(reading, &call.func, &mut out);
            out.clone()
        })
        .collect();
    assert_eq!(readings, ["subprocess.system", "os.system", "system"]);
}

#[test]
fn what_shadows() {
    assert_eq!(one("import requests\ndef f(requests):\n  requests.get(x)"), ".requests.get");
    assert_eq!(one("import requests\ndef f(requests):\n  requests\nrequests.get(x)"), "requests.get");
    assert_eq!(one("import requests\nfor requests in a:\n  requests.get(x)"), ".requests.get");
    assert_eq!(one("def f(*eval):\n  eval(x)"), ".eval");
    assert_eq!(one("def f(*, eval):\n  eval(x)"), ".eval");
    assert_eq!(one("def f(**eval):\n  eval(x)"), ".eval");
    assert_eq!(one("def f(a, eval, /):\n  eval(x)"), ".eval");
    assert_eq!(one("def eval(y): pass\neval(x)"), ".eval");
    assert_eq!(one("class eval: pass\neval(x)"), ".eval");
    assert_eq!(one("a = lambda eval: eval(x)"), ".eval");
    assert_eq!(one("[eval(x) for eval in a]"), ".eval");
    assert_eq!(one("{eval(x): 1 for a, *eval in b}"), ".eval");
    assert_eq!(one("with a as (eval, b):\n  eval(x)"), ".eval");
    assert_eq!(one("try: pass\nexcept E as eval:\n  eval(x)"), ".eval");
    assert_eq!(one("match a:\n  case {'k': eval}:\n    eval(x)"), ".eval");
    assert_eq!(one("match a:\n  case [1, *eval] | C(y=eval) | {**eval}:\n    eval(x)"), ".eval");
    assert_eq!(one("import eval\neval += 1\neval(x)"), ".eval");
    assert_eq!(one("def f[eval](): eval(x)"), ".eval");
    assert_eq!(one("import os\nos = a[0]\nos.system(x)"), ".os.system");
    assert_eq!(one("open = codecs.open\nopen(x)"), "codecs.open");
    assert_eq!(one("open(x)\nopen = codecs.open"), "open");
}

#[test]
fn scopes() {
    // Of the class around it a function sees nothing.
    assert_eq!(one("class A:\n  eval = 1\n  def f(self):\n    eval(x)"), "eval");
    assert_eq!(one("class A:\n  def eval(self): pass\n  eval(x)"), ".eval");
    assert_eq!(one("class A:\n  open = open(x)"), "open");
    assert_eq!(one("class A:\n  eval = 1\n  b = [eval(x) for y in z]"), "eval");
    assert_eq!(one("class A:\n  eval = 1\n  b = [y for y in eval(x)]"), ".eval");
    assert_eq!(one("def f():\n  import os as o\n  def g():\n    o.system(x)"), "os.system");
    assert_eq!(one("def f(eval):\n  class A:\n    def g(self):\n      eval(x)"), ".eval");
    assert_eq!(one("def f(eval):\n  return lambda: [eval(x) for y in z]"), ".eval");
    // What stands before a body belongs to the scope around.
    assert_eq!(one("def f(eval, a=eval(x)): pass"), "eval");
    assert_eq!(one("@eval(x)\ndef f(eval): pass"), "eval");
    assert_eq!(one("a = lambda eval=eval(x): 1"), "eval");
    assert_eq!(one("[eval for eval in eval(x)]"), "eval");
    assert_eq!(one("[eval for eval in a for b in eval(x)]"), ".eval");
    assert_eq!(one("[y for y in (lambda eval: 1) if eval(x)]"), "eval");
    assert_eq!(one("class A(eval(x)):\n  eval = 1"), "eval");
    assert_eq!(one("async def f(eval):\n  await eval(x)"), ".eval");
    assert_eq!(one("f'{eval(x)!r:>{y}}'"), "eval");
    assert_eq!(one("def f(eval):\n  f'{eval(x)}'"), ".eval");
}

#[test]
fn global_and_nonlocal() {
    assert_eq!(one("import os as o\ndef f(o):\n  def g():\n    global o\n    o.system(x)"), "os.system");
    assert_eq!(one("def f():\n  global o\n  import os as o\ndef g():\n  o.system(x)"), "os.system");
    assert_eq!(one("s = None\ndef f():\n  global s\n  s = a.S()\ndef g():\n  s.t(x)"), "a.S().t");
    assert_eq!(
        one("def f():\n  o = None\n  def g():\n    nonlocal o\n    import os as o\n  o.system(x)"),
        "os.system"
    );
    assert_eq!(one("def f():\n  global eval\n  eval(x)"), "eval");
    assert_eq!(one("def f():\n  if (y := os.system): pass\n  y(x)"), "os.system");
    assert_eq!(one("def f():\n  if any((y := os.system) for z in a): pass\n  y(x)"), "os.system");
}

#[test]
fn aliases() {
    assert_eq!(one("import subprocess\nrun = subprocess.run\nrun(x)"), "subprocess.run");
    assert_eq!(one("import subprocess\nsp = subprocess\nsp.run(x)"), "subprocess.run");
    assert_eq!(one("import subprocess\nr: Callable = subprocess.run\nr(x)"), "subprocess.run");
    assert_eq!(one("import os\na = b = os.system\na(x)"), "os.system");
    assert_eq!(one("import os\na, (b, *c) = 1, (os.system, 2)\nb(x)"), ".b");
    assert_eq!(one("import os\na, (b, c) = 1, (os.system, 2)\nb(x)"), "os.system");
    assert_eq!(one("import os\n[a, b] = f()\nb(x)"), ".b");
    assert_eq!(one("import os\n(a := os.system)(x)"), "os.system");
    assert_eq!(one("import os\na = getattr(os, 'system')\na(x)"), "os.system");
    assert_eq!(one("__import__('os.path').system(x)"), "os.system");
    assert_eq!(one("import os\na = os\nb = a\nc = b.system\ndef f():\n  c(x)"), "os.system");
    assert_eq!(one("import os\nclass A:\n  run = os.system\nA.run(x)"), "os.system");
    assert_eq!(one("import os\nclass A:\n  run = os.system\n  def f(self):\n    self.run(x)"), "os.system");
    assert_eq!(
        one("import os\nclass A:\n  run = os.system\n  @classmethod\n  def f(c):\n    c.run(x)"),
        "os.system"
    );
    assert_eq!(one("import os\nclass A:\n  class B:\n    run = os.system\nA.B.run(x)"), "os.system");
    assert_eq!(one("import os\nclass A:\n  run = os.system\nclass B(A): pass\nB().run(x)"), "os.system");
    assert_eq!(one("import os\na = os.system if b else None\na(x)"), "os.system");
}

#[test]
fn instances() {
    let head = "import requests, httpx\nfrom tarfile import TarFile\n";
    let of = |text: &str| one(&format!("{head}{text}"));
    assert_eq!(of("requests.Session().get(x)"), "requests.Session().get");
    assert_eq!(of("s = requests.Session()\ns.get(x)"), "requests.Session().get");
    assert_eq!(of("with httpx.Client() as c:\n  c.get(x)"), "httpx.Client().get");
    assert_eq!(
        of("async def f():\n  async with httpx.AsyncClient() as c:\n    await c.get(x)"),
        "httpx.AsyncClient().get"
    );
    assert_eq!(of("async def f():\n  c = await httpx.connect()\n  c.get(x)"), "httpx.connect().get");
    assert_eq!(
        of("class A:\n  def __init__(self):\n    self.c = httpx.Client()\n  def f(self):\n    self.c.get(x)"),
        "httpx.Client().get"
    );
    assert_eq!(
        of(
            "class A:\n  c = None\n  def g(this):\n    this.c = this.c or httpx.Client()\n  def f(self):\n    self.c.get(x)"
        ),
        "httpx.Client().get"
    );
    assert_eq!(of("class A:\n  c: httpx.Client\n  def f(self):\n    self.c.get(x)"), "httpx.Client().get");
    assert_eq!(of("class A:\n  c = httpx.Client()\nA().c.get(x)"), "httpx.Client().get");
    assert_eq!(of("def f(tar: TarFile):\n  tar.extractall(x)"), "tarfile.TarFile().extractall");
    assert_eq!(of("def f(*, tar: 'TarFile'):\n  tar.extractall(x)"), "tarfile.TarFile().extractall");
    assert_eq!(
        of("def f(tar: Optional[TarFile] = None):\n  tar.extractall(x)"),
        "tarfile.TarFile().extractall"
    );
    assert_eq!(of("def f(tar: None | TarFile):\n  tar.extractall(x)"), "tarfile.TarFile().extractall");
    assert_eq!(
        of("def f(tar: t.Union[None, TarFile]):\n  tar.extractall(x)"),
        "tarfile.TarFile().extractall"
    );
    assert_eq!(of("def f(tar: type[TarFile]):\n  tar.open(x)"), "tarfile.TarFile.open");
    assert_eq!(of("def f(requests: Any):\n  requests.get(x)"), ".requests.get");
    assert_eq!(of("tar: TarFile = f[0]\ntar.extractall(x)"), "tarfile.TarFile().extractall");
    assert_eq!(of("class S(requests.Session): pass\nS().get(x)"), "requests.Session().get");
    assert_eq!(of("class S(requests.Session):\n  def f(self):\n    self.get(x)"), "requests.Session().get");
    assert_eq!(of("class S(requests.Session):\n  def get(self): pass\nS().get(x)"), ".S().get");
    assert_eq!(of("def c() -> httpx.Client: ...\nc().get(x)"), "httpx.Client().get");
    assert_eq!(
        of("class A:\n  @property\n  def c(self) -> httpx.Client: ...\n  def f(self):\n    self.c.get(x)"),
        "httpx.Client().get"
    );
    assert_eq!(of("class A:\n  def f(self):\n    self.requests.get(x)"), ".self.requests.get");
    assert_eq!(
        of("class A:\n  def f(self, requests):\n    self.requests = requests\n    self.requests.get(x)"),
        ".self.requests.get"
    );
    assert_eq!(of("class A:\n  @staticmethod\n  def f(self):\n    self.get(x)"), ".self.get");
    assert_eq!(of("def f(self):\n  self.get(x)"), ".self.get");
}

#[test]
fn names_bound_more_than_once() {
    // The binding before the use counts.
    let text = "a = p.one\na(x)\na = p.two\na(x)\n";
    assert_eq!(calls(text), ["p.one", "p.two"]);
    // From a function, the last.
    assert_eq!(one("def f():\n  a(x)\na = p.one\na = p.two\n"), "p.two");
    // A branch that has ended may have run; one that is not known counts less than one that is.
    assert_eq!(one("a = p.one\nif b:\n  a = p.two\na(x)"), "p.two");
    assert_eq!(one("a = p.one\nif b:\n  a = c[0]\na(x)"), "p.one");
    assert_eq!(one("if b:\n  a = p.one\nelse:\n  a = c[0]\n  a(x)"), ".a");
    // A loop comes back.
    assert_eq!(one("def f():\n  while b:\n    a(x)\n    a = p.one"), "p.one");
    assert_eq!(one("def f():\n  while b:\n    a(x)\n    a = a.b"), ".a");
    // In a method, what it has set itself.
    let class = "class A:\n  def f(self):\n    self.a = p.one\n    self.a(x)\n  def g(self):\n    self.a = p.two\n    self.a(x)\n  def h(self):\n    self.a(x)";
    assert_eq!(calls(class), ["p.one", "p.two", "p.two"]);
    // So many bindings that they are sorted.
    let mut text = String::from("import os as b7\n");
    (0..50).for_each(|n| text.push_str(&format!("b{n} = p.n{n}\nb{n}(x)\n")));
    let names = calls(&text);
    assert_eq!(names.len(), 50);
    assert!(names.iter().enumerate().all(|(n, name)| *name == format!("p.n{n}")), "{names:?}");
}

#[test]
fn type_checking() {
    let text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import a\n  if b: import c\nelse:\n  import d\nif not typing.TYPE_CHECKING:\n  import e\nelse:\n  import f\nif g and TYPE_CHECKING: import h\nimport i\n";
    let tree = parse(text);
    let bindings = Bindings::of(tree.module());
    struct Imports<'b, 'a>(&'b Bindings<'a>, Vec<(&'a str, bool)>);
    impl<'a> Visitor<'a> for Imports<'_, 'a> {
        fn call(&mut self, _: &'a ExprCall, _: &Parents<'a>) {}
        fn string(&mut self, _: &StringNode<'_>, _: &Parents<'a>) {}
        fn statement(&mut self, stmt: &'a Stmt, _: &Parents<'a>) {
            if let Stmt::Import(import) = stmt {
                self.1.push((import.names[0].name.as_str(), self.0.is_type_checking(import.range)));
            }
        }
        fn except_handler(&mut self, _: &'a ExceptHandler, _: &Parents<'a>) {}
    }
    let mut imports = Imports(&bindings, Vec::new());
    walk(tree.module(), &mut imports);
    let never: Vec<&str> = imports.1.iter().filter(|(_, never)| *never).map(|(name, _)| *name).collect();
    assert_eq!(never, ["a", "c", "f", "h"]);
    assert_eq!(imports.1.len(), 8 - 1);
}

#[test]
fn what_is_imported() {
    let text = "import os.path\nfrom django.db import models\nfrom . import flask\nfrom .a import b\ndef f():\n  import late\n";
    let tree = parse(text);
    let bindings = Bindings::of(tree.module());
    for name in ["os", "os.path", "django", "django.db", "django.db.models", "late"] {
        assert!(bindings.imported(name), "{name}");
    }
    for name in ["path", "djang", "django.db.model", "flask", "a", "b", "a.b", ""] {
        assert!(!bindings.imported(name), "{name}");
    }
}

#[test]
fn hostile_input_ends() {
    // Names that stand for each other, in circles and in ever more ways.
    assert_eq!(one("def f():\n  while 1:\n    a(x)\n    a = b or c\n    b = c or a\n    c = a or b"), ".a");
    let mut text = String::from("def f():\n");
    for n in 0..60 {
        text.push_str(&format!("  if p: a{n} = a{m} or a{m}\n  elif q: a{n} = a{m}.c()\n", m = n + 1));
    }
    text.push_str("  a0.b(x)\n");
    one(&text);
    // Depth: the tree is leaked, since freeing it recurses.
    for (open, close) in [("f(", ")"), ("[a for b in ", "]"), ("lambda: ", ""), ("(a := ", ")"), ("a + ", "")]
    {
        let text = format!("{}x{}", open.repeat(20_000), close.repeat(20_000));
        let tree = parse(&text);
        drop(Bindings::of(tree.module()));
        tree.leak();
    }
    let text = format!("a{}(x)", ".b()".repeat(20_000));
    let tree = parse(&text);
    let bindings = Bindings::of(tree.module());
    let Some(Stmt::Expr(stmt)) = tree.module().body.last() else { panic!() };
    let Expr::Call(call) = &*stmt.value else { panic!() };
    let mut out = String::new();
    bindings.resolve(&call.func, &mut out);
    assert!(out.starts_with(".b") && out.len() < 1000, "{out}");
    drop(bindings);
    tree.leak();
}
