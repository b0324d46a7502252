//! Imports worth a look: B401 to B415. The messages are Bandit's, kept for byte parity and credited in NOTICE; the
//! pages are our own.

use super::DenyList;

/// In Bandit's order.
pub static ALL: &[&DenyList] = &[
    &IMPORT_TELNETLIB,
    &IMPORT_FTPLIB,
    &IMPORT_PICKLE,
    &IMPORT_SUBPROCESS,
    &IMPORT_XML_ETREE,
    &IMPORT_XML_SAX,
    &IMPORT_XML_EXPAT,
    &IMPORT_XML_MINIDOM,
    &IMPORT_XML_PULLDOM,
    &IMPORT_XMLRPCLIB,
    &IMPORT_HTTPOXY,
    &IMPORT_PYCRYPTO,
    &IMPORT_PYGHMI,
];

const XML: &str = "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with the equivalent defusedxml package, or make sure defusedxml.defuse_stdlib() is called.";

super::deny_list! {
    /// # Importing `telnetlib`
    ///
    /// Telnet sends everything in the clear, passwords included. The module left the standard library with Python 3.13.
    ///
    /// ```python bad
    /// import telnetlib
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import paramiko
    /// ```
    ///
    /// ## Limits
    ///
    /// A call such as `__import__("telnetlib")` or `importlib.import_module("telnetlib")` counts.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit goes by the first letters of a name. Here a module counts with what is below it, in every import of a list of
    /// them; a module of the program's own, constants and exceptions do not; and a call counts only where it imports.
    ///
    /// ```python bandit
    /// from .telnetlib import Telnet
    /// ```
    pub static IMPORT_TELNETLIB = "B401" "import_telnetlib" {
        advice: "Use SSH, by paramiko or the `ssh` command.",
        severity: High, cwe: 319, page: "blacklists/blacklist_imports.html#b401-import-telnetlib",
        message: "A telnet-related module is being imported.  Telnet is considered insecure. Use SSH or some other encrypted protocol.",
        names: ["telnetlib"],
    }
}

super::deny_list! {
    /// # Importing `ftplib`
    ///
    /// FTP sends names, passwords and files in the clear.
    ///
    /// ```python bad
    /// from ftplib import FTP
    /// ```
    ///
    /// ## Instead
    ///
    /// SFTP or HTTPS.
    ///
    /// ```python good
    /// from paramiko import SFTPClient
    /// ```
    ///
    /// ## Limits
    ///
    /// `ftplib.FTP_TLS`, which encrypts, needs the same import.
    ///
    /// ## Differs from Bandit
    ///
    /// As for all imports of this list (see B401): exceptions alone are none.
    ///
    /// ```python bandit
    /// from ftplib import error_perm
    /// ```
    pub static IMPORT_FTPLIB = "B402" "import_ftplib" {
        advice: "Use SFTP or HTTPS.",
        severity: High, cwe: 319, page: "blacklists/blacklist_imports.html#b402-import-ftplib",
        message: "A FTP-related module is being imported.  FTP is considered insecure. Use SSH/SFTP/SCP or some other encrypted protocol.",
        names: ["ftplib"],
    }
}

super::deny_list! {
    /// # Importing `pickle` and its kin
    ///
    /// Loading a pickle runs what its author wants. The import alone does nothing: it marks a file in which to look
    /// where the bytes come from. B301 reports the calls.
    ///
    /// ```python bad
    /// import pickle
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import json
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// `pickletools`, which only takes pickles apart, begins with the same letters and counts for Bandit. What only writes, and
    /// exceptions, may be imported. For the rest see B401.
    ///
    /// ```python bandit
    /// import pickletools
    /// ```
    ///
    /// ```python bandit
    /// from pickle import PicklingError, dumps
    /// ```
    pub static IMPORT_PICKLE = "B403" "import_pickle" {
        advice: "Use a format that only holds data, such as JSON.",
        severity: Low, cwe: 502, page: "blacklists/blacklist_imports.html#b403-import-pickle",
        message: "Consider possible security implications associated with {name} module.",
        names: ["pickle", "cPickle", "dill", "shelve"],
    }
}

