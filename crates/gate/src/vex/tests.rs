use super::*;

fn input(text: &str) -> Input {
    Input::memory("vex.json", text.as_bytes().to_vec())
}

fn statements(text: &str) -> Vec<Statement> {
    read(&input(text)).unwrap_or_else(|refusal| panic!("{refusal}: {text}"))
}

/// Why a document is refused.
fn refused(text: &str) -> String {
    let refusal = read(&input(text)).expect_err(text);
    assert!(!refusal.cure.is_empty());
    refusal.cause
}

fn package(name: &str, purl: &str) -> Package {
    Package { name: name.to_owned(), purl: Some(purl.to_owned()), ..Package::default() }
}

fn product(id: &str, parts: &[&str]) -> Product {
    Product { id: id.to_owned(), parts: parts.iter().map(|part| (*part).to_owned()).collect() }
}

fn openvex(statement: &str) -> String {
    format!(
        r#"{{"@context": "https://openvex.dev/ns/v0.2.0", "author": "Ann", "timestamp": "2026-10-01T00:00:00Z",
            "statements": [{statement}]}}"#
    )
}

#[test]
fn openvex_says_who_what_why_and_when() {
    let text = openvex(
        r#"{"vulnerability": {"name": "GO-2024-1", "aliases": ["CVE-2024-1"], "@id": "https://a.org/GO-2024-1"},
            "products": [{"@id": "https://a.org/app", "identifiers": {"purl": "pkg:oci/app"},
                          "subcomponents": [{"@id": "pkg:golang/a.org/b"}]}, {"@id": "app:1"}],
            "status": "not_affected", "justification": "component_not_present", "impact_statement": "it is gone"},
           {"vulnerability": {"@id": "CVE-2024-2"}, "products": [{"identifiers": {"cpe23": "cpe:2.3:a:b:c"}}],
            "status": "under_investigation", "timestamp": "2026-10-02T00:00:00+02:00"}"#,
    );
    let read = statements(&text);
    let first = Statement {
        id: "GO-2024-1".to_owned(),
        aliases: vec!["CVE-2024-1".to_owned()],
        products: vec![
            product("pkg:oci/app", &["pkg:golang/a.org/b"]),
            product("https://a.org/app", &["pkg:golang/a.org/b"]),
            product("app:1", &[]),
        ],
        status: Status::NotAffected,
        reason: Some("component_not_present: it is gone".to_owned()),
        author: Some("Ann".to_owned()),
        time: "2026-10-01T00:00:00Z".parse().ok(),
        origin: "vex.json".to_owned(),
    };
    assert_eq!(read[0], first);
    assert_eq!(read[1].time, "2026-10-01T22:00:00Z".parse().ok());
    assert_eq!((read[1].id.as_str(), read[1].status), ("CVE-2024-2", Status::UnderInvestigation));
    assert_eq!(read[1].products, [product("cpe:2.3:a:b:c", &[])]);
}

#[test]
fn openvex_of_before() {
    let text = r#"{"@context": "https://openvex.dev/ns", "author": "Ann", "timestamp": "2023-01-16T19:07:16.853479631-06:00",
        "statements": [{"vulnerability": "CVE-2023-1", "products": ["pkg:oci/app"], "subcomponents": ["pkg:apk/alpine/b"],
                        "status": "fixed"},
                       {"vulnerability": "CVE-2023-2", "status": "not_affected", "impact_statement": "unused"}]}"#;
    let read = statements(text);
    assert_eq!(read[0].products, [product("pkg:oci/app", &["pkg:apk/alpine/b"])]);
    assert_eq!((read[0].status, read[1].products.len()), (Status::Fixed, 0));
    // A statement without a product is about nothing.
    assert!(!read[1].about(&["CVE-2023-2"], Some(&package("a", "pkg:pypi/a@1")), Some("app")));
    assert_eq!(statements(&openvex("")), []);
}

