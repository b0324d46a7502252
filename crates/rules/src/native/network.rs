//! B104: the address of all interfaces. What counts is that something may listen there: the address is an argument of
//! what listens, or stands for a host by the name it is given. Held against another address, or converted, it does not.

use stockade_core::ast::{
    Expr, ExprCall, Keyword, ParameterWithDefault, Parameters, Ranged, Stmt, TextRange,
};
use stockade_core::finding::Level;
use stockade_core::walk::{NEAR, Node};

use crate::context::Text;
use crate::pass::string_of;
use crate::rule::{Hit, Outcome};

/// What listens at the address that it is given, by its last name.
const LISTENING: &[&str] = &[
    "bind",
    "listen",
    "run",
    "serve",
    "serve_forever",
    "start",
    "start_server",
    "create_server",
    "make_server",
    "run_simple",
    "run_app",
    "run_server",
    "runserver",
    "TCPSite",
    "listenTCP",
    "listenUDP",
    "listenSSL",
    "listen_tcp",
    "add_insecure_port",
    "add_secure_port",
    "Listener",
    "start_http_server",
    "serve_http",
    "bind_sockets",
];
/// What uses an address of its own choice, and the other end's.
const CALLING: &[&str] =
    &["connect", "connect_ex", "create_connection", "open_connection", "sendto", "send_to"];
/// Parts of names of hosts.
const HOSTS: &[&str] = &["host", "addr", "bind", "listen", "interface", "iface", "server"];
/// Parts of names of other addresses.
const OTHERS: &[&str] = &[
    "remote",
    "client",
    "peer",
    "src",
    "dst",
    "source",
    "dest",
    "target",
    "mask",
    "gateway",
    "allow",
    "trust",
    "ignore",
    "exclude",
    "forbid",
    "block",
    "deny",
    "broadcast",
    "expect",
    "invalid",
    "subnet",
    "cidr",
    "network",
    "route",
    "neighbo",
    "upstream",
    "no_proxy",
    "http_proxy",
    "https_proxy",
];

/// B104
pub(crate) fn bind_all_interfaces(text: &Text<'_, '_>) -> Outcome {
    let value = text.node.value;
    let found = match value.as_bytes() {
        [] => binds_to_nothing(text),
        [b'0' | b':' | b'[', ..] => is_all(value) && is_whole(text) && is_host(text),
        _ => false,
    };
    if !found {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::Medium, "Possible binding to all interfaces.").found()
}

/// Whether a text is the address of all interfaces, perhaps with a port or the place of one.
fn is_all(value: &str) -> bool {
    let port = match value {
        "::" => return true,
        value => value.strip_prefix("0.0.0.0").or_else(|| value.strip_prefix("[::]")),
    };
    port.is_some_and(|port| {
        port.is_empty()
            || port.strip_prefix(':').is_some_and(|port| {
                port.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'{' | b'}' | b'%' | b'_'))
            })
    })
}

/// Whether no other text stands before it: of an f-string it must be the first piece, and not just two colons.
fn is_whole(text: &Text<'_, '_>) -> bool {
    text.node.joined.is_none_or(|(_, at)| at == 0 && text.node.value != "::")
}

/// `socket.bind(("", 8080))`, which means the same. Port 0 asks for any free one, mostly to learn its number.
fn binds_to_nothing(text: &Text<'_, '_>) -> bool {
    let parents = text.scope.parents;
    let Some(Node::Expr(Expr::Tuple(pair))) = parents.nth(0) else { return false };
    let Some(call) = parents.nth(1).and_then(Node::as_call) else { return false };
    let [host, port] = pair.elts.as_slice() else { return false };
    host.range() == text.node.range
        && last_name(call) == Some("bind")
        && call.arguments.args.first().is_some_and(|arg| arg.range() == pair.range)
        && !matches!(port, Expr::NumberLiteral(number) if number.value.as_int().is_some_and(|int| int.as_u64() == Some(0)))
}

/// How many addresses something listens at, or arguments something has that listens: what has more is a table of others.
const MOST: usize = 64;