super::deny_list! {
    /// # Importing `subprocess`
    ///
    /// A program that starts programs may be made to start another one. The import marks the file; B602 to B607 say
    /// which calls deserve the attention.
    ///
    /// ```python bad
    /// import subprocess
    /// ```
    ///
    /// ## Instead
    ///
    /// Much of what is asked of other programs the standard library does itself.
    ///
    /// ```python good
    /// import shutil
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// Constants and exceptions alone start nothing, and an import for type checkers never runs. For the rest see B401.
    ///
    /// ```python bandit
    /// from subprocess import CalledProcessError, DEVNULL
    /// ```
    ///
    /// ```python bandit
    /// from typing import TYPE_CHECKING
    ///
    /// if TYPE_CHECKING:
    ///     import subprocess
    /// ```
    pub static IMPORT_SUBPROCESS = "B404" "import_subprocess" {
        advice: "See whether the standard library can do what the other program is asked for.",
        severity: Low, cwe: 78, page: "blacklists/blacklist_imports.html#b404-import-subprocess",
        message: "Consider possible security implications associated with the subprocess module.",
        names: ["subprocess"],
    }
}

super::deny_list! {
    /// # Importing `xml.etree`
    ///
    /// `ElementTree` puts entities in place without bound, so a small document can take all memory. B313 and B314 report
    /// the calls that parse.
    ///
    /// ```python bad
    /// import xml.etree.ElementTree as ET
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import defusedxml.ElementTree as ET
    /// ```
    ///
    /// ## Limits
    ///
    /// A module that is imported as a whole may be used only to write.
    ///
    /// ## Differs from Bandit
    ///
    /// What only builds and writes documents may be imported by name. For the rest see B401.
    ///
    /// ```python bandit
    /// from xml.etree.ElementTree import Element, SubElement, tostring
    /// ```
    pub static IMPORT_XML_ETREE = "B405" "import_xml_etree" {
        advice: "Use `defusedxml`, which has the same functions and refuses dangerous documents.",
        severity: Low, cwe: 20, page: "blacklists/blacklist_imports.html#b405-import-xml-etree",
        message: XML,
        names: ["xml.etree.cElementTree", "xml.etree.ElementTree"],
    }
}

super::deny_list! {
    /// # Importing `xml.sax`
    ///
    /// SAX parsers put entities in place without bound, and old ones fetch external entities. B315 and B317 report the
    /// calls that parse.
    ///
    /// ```python bad
    /// from xml import sax
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from defusedxml import sax
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// `xml.sax.saxutils` escapes and parses nothing. For the rest see B401.
    ///
    /// ```python bandit
    /// from xml.sax.saxutils import escape
    /// ```
    pub static IMPORT_XML_SAX = "B406" "import_xml_sax" {
        advice: "Use `defusedxml`, which has the same functions and refuses dangerous documents.",
        severity: Low, cwe: 20, page: "blacklists/blacklist_imports.html#b406-import-xml-sax",
        message: XML,
        names: ["xml.sax"],
    }
}

super::deny_list! {
    /// # Importing `xml.dom.expatbuilder`
    ///
    /// The builder puts entities in place without bound. B316 reports the calls that parse.
    ///
    /// ```python bad
    /// from xml.dom import expatbuilder
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from defusedxml import expatbuilder
    /// ```
    pub static IMPORT_XML_EXPAT = "B407" "import_xml_expat" {
        advice: "Use `defusedxml`, which has the same functions and refuses dangerous documents.",
        severity: Low, cwe: 20, page: "blacklists/blacklist_imports.html#b407-import-xml-expat",
        message: XML,
        names: ["xml.dom.expatbuilder"],
    }
}

super::deny_list! {
    /// # Importing `xml.dom.minidom`
    ///
    /// `minidom` puts entities in place without bound. B318 reports the calls that parse.
    ///
    /// ```python bad
    /// import xml.dom.minidom
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import defusedxml.minidom
    /// ```
    pub static IMPORT_XML_MINIDOM = "B408" "import_xml_minidom" {
        advice: "Use `defusedxml`, which has the same functions and refuses dangerous documents.",
        severity: Low, cwe: 20, page: "blacklists/blacklist_imports.html#b408-import-xml-minidom",
        message: XML,
        names: ["xml.dom.minidom"],
    }
}

super::deny_list! {
    /// # Importing `xml.dom.pulldom`
    ///
    /// `pulldom` reads with a SAX parser and has its weaknesses. B319 reports the calls that parse.
    ///
    /// ```python bad
    /// from xml.dom.pulldom import parse
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from defusedxml.pulldom import parse
    /// ```
    pub static IMPORT_XML_PULLDOM = "B409" "import_xml_pulldom" {
        advice: "Use `defusedxml`, which has the same functions and refuses dangerous documents.",
        severity: Low, cwe: 20, page: "blacklists/blacklist_imports.html#b409-import-xml-pulldom",
        message: XML,
        names: ["xml.dom.pulldom"],
    }
}

