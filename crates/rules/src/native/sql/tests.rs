//! Each answer of ours beside Bandit's.

use std::time::{Duration, Instant};

use crate::testing::{answers, native};

/// How many findings Bandit has in a text, and how many we have.
fn both(text: &str) -> (usize, usize) {
    let text = format!("{text}\n");
    (answers("B608", &text).len(), native("B608", &text).len())
}

/// Where ours are, with a star where the confidence is medium.
fn places(text: &str) -> Vec<String> {
    let place = |answer: String| {
        let place = answer.split(' ').next().unwrap_or_default().to_owned();
        if answer.contains(" MEDIUM/MEDIUM ") { place + "*" } else { place }
    };
    native("B608", &format!("{text}\n")).into_iter().map(place).collect()
}

#[test]
fn values_that_are_pasted_in() {
    for text in [
        "c.execute('SELECT * FROM t WHERE a = ' + x)",
        "c.execute('SELECT * FROM t WHERE a = \"%s\"' % x)",
        "c.execute('SELECT * FROM t WHERE a = %s AND b = %s' % (x, y))",
        "c.execute('SELECT * FROM t WHERE a = %(x)s' % {'x': x})",
        "c.execute('SELECT * FROM t WHERE a = {}'.format(x))",
        "c.execute('SELECT * FROM t WHERE a = {x}'.format(x=x))",
        "c.execute(f'SELECT * FROM t WHERE a = {x}')",
        "c.execute('SELECT * '\n  'FROM t '\n  f'WHERE a = {x}')",
        "c.execute('''\nSELECT *\nFROM t\nWHERE a = %s''' % x)",
        "c.execute('DELETE FROM t WHERE a = ' + x)",
        "c.execute('INSERT INTO t VALUES (' + x + ')')",
        "c.execute(f'UPDATE t SET a = {x}')",
        "c.execute('SELECT * FROM t WHERE a = %s' % args)",
        "c.execute('SELECT * FROM t WHERE a = {a}'.format(**args))",
        "sql = f'SELECT * FROM t WHERE a = {x}'\nc.execute(sql)",
        "return_ = 'SELECT * FROM t WHERE a = %s' % x",
    ] {
        assert_eq!(both(text), (1, 1), "{text}");
    }
}

#[test]
fn what_bandit_does_not_see() {
    for text in [
        "c.execute(' '.join(['SELECT * FROM t', 'WHERE a =', x]))",
        "sql = 'SELECT * FROM t WHERE a = '\nsql += \"'%s'\" % x\nc.execute(sql)",
        "sql = 'SELECT * FROM t'\nif x:\n  sql += f' WHERE a = {x}'",
        "sql = 'SELECT * FROM t'\nsql = sql + ' WHERE a = ' + x",
        "c.execute('REPLACE INTO t VALUES (' + x + ')')",
        "c.execute(f\"CREATE USER x IDENTIFIED BY '{password}'\")",
    ] {
        assert_eq!(both(text), (0, 1), "{text}");
    }
}

#[test]
fn sentences() {
    for text in [
        "raise ValueError(f'Please select one from {x}')",
        "log.info('delete from %s' % x)",
        "a = f'Select an item from {x} '",
        "raise Error('SELECT a FROM %s failed' % x)",
        "parser.add_argument('-a', help='select a from t %s' % x)",
        "print(f'update {x} set a = 1')",
        "assert sql == f'SELECT a FROM {x} '",
        "self.assertEqual(sql, 'SELECT a FROM %s ' % x)",
        "if sql == 'SELECT a FROM t WHERE b = ' + x: pass",
    ] {
        assert_eq!(both(text).1, 0, "{text}");
    }
    assert_eq!(both("raise ValueError(f'Please select one from {x} ')"), (1, 0));
}

#[test]
fn what_nobody_can_change() {
    for text in [
        "c.execute('SELECT * FROM t WHERE a IN (%s) ' % ','.join('?' * len(x)), x)",
        "c.execute('SELECT * FROM t WHERE a IN ({}) '.format(','.join(['%s'] * len(x))), x)",
        "c.execute('SELECT * FROM t WHERE a IN (%s) ' % ', '.join('?' for _ in x), x)",
        "c.execute('SELECT * FROM t WHERE a IN (%s) ' % ', '.join(map(lambda _: '?', x)), x)",
        "c.execute('SELECT * FROM t WHERE a IN (%s) ' % ','.join(f':p{i}' for i in range(len(x))))",
        "c.execute('SELECT * FROM t WHERE a IN (' + ','.join(str(int(y)) for y in x) + ')')",
        "c.execute('SELECT * FROM t WHERE a = %d' % x)",
        "c.execute(f'SELECT * FROM t WHERE a = {x:d}')",
        "c.execute('SELECT * FROM t WHERE a = {:d}'.format(x))",
        "c.execute(f'SELECT * FROM t LIMIT {int(x)}')",
        "c.execute(f'SELECT * FROM t LIMIT {len(x)}')",
        "c.execute(f'SELECT * FROM t ')",
        "c.execute('SELECT * FROM t ' + 'WHERE a = 1')",
        "c.execute('SELECT * FROM {} '.format('t'))",
        "c.execute('SELECT * FROM t ORDER BY a %s' % ('ASC' if x else 'DESC'))",
        "c.execute('SELECT * FROM %s ' % connection.ops.quote_name(x))",
        "for t in ('a', 'b'):\n  c.execute(f'DELETE FROM {t} WHERE a = 1')",
        "for i, t in enumerate(('a', 'b')):\n  c.execute(f'DELETE FROM {t} WHERE a = 1')",
        "c.execute('SELECT * FROM %s ' % Model._meta.db_table)",
    ] {
        assert_eq!(both(text).1, 0, "{text}");
    }
}