/// Whether the text stands for the address at which something listens.
fn is_host(text: &Text<'_, '_>) -> bool {
    let parents = text.scope.parents;
    let mut child = text.node.range;
    // Whether it is the first of an address and a port.
    let mut pair = false;
    for up in 0..NEAR {
        let Some(node) = parents.nth(up) else { return false };
        match node {
            Node::Expr(Expr::Tuple(tuple)) => {
                if let Some(Node::Stmt(Stmt::Assign(assign))) = parents.nth(up + 1)
                    && let [Expr::Tuple(targets)] = assign.targets.as_slice()
                {
                    let at = tuple.elts.partition_point(|item| item.range().start() < child.start());
                    return targets.elts.get(at).is_some_and(names_host);
                }
                match tuple.elts.as_slice() {
                    [first, second] if first.range() == child && string_of(second).is_none() => pair = true,
                    [_] => {}
                    items
                        if items.len() <= MOST
                            && items.iter().all(|item| string_of(item).is_some_and(is_all)) => {}
                    _ => return false,
                }
            }
            Node::Expr(Expr::List(list)) => {
                let is_host = |item: &Expr| item.range() == child || string_of(item).is_some_and(is_all);
                if list.elts.len() > MOST || !list.elts.iter().all(is_host) {
                    return false;
                }
            }
            Node::Expr(
                Expr::BoolOp(_)
                | Expr::If(_)
                | Expr::Named(_)
                | Expr::Starred(_)
                | Expr::FString(_)
                | Expr::Attribute(_),
            ) => {}
            Node::Expr(Expr::BinOp(operation)) if operation.left.range() == child => {}
            Node::Expr(Expr::Call(call)) if call.func.range() == child => {}
            Node::Expr(Expr::Call(call)) => {
                if is_given_to(call, child, pair) {
                    return true;
                }
            }
            Node::Keyword(Keyword { arg: Some(name), .. }) => {
                let call = parents.nth(up + 1).and_then(Node::as_call);
                let is_caller = call.and_then(last_name).is_some_and(|name| CALLING.contains(&name));
                if is_host_name(name) {
                    return !is_caller;
                }
                if pair && name == "args" {
                    return true;
                }
                if !matches!(name.as_str(), "default" | "value" | "fallback") {
                    return false;
                }
            }
            Node::Expr(Expr::Dict(dict)) => {
                let at = dict.items.partition_point(|item| item.value.range().start() < child.start());
                let item = dict.items.get(at).filter(|item| item.value.range() == child);
                let key = item.and_then(|item| item.key.as_ref());
                return key.is_some_and(|key| names_host(key) || string_of(key).is_some_and(is_host_name));
            }
            Node::Parameters(parameters) => return default_of(parameters, child).is_some_and(is_host_name),
            Node::Stmt(Stmt::Assign(assign)) => return assign.targets.iter().any(names_host),
            Node::Stmt(Stmt::AnnAssign(assign)) => return names_host(&assign.target),
            Node::Stmt(Stmt::Return(_)) => {
                let function = parents.near().find_map(|node| match node {
                    Node::Stmt(Stmt::FunctionDef(function)) => Some(function.name.as_str()),
                    _ => None,
                });
                return function.is_some_and(is_host_name);
            }
            _ => return false,
        }
        child = node.placed().unwrap_or(child);
    }
    false
}

/// Whether a call listens at the argument, or takes it for a host by the name beside it: `get("HOST", "0.0.0.0")`.
fn is_given_to(call: &ExprCall, argument: TextRange, pair: bool) -> bool {
    let Some(name) = last_name(call) else { return false };
    if CALLING.contains(&name) || name.starts_with("assert") {
        return false;
    }
    if LISTENING.contains(&name) || name.ends_with("Server") || pair {
        return true;
    }
    let beside =
        call.arguments.args.iter().take(MOST).filter(|arg| arg.range() != argument).filter_map(string_of);
    beside.into_iter().any(is_host_name)
}

fn last_name(call: &ExprCall) -> Option<&str> {
    match &*call.func {
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        Expr::Name(name) => Some(name.id.as_str()),
        _ => None,
    }
}

/// Whether what is assigned to is a host by its name.
fn names_host(target: &Expr) -> bool {
    match target {
        Expr::Name(name) => is_host_name(name.id.as_str()),
        Expr::Attribute(attribute) => is_host_name(attribute.attr.as_str()),
        Expr::Subscript(item) => string_of(&item.slice).is_some_and(is_host_name),
        _ => false,
    }
}