super::deny_list! {
    /// # Importing `xmlrpc`
    ///
    /// XML-RPC parses documents that arrive over the network, with a parser that puts entities in place without bound.
    ///
    /// ```python bad
    /// from xmlrpc.client import ServerProxy
    ///
    /// server = ServerProxy("https://rpc.example.org")
    /// ```
    ///
    /// ## Instead
    ///
    /// Speak JSON where you have a say. Where you have none, call `defusedxml.xmlrpc.monkey_patch()` first and suppress
    /// this.
    ///
    /// ```python good
    /// import requests
    ///
    /// answer = requests.post("https://rpc.example.org", json=question, timeout=10)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// What only writes, and the exceptions, may be imported by name. For the rest see B401.
    ///
    /// ```python bandit
    /// from xmlrpc.client import Fault
    /// ```
    pub static IMPORT_XMLRPCLIB = "B411" "import_xmlrpclib" {
        advice: "Use JSON over HTTPS, or call `defusedxml.xmlrpc.monkey_patch()` first.",
        severity: High, cwe: 20, page: "blacklists/blacklist_imports.html#b411-import-xmlrpclib",
        message: "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Use defusedxml.xmlrpc.monkey_patch() function to monkey-patch xmlrpclib and mitigate XML vulnerabilities.",
        names: ["xmlrpc"],
    }
}

super::deny_list! {
    /// # CGI and its `HTTP_PROXY`
    ///
    /// CGI hands the request's headers to the program as environment variables, so a `Proxy:` header becomes
    /// `HTTP_PROXY`, which many HTTP clients obey: the visitor chooses through which proxy the application talks
    /// (CVE-2016-5385 and others, <https://httpoxy.org>).
    ///
    /// ```python bad
    /// from wsgiref.handlers import CGIHandler
    ///
    /// CGIHandler().run(application)
    /// ```
    ///
    /// ## Instead
    ///
    /// Serve the application without CGI.
    ///
    /// ```python good
    /// import waitress
    ///
    /// waitress.serve(application)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit reports the import of the class and each call of it. Here a call counts only where no import names the class. For
    /// the rest see B401.
    ///
    /// ```python bandit
    /// from wsgiref.handlers import CGIHandlers
    /// ```
    pub static IMPORT_HTTPOXY = "B412" "import_httpoxy" {
        advice: "Serve the application by WSGI or ASGI instead of CGI.",
        severity: High, cwe: 284, page: "blacklists/blacklist_imports.html#b412-import-httpoxy",
        message: "Consider possible security implications associated with {name} module.",
        names: [
            "wsgiref.handlers.CGIHandler", "twisted.web.twcgi.CGIScript", "twisted.web.twcgi.CGIDirectory",
        ],
    }
}

super::deny_list! {
    /// # Importing PyCrypto
    ///
    /// PyCrypto has had no release since 2013, and a known buffer overflow (CVE-2013-7459) was never fixed in one.
    ///
    /// ```python bad
    /// from Crypto.Cipher import AES
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    /// ```
    ///
    /// ## Limits
    ///
    /// PyCryptodome, which is maintained, installs under the same name: its import looks the same. Its twin
    /// `pycryptodomex`, whose package is `Cryptodome`, is not reported.
    pub static IMPORT_PYCRYPTO = "B413" "import_pycrypto" {
        advice: "Use `cryptography`, or its kept successor pycryptodome.",
        severity: High, cwe: 327, page: "blacklists/blacklist_imports.html#b413-import-pycrypto",
        message: "The pyCrypto library and its module {name} are no longer actively maintained and have been deprecated. Consider using pyca/cryptography library.",
        names: [
            "Crypto.Cipher", "Crypto.Hash", "Crypto.IO", "Crypto.Protocol", "Crypto.PublicKey", "Crypto.Random",
            "Crypto.Signature", "Crypto.Util",
        ],
    }
}

super::deny_list! {
    /// # Importing `pyghmi`
    ///
    /// IPMI manages servers below their operating system. Its older versions send in the clear, and even the newest
    /// hands a hash of the password to whoever asks.
    ///
    /// ```python bad
    /// from pyghmi.ipmi import command
    /// ```
    ///
    /// ## Instead
    ///
    /// Redfish over HTTPS, or IPMI on a network of its own.
    ///
    /// ```python good
    /// import sushy
    ///
    /// root = sushy.Sushy("https://bmc.example.org/redfish/v1", verify="bmc-ca.pem")
    /// ```
    pub static IMPORT_PYGHMI = "B415" "import_pyghmi" {
        advice: "Use Redfish over HTTPS, or keep IPMI on a network of its own.",
        severity: High, cwe: 319, page: "blacklists/blacklist_imports.html#b415-import-pyghmi",
        message: "An IPMI-related module is being imported. IPMI is considered insecure. Use an encrypted protocol.",
        names: ["pyghmi"],
    }
}
