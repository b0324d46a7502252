//! The part of the source that a statement or clause has to itself: of one with a body, only what is before the body.
//! Suppressions count there. Where Bandit places things is in [`module`](super).

use super::Module;
use crate::ast::{ExceptHandler, Ranged, Stmt, TextRange, TextSize};
use crate::walk::{Node, Parents};

impl Module<'_> {
    /// The header of the smallest statement or clause above a place: see [`Module::header`].
    #[must_use]
    pub fn statement_around(&self, parents: &Parents<'_>) -> Option<TextRange> {
        let node = parents.statement()?;
        // A statement can have as many findings as it has expressions.
        self.headers.get_or_find(node.range(), || self.header(node))
    }

    /// All of a statement without a body, decorators and colon included of one with a body, and the same of an `elif`,
    /// `except` or `case` clause. None for any other node.
    #[must_use]
    pub fn header(&self, node: Node<'_>) -> Option<TextRange> {
        let (start, end) = match node {
            Node::Stmt(stmt) => match end_of_header(stmt) {
                Some(end) => (stmt.start(), end),
                None => return Some(self.to_logical_end(stmt.range())),
            },
            Node::Elif(stmt, at) => {
                let clause = stmt.elif_else_clauses.get(at as usize)?;
                (clause.start(), clause.test.as_ref().map_or(clause.start(), Ranged::end))
            }
            Node::ExceptHandler(ExceptHandler::ExceptHandler(handler)) => {
                let kind = handler.type_.as_ref().map(|kind| kind.end());
                let end = handler.name.as_ref().map(Ranged::end).or(kind);
                (handler.start(), end.unwrap_or(handler.start() + word("except")))
            }
            Node::MatchCase(case) => {
                (case.start(), case.guard.as_ref().map_or(case.pattern.end(), |guard| guard.end()))
            }
            _ => return None,
        };
        Some(TextRange::new(start, self.to_colon(end)))
    }

    /// The end of the colon that follows, or of what may stand before it.
    fn to_colon(&self, from: TextSize) -> TextSize {
        let bytes = self.text.as_bytes();
        let mut at = self.after_trivia(from).to_usize();
        while let Some(b')' | b',') = bytes.get(at) {
            at = self.after_trivia(offset(at + 1, from)).to_usize();
        }
        if bytes.get(at) == Some(&b':') {
            return offset(at + 1, from);
        }
        // A broken header, whose last part the parser lets end behind the line.
        offset(self.text[..from.to_usize()].trim_end().len(), from)
    }

    /// A range up to the end of its logical line, if nothing but backslashes is in between.
    fn to_logical_end(&self, range: TextRange) -> TextRange {
        let bytes = self.text.as_bytes();
        let mut at = range.end().to_usize();
        let mut end = range.end();
        loop {
            match bytes.get(at..) {
                Some([b' ' | b'\t' | 0x0c, ..]) => at += 1,
                Some([b'\\', b'\n', ..]) => {
                    at += 2;
                    end = offset(at, end);
                }
                _ => return TextRange::new(range.start(), end),
            }
        }
    }
}

/// Where the last part of a header ends, of a statement that has a body.
fn end_of_header(stmt: &Stmt) -> Option<TextSize> {
    Some(match stmt {
        Stmt::FunctionDef(s) => s.returns.as_ref().map_or(s.parameters.end(), |returns| returns.end()),
        Stmt::ClassDef(s) => {
            let params = s.type_params.as_ref().map_or(s.name.end(), |params| params.end());
            s.arguments.as_ref().map_or(params, |arguments| arguments.end())
        }
        Stmt::If(s) => s.test.end(),
        Stmt::While(s) => s.test.end(),
        Stmt::For(s) => s.iter.end(),
        Stmt::With(s) => s.items.last().map_or(s.start() + word("with"), Ranged::end),
        Stmt::Match(s) => s.subject.end(),
        Stmt::Try(s) => s.start() + word("try"),
        _ => return None,
    })
}