fn is_host_name(name: &str) -> bool {
    if name.len() > 60 {
        return false;
    }
    let name = name.to_ascii_lowercase();
    let is_ip =
        || name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| matches!(part, "ip" | "ip4" | "ip6"));
    (HOSTS.iter().any(|part| name.contains(part)) || is_ip())
        && !OTHERS.iter().any(|part| name.contains(part))
}

/// The name of the parameter that has that default.
fn default_of<'a>(parameters: &'a Parameters, default: TextRange) -> Option<&'a str> {
    let of = |parameters: &'a [ParameterWithDefault]| {
        let at = parameters.partition_point(|parameter| parameter.range().end() < default.end());
        let found = parameters.get(at)?;
        (found.default()?.range() == default).then(|| found.name().as_str())
    };
    of(&parameters.posonlyargs).or_else(|| of(&parameters.args)).or_else(|| of(&parameters.kwonlyargs))
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn both(text: &str) -> (usize, usize) {
        let text = format!("{text}\n");
        (answers("B104", &text).len(), native("B104", &text).len())
    }

    #[test]
    fn what_listens() {
        for text in [
            "s.bind(('0.0.0.0', 80))",
            "app.run('0.0.0.0')",
            "app.run(host='0.0.0.0')",
            "HTTPServer(('0.0.0.0', 80), Handler)",
            "asyncio.start_server(f, '0.0.0.0', 80)",
            "Thread(target=serve, args=('0.0.0.0', 80))",
            "HOST = '0.0.0.0'",
            "self.listen_address = '0.0.0.0'",
            "host: str = '0.0.0.0'",
            "host, port = '0.0.0.0', 80",
            "host = os.environ.get('X') or '0.0.0.0'",
            "host = '0.0.0.0' if x else '127.0.0.1'",
            "os.environ.get('HOST', '0.0.0.0')",
            "parser.add_argument('--bind', default='0.0.0.0')",
            "options = {'host': '0.0.0.0', 'port': 80}",
            "options = {HOST: '0.0.0.0'}",
            "app['ip'] = '0.0.0.0'",
            "def serve(host='0.0.0.0'): pass",
            "def bind_address():\n  return '0.0.0.0'",
            "listen = ['0.0.0.0']",
        ] {
            assert_eq!(both(text), (1, 1), "{text}");
        }
    }

    #[test]
    fn what_does_not() {
        for text in [
            "if host == '0.0.0.0': pass",
            "if host in ('0.0.0.0', 'x'): pass",
            "ip_address('0.0.0.0')",
            "host.replace('0.0.0.0', x)",
            "route = {'netmask': '0.0.0.0', 'gateway': '0.0.0.0'}",
            "gateway = '0.0.0.0'",
            "ALLOWED_HOSTS = ['0.0.0.0', 'localhost']",
            "s.connect(('0.0.0.0', 80))",
            "create_connection(address=('0.0.0.0', 80))",
            "self.assertEqual(host, '0.0.0.0')",
            "def f():\n  return '0.0.0.0'",
        ] {
            assert_eq!(both(text).1, 0, "{text}");
            assert!(both(text).0 > 0, "{text}");
        }
    }

    #[test]
    fn other_spellings() {
        for text in [
            "s.bind(('', 80))",
            "s.bind(('::', 80))",
            "app.run(host='::')",
            "bind = '0.0.0.0:8000'",
            "bind = '[::]:8000'",
            "server.add_insecure_port('[::]:50051')",
            "bind = f'0.0.0.0:{port}'",
            "bind = '0.0.0.0:%d' % port",
            "bind = '0.0.0.0:{}'.format(port)",
        ] {
            assert_eq!(both(text), (0, 1), "{text}");
        }
        for text in [
            "s.bind(('', 0))",
            "s.connect(('', 80))",
            "host = ''",
            "host = '0.0.0.0/8'",
            "host = '::1'",
            "host = f'{a}::{b}'",
            "host = f'x{a}0.0.0.0:80'",
        ] {
            assert_eq!(both(text), (0, 0), "{text}");
        }
    }
}
