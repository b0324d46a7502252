//! Calls worth a look, whatever their arguments: B301 to B323. The messages are Bandit's, kept for byte parity and
//! credited in NOTICE; the pages are our own. The XML parsers have a file of their own.

use super::{DenyList, xml};

/// In Bandit's order.
pub static ALL: &[&DenyList] = &[
    &PICKLE,
    &MARSHAL,
    &MD5,
    &CIPHERS,
    &CIPHER_MODES,
    &MKTEMP_Q,
    &EVAL,
    &MARK_SAFE,
    &URLLIB_URLOPEN,
    &RANDOM,
    &TELNETLIB,
    &xml::C_ELEMENT_TREE,
    &xml::ELEMENT_TREE,
    &xml::EXPATREADER,
    &xml::EXPATBUILDER,
    &xml::SAX,
    &xml::MINIDOM,
    &xml::PULLDOM,
    &FTPLIB,
    &UNVERIFIED_CONTEXT,
];

super::deny_list! {
    /// # Unpickling
    ///
    /// A pickle is a program. Whoever wrote the bytes decides what runs when they are loaded; `dill`, `shelve`,
    /// `jsonpickle` and `pandas.read_pickle` load pickles, too.
    ///
    /// ```python bad
    /// import pickle
    ///
    /// session = pickle.loads(request.cookies["session"])
    /// ```
    ///
    /// ## Instead
    ///
    /// Use a format that only holds data. Where it must be a pickle, sign it and check the signature before loading.
    ///
    /// ```python good
    /// import json
    ///
    /// session = json.loads(request.cookies["session"])
    /// ```
    ///
    /// ## Limits
    ///
    /// Where the bytes come from is not looked at.
    ///
    /// ## Differs from Bandit
    ///
    /// A copy by `pickle.loads(pickle.dumps(x))` reads what the program itself wrote. A function that is handed to another is
    /// found, with medium confidence.
    ///
    /// ```python bandit
    /// import pickle
    ///
    /// twin = pickle.loads(pickle.dumps(order))
    /// ```
    ///
    /// ```python native
    /// import pickle
    ///
    /// sessions = list(map(pickle.loads, blobs))
    /// ```
    pub static PICKLE = "B301" "pickle" {
        advice: "Use a format that only holds data, such as JSON.",
        severity: Medium, cwe: 502, page: "blacklists/blacklist_calls.html#b301-pickle",
        message: "Pickle and modules that wrap it can be unsafe when used to deserialize untrusted data, possible security issue.",
        names: [
            "pickle.loads", "pickle.load", "pickle.Unpickler",
            "dill.loads", "dill.load", "dill.Unpickler",
            "shelve.open", "shelve.DbfilenameShelf",
            "jsonpickle.decode", "jsonpickle.unpickler.decode", "jsonpickle.unpickler.Unpickler",
            "pandas.read_pickle",
        ],
    }
}

super::deny_list! {
    /// # Loading `marshal` data
    ///
    /// `marshal` is the interpreter's own format for `.pyc` files. It is not guarded against malformed input: crafted
    /// bytes can crash the process or worse.
    ///
    /// ```python bad
    /// import marshal
    ///
    /// settings = marshal.loads(upload.read())
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import json
    ///
    /// settings = json.loads(upload.read())
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// A copy by `marshal.loads(marshal.dumps(x))` reads what the program itself wrote.
    ///
    /// ```python bandit
    /// import marshal
    ///
    /// twin = marshal.loads(marshal.dumps(settings))
    /// ```
    pub static MARSHAL = "B302" "marshal" {
        advice: "Use a format that only holds data, such as JSON.",
        severity: Medium, cwe: 502, page: "blacklists/blacklist_calls.html#b302-marshal",
        message: "Deserialization with the marshal module is possibly dangerous.",
        names: ["marshal.load", "marshal.loads"],
    }
}

super::deny_list! {
    /// # Broken hashes of crypto libraries
    ///
    /// MD2, MD4, MD5 and SHA-1 no longer keep two inputs from having the same digest: a signature or checksum made
    /// with them can be transferred to a forged input. This looks at PyCrypto, PyCryptodome and `cryptography`;
    /// `hashlib` is the matter of B324.
    ///
    /// ```python bad
    /// from cryptography.hazmat.primitives import hashes
    ///
    /// digest = hashes.Hash(hashes.SHA1())
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from cryptography.hazmat.primitives import hashes
    ///
    /// digest = hashes.Hash(hashes.SHA256())
    /// ```
    ///
    /// Passwords want a slow hash made for them, such as scrypt or Argon2.
    pub static MD5 = "B303" "md5" {
        advice: "Use SHA-256 or better; for passwords `hashlib.scrypt` or a library such as argon2-cffi.",
        severity: Medium, cwe: 327, page: "blacklists/blacklist_calls.html#b303-md5",
        message: "Use of insecure MD2, MD4, MD5, or SHA1 hash function.",
        names: [
            "Crypto.Hash.MD2.new", "Crypto.Hash.MD4.new", "Crypto.Hash.MD5.new", "Crypto.Hash.SHA.new",
            "Cryptodome.Hash.MD2.new", "Cryptodome.Hash.MD4.new", "Cryptodome.Hash.MD5.new",
            "Cryptodome.Hash.SHA.new",
            "cryptography.hazmat.primitives.hashes.MD5", "cryptography.hazmat.primitives.hashes.SHA1",
        ],
    }
}

