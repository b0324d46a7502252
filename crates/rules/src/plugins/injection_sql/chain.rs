//! Chains of binary operators with strings in them, and what each string of a chain reads like together with the others:
//! found for a whole chain in one go, since a chain has as many answers as strings.
//!
//! For a string Bandit puts the string itself first and after it all others, but for those below the operator that the
//! string is an operand of, parted by blanks.

use rustc_hash::FxHashMap;
use stockade_core::ast::{Expr, ExprBinOp, TextRange};

use super::words::{self, Words};

/// The chains of a file, as far as they have been asked about.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    chains: Vec<Chain>,
    /// Each operator by its place, which no two share.
    places: FxHashMap<TextRange, Place>,
}

/// Where an operator is in its chain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    chain: usize,
    /// The strings of the chain that are below it: from here …
    from: usize,
    /// … to here, which is behind the last.
    to: usize,
    /// How many calls, one in the other, it takes Bandit to go through the rest of the chain.
    pub(super) calls: usize,
}

#[derive(Debug)]
struct Chain {
    /// Whether the chain is an argument of something that executes SQL.
    executed: bool,
    /// For each number of strings at the front: their words, with others to follow and without. Empty where no string of
    /// the chain has a verb.
    front: Vec<(Words, Words)>,
    /// For each number of strings left out at the front: the words of the others.
    back: Vec<Words>,
}

impl Chains {
    /// Where an operator is, if its chain is known.
    pub(super) fn place(&self, operator: &ExprBinOp) -> Option<Place> {
        self.places.get(&operator.range).copied()
    }

    /// Takes in a chain by its topmost operator.
    pub(super) fn add(&mut self, root: &ExprBinOp, executed: bool) {
        let chain = self.chains.len();
        let (operators, strings) = flatten(root);
        let calls = calls_outside(&operators);
        for (operator, calls) in operators.iter().zip(calls) {
            let place = Place { chain, from: operator.from, to: operator.to, calls };
            self.places.insert(operator.range, place);
        }
        self.chains.push(Chain::new(&strings, executed));
    }

    /// Whether a string that is an operand of the operator at that place makes a statement with the others.
    pub(super) fn is_statement(&self, string: &str, place: &Place) -> bool {
        let Chain { front, back, .. } = &self.chains[place.chain];
        if front.is_empty() {
            return false;
        }
        let words = if place.to + 1 < back.len() {
            Words::of(string).then(front[place.from].0).then(back[place.to])
        } else if place.from > 0 {
            Words::of(string).then(front[place.from].1)
        } else {
            Words::of_last(string)
        };
        words.are_statement()
    }

    /// Whether the chain of that place is an argument of something that executes SQL.
    pub(super) fn is_executed(&self, place: &Place) -> bool {
        self.chains[place.chain].executed
    }
}

impl Chain {
    fn new(strings: &[&str], executed: bool) -> Chain {
        if !strings.iter().any(|string| words::has_verb([*string])) {
            return Chain { executed, front: Vec::new(), back: Vec::new() };
        }
        let mut front = vec![(Words::NONE, Words::NONE)];
        let mut so_far = Words::NONE;
        for string in strings {
            let last = so_far.then(Words::of_last(string));
            so_far = so_far.then(Words::of(string));
            front.push((so_far, last));
        }
        let mut back = vec![Words::NONE];
        let mut so_far = Words::NONE;
        for (at, string) in strings.iter().rev().enumerate() {
            let own = if at == 0 { Words::of_last(string) } else { Words::of(string) };
            so_far = own.then(so_far);
            back.push(so_far);
        }
        back.reverse();
        Chain { executed, front, back }
    }
}

/// An operator of a chain.
struct Operator {
    range: TextRange,
    /// The operator above it, by its number: itself for the topmost.
    above: usize,
    from: usize,
    to: usize,
}

/// The operators of a chain, each after the one above it, and the strings in the order of the text.
fn flatten(root: &ExprBinOp) -> (Vec<Operator>, Vec<&str>) {
    enum Step<'e> {
        Expr(&'e Expr),
        End(usize),
    }
    let (mut operators, mut strings): (Vec<Operator>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut steps = Vec::new();
    // The open operators, the innermost last. A chain is as long as its author likes: no recursion.
    let mut open: Vec<usize> = Vec::new();
    let mut enter = |operator: &'_ ExprBinOp, from: usize, open: &mut Vec<usize>| {
        let number = operators.len();
        let above = open.last().copied().unwrap_or(number);
        operators.push(Operator { range: operator.range, above, from, to: from });
        open.push(number);
        number
    };
    let number = enter(root, 0, &mut open);
    steps.extend([Step::End(number), Step::Expr(&root.right), Step::Expr(&root.left)]);
    let mut ends = Vec::new();
    while let Some(step) = steps.pop() {
        match step {
            Step::Expr(Expr::BinOp(operator)) => {
                let number = enter(operator, strings.len(), &mut open);
                steps.extend([Step::End(number), Step::Expr(&operator.right), Step::Expr(&operator.left)]);
            }
            Step::Expr(Expr::StringLiteral(string)) => strings.push(string.value.to_str()),
            Step::Expr(_) => {}
            Step::End(number) => {
                open.pop();
                ends.push((number, strings.len()));
            }
        }
    }
    for (number, to) in ends {
        operators[number].to = to;
    }
    (operators, strings)
}

/// For each operator: how many operators, one below the other, there are at most on a way from the top that does not pass
/// it, itself counted.
fn calls_outside(operators: &[Operator]) -> Vec<usize> {
    // How deep each stands, and how deep the deepest below it.
    let mut depth = vec![1; operators.len()];
    for at in 1..operators.len() {
        depth[at] = depth[operators[at].above] + 1;
    }
    let mut below = depth.clone();
    for at in (1..operators.len()).rev() {
        let above = operators[at].above;
        below[above] = below[above].max(below[at]);
    }
    let mut outside = vec![1; operators.len()];
    // An operator has two operands: the other one of each is known once both have been seen.
    let mut first_operand: Vec<Option<usize>> = vec![None; operators.len()];
    let mut other: Vec<usize> = vec![0; operators.len()];
    for at in 1..operators.len() {
        match first_operand[operators[at].above] {
            None => first_operand[operators[at].above] = Some(at),
            Some(first) => {
                other[at] = below[first];
                other[first] = below[at];
            }
        }
    }
    for at in 1..operators.len() {
        outside[at] = outside[operators[at].above].max(depth[at]).max(other[at]);
    }
    outside
}
