//! Each answer of ours beside Bandit's.

use crate::testing::{answers, native};

/// How many findings Bandit has in a call, and how many we have.
fn both(id: &str, call: &str) -> (usize, usize) {
    let text = format!("import asyncio, functools, os, pty, shlex, shutil, subprocess, sys\n{call}\n");
    (answers(id, &text).len(), native(id, &text).len())
}

/// The levels of our only finding.
fn levels(id: &str, call: &str) -> String {
    let found = native(id, &format!("import asyncio, functools, os, shlex, subprocess\n{call}\n"));
    assert_eq!(found.len(), 1, "{call}: {found:?}");
    found[0].split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn what_nobody_can_change_is_no_finding() {
    for argv in [
        "['/bin/ls', '-l']",
        "('/bin/ls', '-l')",
        "'/bin/ls'",
        "[sys.executable, '-m', 'pip', '--version']",
        "[shutil.which('git'), 'status']",
        "[shutil.which('git') or '/usr/bin/git', 'status']",
        "['/bin/kill', '-9', str(os.getpid())]",
        "['/bin/sleep', str(int(x))]",
        "['/bin/ls'] + ['-l']",
        "['/bin/ls', *('-l', '-a')]",
        "['/bin/ls', f'--width={len(x)}']",
        "[os.path.join('/usr', 'bin', 'git')]",
    ] {
        assert_eq!(both("B603", &format!("subprocess.run({argv})")), (1, 0), "{argv}");
    }
}

#[test]
fn what_comes_from_elsewhere_is() {
    for argv in [
        "[x]",
        "['/bin/ls', x]",
        "x",
        "['/bin/ls'] + x",
        "['/bin/ls', *x]",
        "[os.environ['PAGER']]",
        "[shutil.which(x)]",
        "['/bin/ls', str(x)]",
        "['/bin/ls', f'--width={x}']",
        "sys.argv[1:]",
        "['/bin/ls', shlex.quote(x)]",
        "*x",
    ] {
        assert_eq!(both("B603", &format!("subprocess.run({argv})")), (1, 1), "{argv}");
    }
    assert_eq!(both("B603", "subprocess.run(['/bin/ls'], executable=x)"), (1, 1));
}

#[test]
fn names_that_are_bound_once() {
    let text = "import subprocess\nGIT = '/usr/bin/git'\nCOMMAND = [GIT, 'status']\ndef f(x):\n  subprocess.run(COMMAND)\n  subprocess.run([GIT, 'add', x])\n";
    assert_eq!(answers("B603", text).len(), 2);
    let found = native("B603", text);
    assert!(found.len() == 1 && found[0].starts_with("6:2 "), "{found:?}");
}

#[test]
fn commands_given_by_keyword() {
    assert_eq!(both("B602", "subprocess.run(args=x, shell=True)"), (0, 1));
    assert_eq!(both("B603", "subprocess.run(args=[x])"), (1, 1));
    assert_eq!(both("B603", "subprocess.run()"), (1, 0));
    assert_eq!(both("B605", "os.system(command=x)"), (0, 1));
    assert_eq!(both("B605", "os.system()"), (0, 0));
    assert_eq!(both("B607", "subprocess.run(args=['git', x])"), (0, 1));
}

#[test]
fn truth_of_shell() {
    for value in ["True", "1", "'x'", "[0]"] {
        assert_eq!(both("B602", &format!("subprocess.run(x, shell={value})")), (1, 1), "{value}");
        assert_eq!(both("B603", &format!("subprocess.run(x, shell={value})")), (0, 0), "{value}");
    }
    for value in ["False", "0", "None", "''", "b''", "{}"] {
        assert_eq!(both("B602", &format!("subprocess.run(x, shell={value})")), (0, 0), "{value}");
        assert_eq!(both("B603", &format!("subprocess.run(x, shell={value})")), (1, 1), "{value}");
    }
    assert_eq!(both("B602", "subprocess.Popen(x, 0, None, None, None, None, None, True, True)"), (0, 1));
}

#[test]
fn a_shell_that_depends() {
    let low = "2:0 HIGH/LOW subprocess call that may use a shell, depending on the value of shell, possible security issue.";
    let text = "import subprocess\nsubprocess.run(x, shell=isinstance(x, str))\n";
    assert_eq!(native("B602", text), [low]);
    assert!(answers("B602", text)[0].contains("HIGH/HIGH"));
    assert_eq!(both("B602", "subprocess.run(['/bin/ls'], shell=os.name == 'nt')"), (1, 0));
    assert_eq!(both("B603", "subprocess.run(x, shell=isinstance(x, str))"), (0, 0));
}

#[test]
fn constant_and_quoted_commands_are_less_grave() {
    for (id, call) in [("B602", "subprocess.run({}, shell=True)"), ("B605", "os.system({})")] {
        let with = |command: &str| levels(id, &call.replace("{}", command));
        for safe in [
            "'ls -l'",
            "'ls ' + '-l'",
            "f'ls {shlex.quote(x)}'",
            "'ls ' + shlex.join(x)",
            "'ls ' + ' '.join(shlex.quote(y) for y in x)",
            "'ls ' + ' '.join(map(shlex.quote, x))",
            "'kill {}'.format(int(x))",
            "'kill %d' % os.getpid()",
        ] {
            assert_eq!(with(safe), "LOW/HIGH", "{safe}");
        }
        for bad in ["x", "'ls ' + x", "f'ls {x}'", "'ls %s' % x", "' '.join(x)", "x.format(1)"] {
            assert_eq!(with(bad), "HIGH/HIGH", "{bad}");
        }
    }
}

#[test]
fn functions_that_are_handed_on() {
    assert_eq!(both("B602", "functools.partial(subprocess.run, shell=True)"), (0, 1));
    assert_eq!(both("B602", "functools.partial(subprocess.run, '/bin/ls', shell=True)"), (0, 1));
    assert_eq!(both("B605", "asyncio.to_thread(os.system, x)"), (0, 1));
    assert_eq!(both("B605", "pool.submit(os.system, 'ls ' + x)"), (0, 1));
    assert_eq!(both("B603", "loop.run_in_executor(None, subprocess.call, [x])"), (0, 1));
    assert_eq!(both("B605", "pool.submit(work, x)"), (0, 0));
    assert_eq!(both("B605", "asyncio.to_thread(os.system)"), (0, 0));
    assert_eq!(both("B605", "list(map(os.system, x))"), (0, 1));
    assert_eq!(both("B605", "Thread(target=os.system, args=(x,))"), (0, 1));
    assert_eq!(both("B605", "pool.submit(os.system, 'ls')"), (0, 1));
}

#[test]
fn asyncio() {
    assert_eq!(both("B605", "asyncio.create_subprocess_shell(x)"), (0, 1));
    assert_eq!(both("B605", "asyncio.create_subprocess_shell(cmd=x)"), (0, 1));
    assert_eq!(levels("B605", "asyncio.create_subprocess_shell('ls')"), "LOW/HIGH");
    assert_eq!(both("B603", "asyncio.create_subprocess_exec('/bin/ls', x)"), (0, 1));
    assert_eq!(both("B603", "asyncio.create_subprocess_exec('/bin/ls', '-l')"), (0, 0));
    assert_eq!(both("B607", "asyncio.create_subprocess_exec('ls', '-l')"), (0, 1));
}

#[test]
fn other_functions_with_a_shell() {
    assert_eq!(both("B604", "f(x, shell=True)"), (1, 1));
    assert_eq!(both("B604", "f(x, shell=1)"), (1, 1));
    for value in ["shell", "options.shell", "'bash'", "f()", "()"] {
        assert_eq!(both("B604", &format!("f(x, shell={value})")), (1, 0), "{value}");
    }
    assert_eq!(both("B604", "subprocess.run(x, shell=True)"), (0, 0));
    // Reported once, as what it is.
    assert_eq!(both("B604", "functools.partial(subprocess.run, shell=True)"), (1, 0));
    assert_eq!(both("B604", "asyncio.create_subprocess_shell(x, shell=True)"), (1, 0));
}

#[test]
fn without_a_shell() {
    assert_eq!(both("B606", "os.execv('/bin/ls', ['ls'])"), (1, 0));
    assert_eq!(both("B606", "os.execv(x, ['ls'])"), (1, 1));
    assert_eq!(both("B606", "os.execv('/bin/ls', x)"), (1, 1));
    assert_eq!(both("B606", "os.spawnl(os.P_WAIT, '/bin/ls', 'ls')"), (1, 1));
    assert_eq!(both("B606", "pty.spawn(x)"), (0, 1));
    assert_eq!(both("B606", "os.posix_spawn(x, [x], os.environ)"), (0, 1));
}

#[test]
fn programs_without_their_path() {
    for program in ["['git', x]", "('git', x)", "'git'", "['git'] + x", "['g' + 'it']", "['git', *x]"] {
        assert_eq!(both("B607", &format!("subprocess.run({program})")).1, 1, "{program}");
    }
    for program in
        ["['/bin/git']", "['./git']", "[x]", "[sys.executable]", "['']", "[]", "*x", "[f'{x}/git']"]
    {
        assert_eq!(both("B607", &format!("subprocess.run({program})")).1, 0, "{program}");
    }
    let text = "import subprocess\nCOMMAND = ['git', 'status']\nsubprocess.run(COMMAND)\n";
    assert_eq!((answers("B607", text).len(), native("B607", text).len()), (0, 1));
    assert_eq!(both("B607", "os.spawnlp(os.P_WAIT, 'ls', 'ls')"), (0, 1));
    assert_eq!(both("B607", "subprocess.run(['git'], executable='/usr/bin/git')"), (1, 0));
}

#[test]
fn wildcards_that_can_be_options() {
    for command in
        ["'tar cf a.tar *'", "'cd /x && /bin/chown root *.txt'", "'chmod 600 ?'", "('tar cf a.tar *',)"]
    {
        assert_eq!(both("B609", &format!("subprocess.run({command}, shell=True)")).1, 1, "{command}");
    }
    for command in [
        "'start *'",
        "'tar cf a.tar -- *'",
        "'tar cf a.tar ./*'",
        "'tar cf a.tar /srv/*'",
        "'ls *; chmod 600 a'",
        "['tar', 'cf', 'a.tar', '*']",
    ] {
        assert_eq!(both("B609", &format!("subprocess.run({command}, shell=True)")), (1, 0), "{command}");
    }
    assert_eq!(both("B609", "subprocess.run('tar cf a.tar *')"), (0, 0));
    let found = native("B609", "from os import system\nsystem('tar cf a.tar *')\n");
    assert_eq!(found, ["2:0 HIGH/MEDIUM Possible wildcard injection in call: os.system"]);
}

#[test]
fn a_name_of_the_programs_own_is_no_module() {
    let text = "class subprocess:\n  def run(x): pass\nsubprocess.run(y)\n";
    assert_eq!((answers("B603", text).len(), native("B603", text).len()), (1, 0));
}