super::deny_list! {
    /// # Weak ciphers
    ///
    /// DES, RC2, RC4, Blowfish, IDEA, CAST5, SEED, Triple DES and XOR have short keys, short blocks or known breaks.
    /// What they hide can be read, sometimes after watching enough traffic.
    ///
    /// ```python bad
    /// from Crypto.Cipher import DES
    ///
    /// cipher = DES.new(key, DES.MODE_CBC, iv)
    /// ```
    ///
    /// ## Instead
    ///
    /// Encrypt and authenticate in one step, with AES-GCM or ChaCha20-Poly1305.
    ///
    /// ```python good
    /// from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    ///
    /// cipher = AESGCM(key)
    /// ```
    pub static CIPHERS = "B304" "ciphers" {
        advice: "Encrypt and authenticate in one step, with AES-GCM or ChaCha20-Poly1305.",
        severity: High, cwe: 327, page: "blacklists/blacklist_calls.html#b304-b305-ciphers-and-modes",
        message: "Use of insecure cipher {name}. Replace with a known secure cipher such as AES.",
        names: [
            "Crypto.Cipher.ARC2.new", "Crypto.Cipher.ARC4.new", "Crypto.Cipher.Blowfish.new",
            "Crypto.Cipher.DES.new", "Crypto.Cipher.XOR.new",
            "Cryptodome.Cipher.ARC2.new", "Cryptodome.Cipher.ARC4.new", "Cryptodome.Cipher.Blowfish.new",
            "Cryptodome.Cipher.DES.new", "Cryptodome.Cipher.XOR.new",
            "cryptography.hazmat.primitives.ciphers.algorithms.ARC4",
            "cryptography.hazmat.primitives.ciphers.algorithms.Blowfish",
            "cryptography.hazmat.primitives.ciphers.algorithms.CAST5",
            "cryptography.hazmat.primitives.ciphers.algorithms.IDEA",
            "cryptography.hazmat.primitives.ciphers.algorithms.SEED",
            "cryptography.hazmat.primitives.ciphers.algorithms.TripleDES",
        ],
    }
}

super::deny_list! {
    /// # ECB mode
    ///
    /// In ECB mode equal blocks encrypt to equal blocks. The pattern of the plain text shines through, and blocks can be
    /// moved and repeated unnoticed.
    ///
    /// ```python bad
    /// from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    ///
    /// cipher = Cipher(algorithms.AES(key), modes.ECB())
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    ///
    /// cipher = Cipher(algorithms.AES(key), modes.GCM(nonce))
    /// ```
    pub static CIPHER_MODES = "B305" "cipher_modes" {
        advice: "Use an authenticated mode such as GCM, with a fresh nonce for each message.",
        severity: Medium, cwe: 327, page: "blacklists/blacklist_calls.html#b304-b305-ciphers-and-modes",
        message: "Use of insecure cipher mode {name}.",
        names: ["cryptography.hazmat.primitives.ciphers.modes.ECB"],
    }
}

super::deny_list! {
    /// # `tempfile.mktemp`
    ///
    /// `mktemp` answers a name that is free now. Before the program opens it, someone else can put a file or a link
    /// there.
    ///
    /// ```python bad
    /// import tempfile
    ///
    /// path = tempfile.mktemp()
    /// ```
    ///
    /// ## Instead
    ///
    /// Let the name and the file be made in one step.
    ///
    /// ```python good
    /// import tempfile
    ///
    /// with tempfile.NamedTemporaryFile() as file:
    ///     file.write(data)
    /// ```
    pub static MKTEMP_Q = "B306" "mktemp_q" {
        advice: "Use `tempfile.NamedTemporaryFile` or `mkstemp`, which make the name and the file in one step.",
        severity: Medium, cwe: 377, page: "blacklists/blacklist_calls.html#b306-mktemp-q",
        message: "Use of insecure and deprecated function (mktemp).",
        names: ["tempfile.mktemp"],
    }
}