#[test]
fn openvex_that_cannot_be_believed() {
    let with = |rest: &str| openvex(&format!(r#"{{"vulnerability": "CVE-2023-1", {rest}}}"#));
    for (text, cause) in [
        (with(r#""status": "not_affected""#), "not_affected and not why: number 1"),
        (with(r#""status": "not_affected", "justification": " ""#), "not why"),
        (with(r#""status": "not_affected", "justification": "trust_me""#), "justification that is not known"),
        (with(r#""status": "wontfix""#), "without a status"),
        (with(r#""products": []"#), "without a status"),
        (with(r#""status": "fixed", "timestamp": "yesterday""#), "a time that is none: `yesterday`"),
        (with(r#""status": "fixed", "status": "fixed""#), "duplicate field"),
        (openvex(r#"{"status": "fixed"}"#), "without the id"),
        (openvex(r#"{"vulnerability": {"aliases": []}, "status": "fixed"}"#), "without the id"),
        (openvex("").replace("v0.2.0", "v9.0.0"), "version that is not known"),
        (r#"{"@context": "https://openvex.dev/ns/v0.2.0"}"#.to_owned(), "without `statements`"),
    ] {
        let refused = refused(&text);
        assert!(refused.contains(cause), "{refused}: {text}");
    }
}

#[test]
fn a_part_without_a_name_is_not_all_of_its_product() {
    let text = openvex(
        r#"{"vulnerability": "CVE-2023-1", "status": "fixed",
            "products": [{"@id": "app", "subcomponents": [{"hashes": {"md5": "1"}}]}]}"#,
    );
    assert!(!statements(&text)[0].about(&["CVE-2023-1"], Some(&package("a", "pkg:pypi/a@1")), Some("app")));
}

#[test]
fn cyclonedx_by_its_analyses() {
    let text = r##"{"bomFormat": "CycloneDX", "specVersion": "1.5",
        "metadata": {"timestamp": "2026-10-01T00:00:00Z", "authors": [{"name": "Ann"}],
                     "component": {"bom-ref": "app", "name": "shop", "components": [{"bom-ref": "x", "purl": "pkg:pypi/x@1"}]}},
        "components": [{"bom-ref": "1", "name": "a", "purl": "pkg:pypi/a"}],
        "vulnerabilities": [
            {"id": "CVE-1", "references": [{"id": "GHSA-1"}], "affects": [{"ref": "1"}, {"ref": "x"}, {"ref": "app"}],
             "analysis": {"state": "not_affected", "justification": "code_not_reachable", "detail": "no calls",
                          "lastUpdated": "2026-10-02T00:00:00Z"}},
            {"id": "CVE-2", "affects": [{"ref": "urn:cdx:f08a6ccd/1#pkg:npm/%40b/c@1"}], "analysis": {"state": "resolved"}},
            {"id": "CVE-3", "affects": [{"ref": "1", "versions": [{"version": "1+2"}, {"range": "vers:pypi/<2"}]}],
             "analysis": {"state": "false_positive"}},
            {"id": "CVE-4", "affects": [{"ref": "1"}], "analysis": {"state": "exploitable", "response": ["update"]}},
            {"id": "CVE-5", "affects": [{"ref": "1"}], "analysis": {"state": "in_triage"}},
            {"id": "CVE-6", "affects": [{"ref": "1"}]}]}"##;
    let read = statements(text);
    let of: Vec<_> = read.iter().map(|one| (one.id.as_str(), one.status)).collect();
    let expected = [
        ("CVE-1", Status::NotAffected),
        ("CVE-2", Status::Fixed),
        ("CVE-3", Status::NotAffected),
        ("CVE-4", Status::Affected),
        ("CVE-5", Status::UnderInvestigation),
    ];
    assert_eq!(of, expected);
    assert_eq!(
        read[0].products,
        [product("pkg:pypi/a", &[]), product("pkg:pypi/x@1", &[]), product("shop", &[])]
    );
    assert_eq!(read[0].aliases, ["GHSA-1"]);
    assert_eq!(read[0].reason.as_deref(), Some("code_not_reachable: no calls"));
    assert_eq!(read[0].time, "2026-10-02T00:00:00Z".parse().ok());
    assert_eq!((read[1].time, read[1].author.as_deref()), ("2026-10-01T00:00:00Z".parse().ok(), Some("Ann")));
    assert!(read[1].about(&["CVE-2"], Some(&package("@b/c", "pkg:npm/%40b/c@1")), None));
    assert_eq!(read[2].products, [product("pkg:pypi/a@1+2", &[])]);
}

#[test]
fn cyclonedx_that_says_nothing_is_no_vex() {
    for text in [
        r#"{"bomFormat": "CycloneDX"}"#,
        r#"{"bomFormat": "CycloneDX", "vulnerabilities": [{"id": "CVE-1", "affects": []}]}"#,
    ] {
        assert!(refused(text).contains("none has an `analysis`"));
    }
    let unknown =
        r#"{"bomFormat": "CycloneDX", "vulnerabilities": [{"id": "CVE-1", "analysis": {"state": "fine"}}]}"#;
    assert!(refused(unknown).contains("state that is not known: fine, of CVE-1"));
}

fn csaf(category: &str, rest: &str) -> String {
    format!(
        r#"{{"document": {{"category": "{category}", "csaf_version": "2.0", "publisher": {{"name": "Ann"}},
                          "tracking": {{"current_release_date": "2026-10-01T00:00:00.000Z"}}}},
            "product_tree": {{
                "branches": [{{"category": "vendor", "name": "V", "branches": [
                    {{"category": "product_version", "name": "1",
                      "product": {{"product_id": "APP", "name": "shop 1"}}}},
                    {{"category": "product_version", "name": "2", "product": {{"product_id": "LIB", "name": "lib 2",
                      "product_identification_helper": {{"purl": "pkg:pypi/lib@2"}}}}}}]}}],
                "full_product_names": [{{"product_id": "TOO", "name": "other"}}],
                "product_groups": [{{"group_id": "G", "product_ids": ["LIB", "TOO"]}}],
                "relationships": [{{"category": "default_component_of", "product_reference": "LIB",
                    "relates_to_product_reference": "APP",
                    "full_product_name": {{"product_id": "LIB-IN-APP", "name": "lib in shop"}}}}]}},
            "vulnerabilities": [{rest}]}}"#
    )
}

#[test]
fn csaf_by_the_groups_of_its_products() {
    let text = csaf(
        "csaf_vex",
        r#"{"cve": "CVE-1", "ids": [{"system_name": "V", "text": "V-1"}],
            "product_status": {"known_not_affected": ["LIB", "LIB-IN-APP", "TOO"], "first_fixed": ["APP"],
                               "known_affected": ["NOWHERE"], "recommended": ["TOO"]},
            "flags": [{"label": "component_not_present", "group_ids": ["G"]}],
            "threats": [{"category": "impact", "details": "unused", "product_ids": ["LIB-IN-APP"]},
                        {"category": "exploit_status", "details": "none"}]},
           {"ids": [{"text": "V-2"}], "product_status": {"under_investigation": ["LIB"]}},
           {"title": "without an id", "product_status": {"fixed": ["LIB"]}}"#,
    );
    let read = statements(&text);
    let of: Vec<_> = read
        .iter()
        .map(|one| (one.id.as_str(), one.status, one.products.clone(), one.reason.as_deref()))
        .collect();
    let expected = [
        (
            "CVE-1",
            Status::NotAffected,
            vec![product("pkg:pypi/lib@2", &[]), product("other", &[])],
            Some("component_not_present"),
        ),
        ("CVE-1", Status::NotAffected, vec![product("shop 1", &["pkg:pypi/lib@2"])], Some("unused")),
        ("CVE-1", Status::Fixed, vec![product("shop 1", &[])], None),
        ("CVE-1", Status::Affected, vec![product("NOWHERE", &[])], None),
        ("V-2", Status::UnderInvestigation, vec![product("pkg:pypi/lib@2", &[])], None),
    ];
    assert_eq!(of, expected);
    assert_eq!(
        (read[0].aliases.as_slice(), read[0].author.as_deref()),
        (["V-1".to_owned()].as_slice(), Some("Ann"))
    );
    assert_eq!(read[0].time, "2026-10-01T00:00:00Z".parse().ok());
    let found = package("lib", "pkg:pypi/lib@2");
    assert!(read[1].about(&["CVE-1"], Some(&found), Some("shop 1")));
    assert!(!read[1].about(&["CVE-1"], Some(&found), Some("another")));
}

#[test]
fn csaf_that_cannot_be_believed() {
    let silent = r#"{"cve": "CVE-1", "product_status": {"known_not_affected": ["LIB"]}}"#;
    assert!(
        refused(&csaf("csaf_vex", silent)).contains("says that LIB is not affected by CVE-1, and not why")
    );
    // Other profiles need no reason.
    assert_eq!(statements(&csaf("csaf_security_advisory", silent))[0].reason, None);
    assert!(refused(&csaf("csaf_vex", "").replace("2.0", "1.2")).contains("version that is not known: 1.2"));
    assert!(refused(r#"{"document": {"csaf_version": "2.0"}}"#).contains("without `vulnerabilities`"));
}

#[test]
fn what_is_no_vex_is_refused() {
    for text in
        ["{}", "null", "[]", r#"{"statements": []}"#, "<bom/>", "vex", r#"{"runs": [], "version": "2.1.0"}"#]
    {
        assert!(refused(text).contains("no VEX document"), "{text}");
    }
    assert_eq!(refused(" "), "is empty");
    let whole = openvex(r#"{"vulnerability": "CVE-1", "status": "fixed", "products": []}"#);
    for end in 1..whole.len() {
        assert!(read(&input(&whole[..end])).is_err(), "{}", &whole[..end]);
    }
}

fn said(products: &[Product]) -> Statement {
    Statement {
        id: "CVE-2024-1".to_owned(),
        aliases: vec!["GHSA-xxxx".to_owned()],
        products: products.to_vec(),
        status: Status::NotAffected,
        reason: None,
        author: None,
        time: None,
        origin: "vex.json".to_owned(),
    }
}

#[test]
fn a_statement_is_about_a_package_or_a_part_of_a_target() {
    let flask = package("flask", "pkg:pypi/flask@3.1.0?a=b");
    let ids = ["ghsa-XXXX"];
    let about = |product: Product, target| said(&[product]).about(&ids, Some(&flask), target);
    assert!(about(product("pkg:pypi/Flask", &[]), None));
    assert!(about(product("pkg:pypi/flask@3.1.0", &[]), Some("shop:1")));
    assert!(!about(product("pkg:pypi/flask@3.1.1", &[]), None));
    assert!(!about(product("pkg:pypi/flask?c=d", &[]), None));
    assert!(about(product("flask", &[]), None));
    assert!(!about(product("Flask", &[]), None));
    assert!(about(product("shop:1", &[]), Some("shop:1")));
    assert!(about(product("pkg:oci/shop?tag=1", &["pkg:pypi/flask"]), Some("shop:1")));
    assert!(about(product("shop:1", &["pkg:pypi/x", "flask"]), Some("shop:1")));
    assert!(!about(product("shop:1", &["pkg:pypi/x"]), Some("shop:1")));
    assert!(!about(product("shop:1", &["pkg:pypi/flask"]), Some("shop:2")));
    assert!(!about(product("shop:1", &["pkg:pypi/flask"]), None));
    // A part is not the product, nor the product one of its parts.
    assert!(!about(product("pkg:pypi/flask", &["pkg:pypi/x"]), Some("shop:1")));
    assert!(!about(product("", &[]), Some("")));

    let own = said(&[product("pkg:pypi/flask", &[]), product("shop:1", &[])]);
    assert!(!own.about(&["CVE-2024-11"], Some(&flask), None) && !own.about(&[""], Some(&flask), None));
    assert!(!own.about(&ids, None, None) && own.about(&ids, None, Some("shop:1")));
    let without_purl = Package { name: "flask".to_owned(), ..Package::default() };
    assert!(!own.about(&ids, Some(&without_purl), None));
    let version_beside = Package { version: Some("3.1.0".to_owned()), ..package("flask", "pkg:pypi/flask") };
    assert!(said(&[product("pkg:pypi/flask@3.1.0", &[])]).about(&ids, Some(&version_beside), None));
}

#[test]
fn the_latest_word_holds() {
    let at = |time: &str, status| Statement {
        status,
        time: time.parse().ok(),
        ..said(&[product("pkg:pypi/flask", &[])])
    };
    let holds = |statements: &[Statement]| {
        let flask = package("flask", "pkg:pypi/flask@3.1.0");
        latest(statements.iter().filter(|own| own.about(&["CVE-2024-1"], Some(&flask), None)))
            .map(|one| (one.status, one.waives()))
    };
    let (old, new) = ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    let affected = (Status::Affected, false);
    assert_eq!(holds(&[at(new, Status::Affected), at(old, Status::NotAffected)]), Some(affected));
    assert_eq!(holds(&[at(new, Status::Fixed), at(old, Status::Affected)]), Some((Status::Fixed, true)));
    assert_eq!(holds(&[at("", Status::NotAffected), at(old, Status::Affected)]), Some(affected));
    // Of two that contradict each other, the one that waives nothing.
    assert_eq!(holds(&[at(new, Status::Affected), at(new, Status::NotAffected)]), Some(affected));
    // It counts for all that is said of a package, in whatever words.
    let mut versioned = at(new, Status::Affected);
    versioned.products = vec![product("pkg:pypi/flask@3.1.0", &[])];
    assert_eq!(holds(&[at(old, Status::NotAffected), versioned]), Some(affected));
    assert_eq!(holds(&[]), None);
}
