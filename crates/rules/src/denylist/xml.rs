//! Calls of XML parsers that are worth a look: B313 to B319. The message is Bandit's, kept for byte parity and credited
//! in NOTICE; the pages are our own.
//!
//! What the documents can do is told once, at `ElementTree`; the others say what is theirs.

const MESSAGE: &str = "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";

super::deny_list! {
    /// # XML with `cElementTree`
    ///
    /// The C twin of `xml.etree.ElementTree`, gone since Python 3.9, has the same weakness: a document can define
    /// entities that grow without bound. B314 says more.
    ///
    /// ```python bad
    /// import xml.etree.cElementTree as ET
    ///
    /// tree = ET.parse(upload)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from defusedxml.ElementTree import parse
    ///
    /// tree = parse(upload)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// A constant document is no risk.
    ///
    /// ```python bandit
    /// import xml.etree.cElementTree as ET
    ///
    /// EMPTY = ET.fromstring("<order/>")
    /// ```
    pub static C_ELEMENT_TREE = "B313" "xml_bad_cElementTree" {
        advice: "Use `defusedxml.ElementTree`, which refuses documents that expand without end.",
        severity: Medium, cwe: 20, page: "blacklists/blacklist_calls.html#b313-b320-xml-bad-celementtree",
        message: MESSAGE,
        names: [
            "xml.etree.cElementTree.parse", "xml.etree.cElementTree.iterparse",
            "xml.etree.cElementTree.fromstring", "xml.etree.cElementTree.XMLParser",
        ],
    }
}

super::deny_list! {
    /// # XML with `ElementTree`
    ///
    /// A document of a few lines can define entities in terms of entities that take gigabytes once they are put in
    /// place ("billion laughs"). What was meant to be read ends the process or the machine.
    ///
    /// ```python bad
    /// import xml.etree.ElementTree as ET
    ///
    /// order = ET.fromstring(request.body)
    /// ```
    ///
    /// ## Instead
    ///
    /// `defusedxml` has the same functions and refuses such documents.
    ///
    /// ```python good
    /// import defusedxml.ElementTree as ET
    ///
    /// order = ET.fromstring(request.body)
    /// ```
    ///
    /// ## Limits
    ///
    /// Whether `defusedxml.defuse_stdlib()` was called, or libexpat has its own protection, is not known here.
    ///
    /// ## Differs from Bandit
    ///
    /// A constant document, or one that `tostring` has just written, is no risk.
    ///
    /// ```python bandit
    /// import xml.etree.ElementTree as ET
    ///
    /// EMPTY = ET.fromstring("<order/>")
    /// ```
    pub static ELEMENT_TREE = "B314" "xml_bad_ElementTree" {
        advice: "Use `defusedxml.ElementTree`, which refuses documents that expand without end.",
        severity: Medium, cwe: 20, page: "blacklists/blacklist_calls.html#b313-b320-xml-bad-elementtree",
        message: MESSAGE,
        names: [
            "xml.etree.ElementTree.parse", "xml.etree.ElementTree.iterparse",
            "xml.etree.ElementTree.fromstring", "xml.etree.ElementTree.XMLParser",
        ],
    }
}

super::deny_list! {
    /// # XML with `expatreader`
    ///
    /// The driver below `xml.sax` puts entities in place without bound; see B314.
    ///
    /// ```python bad
    /// import xml.sax.expatreader
    ///
    /// parser = xml.sax.expatreader.create_parser()
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import defusedxml.expatreader
    ///
    /// parser = defusedxml.expatreader.create_parser()
    /// ```
    pub static EXPATREADER = "B315" "xml_bad_expatreader" {
        advice: "Use `defusedxml.sax`, which refuses documents that expand without end.",
        severity: Medium, cwe: 20, page: "blacklists/blacklist_calls.html#b313-b320-xml-bad-expatreader",
        message: MESSAGE,
        names: ["xml.sax.expatreader.create_parser"],
    }
}