super::deny_list! {
    /// # `eval`
    ///
    /// `eval` runs the expression that its argument holds, with all that the process may do. Emptying `__builtins__`
    /// does not contain it.
    ///
    /// ```python bad
    /// limit = eval(config["limit"])
    /// ```
    ///
    /// ## Instead
    ///
    /// Read the value as what it should be: a number, JSON, or a Python literal.
    ///
    /// ```python good
    /// import ast
    ///
    /// limit = ast.literal_eval(config["limit"])
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// A function of your own that is called `eval` is none, and a constant is no risk. A function that calls what it is
    /// given is found.
    ///
    /// ```python bandit
    /// limit = eval("2 ** 16")
    /// ```
    ///
    /// ```python native
    /// limits = list(map(eval, lines))
    /// ```
    pub static EVAL = "B307" "eval" {
        advice: "Use `ast.literal_eval`, `json.loads` or `int`, whichever reads just what is expected.",
        severity: Medium, cwe: 78, page: "blacklists/blacklist_calls.html#b307-eval",
        message: "Use of possibly insecure function - consider using safer ast.literal_eval.",
        names: ["eval"],
    }
}

super::deny_list! {
    /// # Django's `mark_safe`
    ///
    /// `mark_safe` tells Django's templates not to escape a string. What a user could put into it then runs as a script
    /// in other users' browsers.
    ///
    /// ```python bad
    /// from django.utils.safestring import mark_safe
    ///
    /// greeting = mark_safe("<b>" + name + "</b>")
    /// ```
    ///
    /// ## Instead
    ///
    /// Keep the markup constant and have the values escaped.
    ///
    /// ```python good
    /// from django.utils.html import format_html
    ///
    /// greeting = format_html("<b>{}</b>", name)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// For Bandit every call counts. Here constants and what is made of escaped values are no findings, as B703 tells; a
    /// decorator is one.
    ///
    /// ```python bandit
    /// from django.utils.safestring import mark_safe
    ///
    /// RULE = mark_safe("<hr>")
    /// ```
    ///
    /// ```python native
    /// from django.utils.safestring import mark_safe
    ///
    /// @mark_safe
    /// def greeting(name):
    ///     return "<b>" + name + "</b>"
    /// ```
    pub static MARK_SAFE = "B308" "mark_safe" {
        advice: "Keep the markup constant and use `format_html`, which escapes the values.",
        severity: Medium, cwe: 79, page: "blacklists/blacklist_calls.html#b308-mark-safe",
        message: "Use of mark_safe() may expose cross-site scripting vulnerabilities and should be reviewed.",
        names: ["django.utils.safestring.mark_safe"],
    }
}

super::deny_list! {
    /// # Opening URLs of any scheme
    ///
    /// `urllib.request` also opens `file:` and `ftp:`. A URL from outside can then read files of the machine or reach
    /// services inside the network.
    ///
    /// ```python bad
    /// import urllib.request
    ///
    /// avatar = urllib.request.urlopen(form["avatar_url"]).read()
    /// ```
    ///
    /// ## Instead
    ///
    /// Check scheme and host against what is allowed, or use a client that speaks HTTP only.
    ///
    /// ```python good
    /// import http.client
    ///
    /// connection = http.client.HTTPSConnection(AVATAR_HOST)
    /// connection.request("GET", avatar_path)
    /// ```
    ///
    /// ## Limits
    ///
    /// A check in another function is not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// A URL that begins with `http://` or `https://`, whatever follows, has no other scheme; nor has a variable whose scheme
    /// was checked before, by `startswith` or `urlparse`, in an `if` or `assert`.
    ///
    /// ```python bandit
    /// import urllib.request
    ///
    /// feed = urllib.request.urlopen(f"https://{HOST}/feed/{number}")
    ///
    /// def fetch(url):
    ///     if not url.startswith(("http://", "https://")):
    ///         raise ValueError(url)
    ///     return urllib.request.urlopen(url)
    /// ```
    pub static URLLIB_URLOPEN = "B310" "urllib_urlopen" {
        advice: "Check scheme and host before the request, or use a client that speaks HTTP only.",
        severity: Medium, cwe: 22, page: "blacklists/blacklist_calls.html#b310-urllib-urlopen",
        message: "Audit url open for permitted schemes. Allowing use of file:/ or custom schemes is often unexpected.",
        names: [
            "urllib.request.urlopen", "urllib.request.urlretrieve",
            "urllib.request.URLopener", "urllib.request.FancyURLopener",
            "six.moves.urllib.request.urlopen", "six.moves.urllib.request.urlretrieve",
            "six.moves.urllib.request.URLopener", "six.moves.urllib.request.FancyURLopener",
        ],
    }
}