#[test]
fn names_of_constants() {
    let text = "TABLE = 'users'\nWHERE = 'a = ?'\ndef f(c, x):\n  c.execute(f'SELECT * FROM {TABLE} WHERE {WHERE} ', (x,))\n";
    assert_eq!(both(text), (1, 0));
    let text = "def f(c, ids):\n  marks = ','.join('?' * len(ids))\n  c.execute(f'SELECT * FROM t WHERE id IN ({marks}) ', ids)\n";
    assert_eq!(both(text), (1, 0));
    let text = "def f(c, x):\n  where = ' WHERE a = ' + x\n  c.execute('SELECT * FROM t' + where)\n";
    assert_eq!(both(text).1, 1);
}

#[test]
fn how_sure_it_is() {
    assert_eq!(places("c.execute(f'SELECT * FROM t WHERE a = {x}')"), ["1:10*"]);
    assert_eq!(places("sql = f'SELECT * FROM t WHERE a = {x}'\nc.execute(sql)"), ["1:6*"]);
    assert_eq!(
        places("def f():\n  sql = f'SELECT * FROM t WHERE a = {x}'\n  return db.execute(sql).all()"),
        ["2:8*"]
    );
    assert_eq!(
        places(
            "def f():\n  sql = f'SELECT * FROM t WHERE a = {x}'\n  with db as c:\n    c.execute(text(sql))"
        ),
        ["2:8*"]
    );
    // Nothing executes it that can be seen.
    assert_eq!(places("sql = f'SELECT * FROM t WHERE a = {x}'"), ["1:6"]);
    assert_eq!(places("sql = f'SELECT * FROM t WHERE a = {x}'\nsql = 'SELECT 1'\nc.execute(sql)"), ["1:6"]);
    // For a name there is no parameter.
    assert_eq!(places("c.execute(f'SELECT * FROM {x} WHERE a = ?', (y,))"), ["1:10"]);
    assert_eq!(places("c.execute(f'SELECT * FROM {x} WHERE a = {y}')"), ["1:10*"]);
}

#[test]
fn one_finding_for_one_string() {
    assert_eq!(places("a = 'select a from b where ' + x + ' union select b from c '"), ["1:4"]);
    assert_eq!(places("a = f'select {x} from b union select {y} from c '"), ["1:4"]);
    assert_eq!(places("a = g('select a from b where c = ' + x, 'delete from t where b = ' + y)").len(), 2);
    assert_eq!(
        places("sql = 'select a from t where b = 1'\nsql += ' and c = ' + x\nsql += ' and d = ' + y"),
        ["2:0"]
    );
}

/// Quadratic time would be minutes.
#[test]
fn a_chain_of_any_length() {
    let text = format!("x = {} + y\n", vec!["'delete from t where a'"; 50_000].join(" + "));
    let started = Instant::now();
    assert_eq!(native("B608", &text).len(), 1);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

/// As many strings as there are would be more than there are atoms.
#[test]
fn names_that_stand_for_others_twice() {
    let lines = (1..200).map(|n| format!("a{n} = a{} + a{}\n", n - 1, n - 1)).collect::<String>();
    let text = format!("a0 = 'select ' + x\n{lines}y = a199 + ' from t where b = ' + z\n");
    let started = Instant::now();
    let _ = native("B608", &text);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn django() {
    let both = |id: &str, call: &str| {
        let text = format!("from django.db.models.expressions import RawSQL\nW = 'a = %s'\n{call}\n");
        (answers(id, &text).len(), native(id, &text).len())
    };
    for call in ["q.extra(where=[x])", "q.extra(tables=x)", "q.extra(select={'a': x})", "q.extra({}, [x])"] {
        assert_eq!(both("B610", call), (1, 1), "{call}");
    }
    for call in
        ["q.extra(where=('a', 'b'))", "q.extra(where=[W])", "q.extra(select={'a': 1})", "extra(where=[x])"]
    {
        assert_eq!(both("B610", call), (1, 0), "{call}");
    }
    assert_eq!(both("B610", "q.extra(where=['a = %s'], params=[x])"), (0, 0));
    assert_eq!(both("B610", "q.extra(order_by=[x])"), (0, 1));
    assert_eq!(both("B611", "RawSQL(x, [])"), (1, 1));
    assert_eq!(both("B611", "RawSQL('a = ' + x, [])"), (1, 1));
    assert_eq!(both("B611", "RawSQL(W, [x])"), (1, 0));
    assert_eq!(both("B611", "RawSQL('a {}'.format('b'), [x])"), (1, 0));
}