super::deny_list! {
    /// # XML with `expatbuilder`
    ///
    /// The builder below `xml.dom.minidom` puts entities in place without bound; see B314.
    ///
    /// ```python bad
    /// import xml.dom.expatbuilder
    ///
    /// document = xml.dom.expatbuilder.parse(upload)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import defusedxml.expatbuilder
    ///
    /// document = defusedxml.expatbuilder.parse(upload)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// A constant document is no risk.
    ///
    /// ```python bandit
    /// import xml.dom.expatbuilder
    ///
    /// EMPTY = xml.dom.expatbuilder.parseString("<order/>")
    /// ```
    pub static EXPATBUILDER = "B316" "xml_bad_expatbuilder" {
        advice: "Use `defusedxml.expatbuilder`, which refuses documents that expand without end.",
        severity: Medium, cwe: 20, page: "blacklists/blacklist_calls.html#b313-b320-xml-bad-expatbuilder",
        message: MESSAGE,
        names: ["xml.dom.expatbuilder.parse", "xml.dom.expatbuilder.parseString"],
    }
}

super::deny_list! {
    /// # XML with SAX
    ///
    /// Before Python 3.7.1 a SAX parser fetched what external entities named, files and addresses of the inner network
    /// included; to this day it puts entities in place without bound. See B314.
    ///
    /// ```python bad
    /// import xml.sax
    ///
    /// xml.sax.parseString(request.body, handler)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import defusedxml.sax
    ///
    /// defusedxml.sax.parseString(request.body, handler)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// A constant document is no risk.
    ///
    /// ```python bandit
    /// import xml.sax
    ///
    /// xml.sax.parseString("<order/>", handler)
    /// ```
    pub static SAX = "B317" "xml_bad_sax" {
        advice: "Use `defusedxml.sax`, which refuses documents that expand without end.",
        severity: Medium, cwe: 20, page: "blacklists/blacklist_calls.html#b313-b320-xml-bad-sax",
        message: MESSAGE,
        names: ["xml.sax.parse", "xml.sax.parseString", "xml.sax.make_parser"],
    }
}

super::deny_list! {
    /// # XML with `minidom`
    ///
    /// `xml.dom.minidom` puts entities in place without bound; see B314.
    ///
    /// ```python bad
    /// from xml.dom import minidom
    ///
    /// document = minidom.parseString(request.body)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from defusedxml import minidom
    ///
    /// document = minidom.parseString(request.body)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// A constant document is no risk.
    ///
    /// ```python bandit
    /// from xml.dom import minidom
    ///
    /// EMPTY = minidom.parseString("<order/>")
    /// ```
    pub static MINIDOM = "B318" "xml_bad_minidom" {
        advice: "Use `defusedxml.minidom`, which refuses documents that expand without end.",
        severity: Medium, cwe: 20, page: "blacklists/blacklist_calls.html#b313-b320-xml-bad-minidom",
        message: MESSAGE,
        names: ["xml.dom.minidom.parse", "xml.dom.minidom.parseString"],
    }
}

super::deny_list! {
    /// # XML with `pulldom`
    ///
    /// `xml.dom.pulldom` reads with a SAX parser and has its weaknesses; see B317.
    ///
    /// ```python bad
    /// from xml.dom import pulldom
    ///
    /// events = pulldom.parse(upload)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from defusedxml import pulldom
    ///
    /// events = pulldom.parse(upload)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// A constant document is no risk.
    ///
    /// ```python bandit
    /// from xml.dom import pulldom
    ///
    /// events = pulldom.parseString("<order/>")
    /// ```
    pub static PULLDOM = "B319" "xml_bad_pulldom" {
        advice: "Use `defusedxml.pulldom`, which refuses documents that expand without end.",
        severity: Medium, cwe: 20, page: "blacklists/blacklist_calls.html#b313-b320-xml-bad-pulldom",
        message: MESSAGE,
        names: ["xml.dom.pulldom.parse", "xml.dom.pulldom.parseString"],
    }
}