super::deny_list! {
    /// # `random` for secrets
    ///
    /// The generator behind `random` is made for simulations. Who sees some hundreds of its numbers can compute all that
    /// follow, be they tokens, passwords or keys.
    ///
    /// ```python bad
    /// import random
    ///
    /// token = "".join(random.choice(ALPHABET) for _ in range(32))
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import secrets
    ///
    /// token = secrets.token_urlsafe(32)
    /// ```
    ///
    /// ## Limits
    ///
    /// What the number is for is not known: for a dice game or a jitter, suppress it. `random.SystemRandom` is fine and
    /// not reported.
    ///
    /// ## Differs from Bandit
    ///
    /// The confidence is high where a name around the call speaks of a secret, a nonce or a salt, and low anywhere else.
    pub static RANDOM = "B311" "random" {
        advice: "Use `secrets` or `random.SystemRandom` where nobody may guess the value.",
        severity: Low, cwe: 330, page: "blacklists/blacklist_calls.html#b311-random",
        message: "Standard pseudo-random generators are not suitable for security/cryptographic purposes.",
        names: [
            "random.Random", "random.random", "random.randrange", "random.randint", "random.choice",
            "random.choices", "random.uniform", "random.triangular", "random.randbytes", "random.sample",
            "random.randrange", "random.getrandbits",
        ],
    }
}

super::deny_list! {
    /// # Telnet
    ///
    /// Telnet sends everything in the clear, passwords included, and proves to nobody which host answers.
    ///
    /// ```python bad
    /// import telnetlib
    ///
    /// session = telnetlib.Telnet("switch.example.org")
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import paramiko
    ///
    /// session = paramiko.SSHClient()
    /// session.load_system_host_keys()
    /// ```
    pub static TELNETLIB = "B312" "telnetlib" {
        advice: "Use SSH, by paramiko or the `ssh` command.",
        severity: High, cwe: 319, page: "blacklists/blacklist_calls.html#b312-telnetlib",
        message: "Telnet-related functions are being called. Telnet is considered insecure. Use SSH or some other encrypted protocol.",
        names: ["telnetlib.Telnet"],
    }
}

super::deny_list! {
    /// # FTP
    ///
    /// FTP sends names, passwords and files in the clear. Who sits on the way reads and changes them.
    ///
    /// ```python bad
    /// import ftplib
    ///
    /// mirror = ftplib.FTP("files.example.org")
    /// ```
    ///
    /// ## Instead
    ///
    /// Use SFTP or HTTPS; where the server has nothing else, FTP over TLS with `prot_p()`.
    ///
    /// ```python good
    /// import ftplib
    ///
    /// mirror = ftplib.FTP_TLS("files.example.org")
    /// mirror.prot_p()
    /// ```
    pub static FTPLIB = "B321" "ftplib" {
        advice: "Use SFTP or HTTPS; where the server has nothing else, `ftplib.FTP_TLS` with `prot_p()`.",
        severity: High, cwe: 319, page: "blacklists/blacklist_calls.html#b321-ftplib",
        message: "FTP-related functions are being called. FTP is considered insecure. Use SSH/SFTP/SCP or some other encrypted protocol.",
        names: ["ftplib.FTP"],
    }
}

super::deny_list! {
    /// # TLS without checking the certificate
    ///
    /// `ssl._create_unverified_context` makes connections that accept any certificate: they are encrypted, but to
    /// whoever answered.
    ///
    /// ```python bad
    /// import ssl
    ///
    /// context = ssl._create_unverified_context()
    /// ```
    ///
    /// ## Instead
    ///
    /// Give a private authority's certificate to the context rather than switching the check off.
    ///
    /// ```python good
    /// import ssl
    ///
    /// context = ssl.create_default_context(cafile="company-ca.pem")
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// The function is found, too, where it takes the place of the default.
    ///
    /// ```python native
    /// import ssl
    ///
    /// ssl._create_default_https_context = ssl._create_unverified_context
    /// ```
    pub static UNVERIFIED_CONTEXT = "B323" "unverified_context" {
        advice: "Use `ssl.create_default_context()` and give it a private authority's certificate.",
        severity: Medium, cwe: 295, page: "blacklists/blacklist_calls.html#b323-unverified-context",
        message: "By default, Python will create a secure, verified ssl context for use in such classes as HTTPSConnection. However, it still allows using an insecure context via the _create_unverified_context that  reverts to the previous behavior that does not validate certificates or perform hostname checks.",
        names: ["ssl._create_unverified_context"],
    }
}