fn word(word: &str) -> TextSize {
    TextSize::of(word)
}

fn offset(at: usize, otherwise: TextSize) -> TextSize {
    TextSize::try_from(at).unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use crate::ast::{ExprCall, Ranged, Stmt};
    use crate::module::Module;
    use crate::parse::parse;
    use crate::walk::{Node, Parents, StringNode, Visitor, walk};

    /// For each call of `hit`, the text of the header around it.
    struct Headers<'m>(&'m Module<'m>, Vec<String>);

    impl<'a> Visitor<'a> for Headers<'_> {
        fn call(&mut self, call: &'a ExprCall, parents: &Parents<'a>) {
            if self.0.text[call.range()].starts_with("hit(") {
                let header = self.0.statement_around(parents).expect("a statement");
                self.1.push(self.0.text[header].to_owned());
            }
        }
        fn string(&mut self, _: &StringNode<'_>, _: &Parents<'a>) {}
        fn statement(&mut self, stmt: &'a Stmt, _: &Parents<'a>) {
            assert!(self.0.header(Node::Stmt(stmt)).is_some());
        }
        fn except_handler(&mut self, _: &'a crate::ast::ExceptHandler, _: &Parents<'a>) {}
    }

    fn headers(text: &str) -> Vec<String> {
        let tree = parse(text);
        let module = Module::new("x.py", text, &tree, Vec::new());
        let mut headers = Headers(&module, Vec::new());
        walk(module.tree(), &mut headers);
        headers.1
    }

    #[test]
    fn what_has_no_body_is_its_own_header() {
        let text = "x = (\n    hit()\n)\ny = 1\n";
        assert_eq!(headers(text), ["x = (\n    hit()\n)"]);
        assert_eq!(headers("(\n  hit()\n)\n"), ["(\n  hit()\n)"]);
        assert_eq!(headers("x = hit() \\\n \\\n  # why\n"), ["x = hit() \\\n \\\n"]);
        assert_eq!(headers("a; hit(); b\n"), ["hit()"]);
    }

    #[test]
    fn a_header_ends_with_its_colon() {
        for header in [
            "if hit():",
            "if (\n    hit()\n    # why\n):",
            "while hit() :",
            "for x in (hit()\n):",
            "async for x in hit():",
            "with hit() as f:",
            "with (hit() as f,\n      g(),\n):",
            "match hit():",
            "@hit()\n@other\ndef f(\n    x,\n):",
            "def f(x=hit()) -> (\n   int\n):",
            "async def f(x=hit()):",
            "class A(hit(),\n  B):",
            "class A[T = hit()]:",
        ] {
            let body = if header.starts_with("match") { "case _: pass" } else { "pass" };
            let text = if header.starts_with("async for") {
                format!("async def f():\n  {header}\n    pass\n")
            } else {
                format!("{header}\n  {body}\n")
            };
            assert_eq!(headers(&text), [header]);
        }
    }

    #[test]
    fn clauses_have_headers_of_their_own() {
        let text = "if a:\n  pass\nelif hit():\n  pass\nelse:\n  hit(1)\n";
        assert_eq!(headers(text), ["elif hit():", "hit(1)"]);
        let text = "try:\n  hit()\nexcept (\n  hit(1)\n) as e:\n  pass\nexcept* hit(2):\n  pass\nfinally:\n  hit(3)\n";
        assert_eq!(headers(text), ["hit()", "except (\n  hit(1)\n) as e:", "except* hit(2):", "hit(3)"]);
        let text = "match x:\n  case 1 if hit(\n  ):\n    hit(1)\n";
        assert_eq!(headers(text), ["case 1 if hit(\n  ):", "hit(1)"]);
    }

    #[test]
    fn broken_headers_end_somewhere() {
        assert_eq!(headers("if hit(\n"), ["if hit("]);
        assert_eq!(headers("def f(x=hit()\n"), ["def f(x=hit()"]);
        assert_eq!(headers("with hit() as\n"), ["with hit() as"]);
    }
}
