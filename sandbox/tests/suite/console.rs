//! The console: what its pages show, who may use it, and that no text of a company becomes markup.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    time::Duration,
};

use crate::support::{self, Reply, enrolled, eventually, french, post, request_loan, sandbox, send_as, with};
use defacto_sandbox::{Fault, FaultKind, Sandbox, snippets::surface};
use serde_json::{Value, json};

/// What a browser shows of a page.
fn page(sandbox: &Sandbox, path: &str) -> String {
    let reply = call(sandbox, "GET", path, &[("accept", "text/html")], "");
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    reply.text
}

fn call(sandbox: &Sandbox, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    send_as(sandbox, method, path, headers, ("application/json", body.to_owned())).unwrap()
}

/// The token that every page carries.
fn token(sandbox: &Sandbox) -> String {
    let page = page(sandbox, "/");
    let (_, rest) = page.split_once("name=\"console-token\" content=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// A write as the script of the console sends it.
fn click(sandbox: &Sandbox, method: &str, path: &str, body: &Value) -> Reply {
    let (token, origin) = (token(sandbox), sandbox.url().to_owned());
    let headers = [("x-console-token", &*token), ("origin", &*origin), ("sec-fetch-site", "same-origin")];
    call(sandbox, method, path, &headers, &if body.is_null() { String::new() } else { body.to_string() })
}

const PAGES: [&str; 9] = [
    "/",
    "/_console/borrowers",
    "/_console/credit-lines",
    "/_console/loans",
    "/_console/deliveries",
    "/_console/requests",
    "/_console/controls",
    "/_console/switches",
    "/_console/operations/loans.request",
];

#[test]
fn every_page_and_every_operation_is_shown() {
    let sandbox = sandbox(|_| {});
    for path in PAGES {
        assert!(page(&sandbox, path).contains("</html>"), "{path}");
    }
    enrolled(&sandbox);
    for operation in surface().areas.iter().flat_map(|area| &area.operations) {
        let page = page(&sandbox, &format!("/_console/operations/{}", operation.name));
        for word in ["curl", "Rust", "Python", "Kotlin", "Java", "Swift", "Send the request"] {
            assert!(page.contains(word), "{}: {word}", operation.name);
        }
    }
    for path in ["/_console/loans/none", "/_console/operations/none", "/_console/requests/99"] {
        assert_eq!(call(&sandbox, "GET", path, &[], "").status, 404, "{path}");
    }
}

#[test]
fn lists_lead_to_what_they_list() {
    let sandbox = sandbox(|_| {});
    let borrower = enrolled(&sandbox)["id"].as_str().unwrap().to_owned();
    let loan = request_loan(&sandbox, |_| {})["id"].as_str().unwrap().to_owned();
    for (list, path, word) in [
        ("/_console/borrowers", format!("/_console/borrowers/{borrower}"), "Atelier Exemple SAS"),
        ("/_console/loans", format!("/_console/loans/{loan}"), "/_sandbox/trigger"),
        ("/_console/requests", "/_console/requests/1".to_owned(), "913572467"),
    ] {
        assert!(page(&sandbox, list).contains(&path), "{path}");
        assert!(page(&sandbox, &path).contains(word), "{path}: {word}");
    }
    let form = page(&sandbox, "/_console/operations/borrowers.enroll?request=1");
    assert!(form.contains("Atelier Exemple SAS"), "a logged request fills the form");
    support::get(&sandbox, "/loans?status=TO_REPAY&page_size=5");
    let form = page(&sandbox, "/_console/operations/loans.list?request=3");
    assert!(
        form.contains("loans?status=TO_REPAY&#38;page_size=5")
            || form.contains("status=TO_REPAY&amp;page_size=5")
    );
}

#[test]
fn pages_may_do_nothing_but_what_this_server_sends() {
    let sandbox = sandbox(|_| {});
    for path in PAGES {
        let reply = call(&sandbox, "GET", path, &[("accept", "text/html")], "");
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        for inline in [" style=", " onclick=", " onload=", "javascript:", "<style", "https://"] {
            assert!(!reply.text.contains(inline), "{path}: {inline}");
        }
        assert_eq!(reply.text.matches("<script").count(), 1, "{path}: one script, from a file");
    }
    assert_eq!(call(&sandbox, "GET", "/hello", &[], "").header("content-security-policy"), None);
}

#[test]
fn no_text_of_a_company_becomes_markup() {
    const EVIL: &str = "</pre></textarea></script>\"'><script>alert(1)</script><img src=x onerror=alert(2)>";
    let sandbox = sandbox(|settings| settings.denial_code = EVIL.to_owned());
    let company = with(french(), "name", EVIL.into());
    let company = with(company, "metadata", json!({ EVIL: EVIL }));
    let reply = post(&sandbox, "/borrowers", &with(company, "wait_for_ready", true.into()));
    assert_eq!(reply.status, 201, "{}", reply.text);
    let borrower = reply.body["id"].as_str().unwrap().to_owned();
    request_loan(&sandbox, |_| {});
    sandbox.fault(Fault::new(FaultKind::BadGateway).identifier(EVIL));
    let hook =
        json!({"name": EVIL, "to_url": "http://127.0.0.1:9/%3Cscript%3E", "event_types": ["Loan.CLOSED"]});
    assert_eq!(post(&sandbox, "/webhooks", &hook).status, 201);
    let agent = [("user-agent", EVIL), ("authorization", "Bearer test-key")];
    call(&sandbox, "GET", "/loans?query=%3Cscript%3Ealert(3)%3C/script%3E", &agent, "");
    eventually("the delivery or nothing", || sandbox.log().len().gt(&3).then_some(()));
    let entries = (1..=sandbox.log().len()).map(|number| format!("/_console/requests/{number}"));
    let forms = [
        "borrowers.get",
        "webhooks.delete",
        "borrowers.enroll?request=1",
        "borrowers.enroll?company=%3Cscript%3E",
    ];
    let forms = forms.iter().map(|form| format!("/_console/operations/{form}"));
    let search = ["/_console/requests?q=%3C/input%3E%3Cscript%3Ealert(4)%3C/script%3E".to_owned()];
    let paths = PAGES.iter().map(|path| (*path).to_owned());
    let one = [format!("/_console/borrowers/{borrower}")];
    for path in paths.chain(entries).chain(forms).chain(search).chain(one) {
        let page = page(&sandbox, &path);
        assert_eq!(page.matches("<script").count(), 1, "{path}");
        assert!(!page.contains("<img src=x"), "{path}");
    }
    assert!(page(&sandbox, "/_console/borrowers").contains("alert(1)"), "it is shown as text");
    for path in ["/_console/preview", "/_console/send"] {
        let body = json!({"name": EVIL, "identifier": EVIL});
        let arguments = json!({"operation": "borrowers.enroll", "arguments": {"body": body}});
        let reply = click(&sandbox, "POST", path, &arguments);
        let html = reply.body["html"].as_str().unwrap_or(&reply.text);
        assert!(!html.contains("<script") && !html.contains("<img"), "{path}: {html}");
    }
}

#[test]
fn a_call_is_sent_as_any_client_sends_it() {
    let sandbox = sandbox(|_| {});
    let arguments = json!({"operation": "borrowers.enroll", "arguments": {"body": french()}});
    let reply = click(&sandbox, "POST", "/_console/send", &arguments);
    assert_eq!((reply.status, &reply.body["ok"]), (200, &json!(true)), "{}", reply.text);
    assert_eq!(reply.body["summary"], "POST /borrowers: 201 Created");
    let entry = &sandbox.log()[0];
    assert_eq!((entry.status, entry.user_agent.as_deref()), (Some(201), Some("defacto-console")));
    assert_eq!(entry.body.as_ref().unwrap()["identifier"], "913572467");
    let arguments = json!({"operation": "borrowers.get", "arguments": {"borrower_id": "../loans?x=1"}});
    click(&sandbox, "POST", "/_console/send", &arguments);
    assert_eq!(sandbox.log()[1].path, "/borrower/..%2Floans%3Fx%3D1", "a value stays where it belongs");
}

#[test]
fn a_lost_answer_is_explained() {
    let sandbox = sandbox(|_| {});
    let fault = json!({"kind": "cut_after_commit"});
    assert_eq!(click(&sandbox, "POST", "/_sandbox/faults", &fault).status, 201);
    let reply = click(&sandbox, "POST", "/_console/enroll", &json!({"country": "FRA"}));
    assert_eq!((reply.status, &reply.body["ok"]), (200, &json!(false)), "{}", reply.text);
    let html = reply.body["html"].as_str().unwrap();
    for word in ["No answer", "cut_after_commit", "carried out all the same"] {
        assert!(html.contains(word), "{word}: {html}");
    }
    assert_eq!(sandbox.borrowers().len(), 1);
}

#[test]
fn answers_that_go_wrong_are_shown_as_far_as_they_came() {
    let sandbox = sandbox(|_| {});
    let hello = json!({"operation": "testing.hello"});
    for (kind, words) in [
        (FaultKind::CutBody, "ended before the length"),
        (FaultKind::EndlessBody, "larger than the console shows"),
        (FaultKind::BadGateway, "502 Bad Gateway"),
        (FaultKind::EmptyBody, "200 OK"),
    ] {
        sandbox.fault(Fault::new(kind));
        let reply = click(&sandbox, "POST", "/_console/send", &hello);
        assert!(reply.body["html"].as_str().unwrap().contains(words), "{words}: {}", reply.text);
    }
}

#[test]
fn faults_and_time_are_set_by_a_click() {
    let sandbox = sandbox(|_| {});
    click(&sandbox, "POST", "/_sandbox/faults", &json!({"kind": "bad_gateway"}));
    click(&sandbox, "POST", "/_sandbox/faults", &json!({"kind": "rate_limited"}));
    assert_eq!(click(&sandbox, "DELETE", "/_sandbox/faults/1", &Value::Null).status, 204);
    assert_eq!(click(&sandbox, "DELETE", "/_sandbox/faults/1", &Value::Null).status, 404);
    assert_eq!(sandbox.faults().iter().map(Fault::kind).collect::<Vec<_>>(), [FaultKind::RateLimited]);
    sandbox.clear_faults();
    let next = json!({"to_next_event": true});
    assert_eq!(click(&sandbox, "POST", "/_sandbox/clock", &next).status, 422, "nothing is planned");
    sandbox.freeze(true);
    click(&sandbox, "POST", "/_console/enroll", &json!({"country": "DEU"}));
    assert!(sandbox.credit_lines().is_empty());
    for _ in 0..5 {
        click(&sandbox, "POST", "/_sandbox/clock", &next);
    }
    assert_eq!(sandbox.credit_lines().len(), 1, "what is planned has happened");
    assert_eq!(click(&sandbox, "POST", "/_console/enroll", &json!({"country": "XXX"})).status, 422);
}

#[test]
fn pages_hear_of_what_happens() {
    let sandbox = sandbox(|_| {});
    let mut stream = TcpStream::connect(("127.0.0.1", sandbox.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET /_console/live HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let lines = BufReader::new(stream).lines().map(|line| line.unwrap());
    let mut events = lines.filter_map(|line| Some(line.strip_prefix("data: ")?.parse::<Value>().unwrap()));
    let first = events.next().unwrap();
    assert_eq!(first["frozen"], false);
    for change in [
        &(|| drop(post(&sandbox, "/borrowers", &french()))) as &dyn Fn(),
        &|| sandbox.fault(Fault::new(FaultKind::BadGateway)),
        &|| sandbox.freeze(true),
        &|| drop(post(&sandbox, "/_sandbox/cards", &json!({}))),
        &|| sandbox.reset(),
    ] {
        let before = page(&sandbox, "/");
        change();
        let seen = events.next().unwrap();
        assert_eq!(seen["run"], first["run"]);
        assert!(!before.contains(&format!("name=\"console-revision\" content=\"{}\"", seen["revision"])));
    }
}

#[test]
fn other_hosts_are_refused_everywhere() {
    let sandbox = Sandbox::builder().allow_host("host.docker.internal").start().unwrap();
    let key = ("authorization", "Bearer test-key");
    for path in ["/", "/hello", "/_console/loans", "/_console/live", "/_sandbox/log", "/nothing"] {
        for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "192.168.0.9"] {
            let reply = call(&sandbox, "GET", path, &[key, ("host", host)], "");
            assert_eq!(reply.status, 421, "{path} {host}");
            assert!(reply.body["detail"].as_str().unwrap().contains("--allow-host"), "{}", reply.text);
        }
    }
    for host in ["localhost", "127.0.0.1:1", "[::1]:8080", "host.docker.internal:8080"] {
        assert_eq!(call(&sandbox, "GET", "/hello", &[key, ("host", host)], "").status, 200, "{host}");
    }
    assert_eq!(sandbox.log().len(), 4, "what is refused is not logged");
}

#[test]
fn pages_of_other_origins_are_refused_everywhere() {
    let sandbox = sandbox(|_| {});
    let own = sandbox.url().to_owned();
    let token = token(&sandbox);
    let key = ("authorization", "Bearer test-key");
    let fault = json!({"kind": "bad_gateway"}).to_string();
    let other_port = "http://127.0.0.1:1";
    for (headers, why) in [
        (vec![("origin", "https://evil.example")], "another site"),
        (vec![("origin", other_port)], "another port"),
        (vec![("origin", "null")], "no origin"),
        (vec![("origin", &*own), ("sec-fetch-site", "cross-site")], "another site in disguise"),
        (vec![("sec-fetch-site", "same-site")], "the same site"),
    ] {
        let headers = [headers, vec![key, ("x-console-token", &*token)]].concat();
        for (method, path) in [
            ("GET", "/hello"),
            ("POST", "/borrowers"),
            ("GET", "/_sandbox/log"),
            ("POST", "/_sandbox/faults"),
            ("POST", "/_console/send"),
            ("GET", "/_console/live"),
        ] {
            let reply = call(&sandbox, method, path, &headers, &fault);
            assert_eq!(reply.status, 403, "{why}: {method} {path}");
        }
        let simple = send_as(&sandbox, "POST", "/_sandbox/faults", &headers, ("text/plain", fault.clone()));
        assert_eq!(simple.unwrap().status, 403, "{why}: as a form would send it");
    }
    assert!(sandbox.log().is_empty() && sandbox.faults().is_empty());
}

#[test]
fn a_link_of_another_site_opens_a_page_but_no_frame() {
    let sandbox = sandbox(|_| {});
    let from = |site, mode, destination, path| {
        let headers = [("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", destination)];
        call(&sandbox, "GET", path, &headers, "").status
    };
    assert_eq!(from("cross-site", "navigate", "document", "/"), 200);
    assert_eq!(from("cross-site", "navigate", "document", "/_console/loans"), 200);
    assert_eq!(from("cross-site", "navigate", "document", "/_sandbox/log"), 403);
    assert_eq!(from("cross-site", "navigate", "iframe", "/"), 403);
    assert_eq!(from("cross-site", "no-cors", "script", "/_console/assets/console.js"), 403);
    assert_eq!(from("none", "navigate", "document", "/_sandbox/log"), 200, "a person typed it");
}

#[test]
fn a_browser_writes_with_the_token_and_as_json_only() {
    let sandbox = sandbox(|_| {});
    let (token, own) = (token(&sandbox), sandbox.url().to_owned());
    let body = json!({"kind": "bad_gateway"}).to_string();
    let origin = ("origin", &*own);
    for path in ["/_sandbox/faults", "/_sandbox/clock", "/_sandbox/reset", "/_console/send", "/borrowers"] {
        assert_eq!(call(&sandbox, "POST", path, &[origin], &body).status, 403, "{path}: no token");
        let guess = [origin, ("x-console-token", "AAAA")];
        assert_eq!(call(&sandbox, "POST", path, &guess, &body).status, 403, "{path}: another token");
        let right = [origin, ("x-console-token", &*token)];
        let text = send_as(&sandbox, "POST", path, &right, ("text/plain", body.clone())).unwrap();
        assert_eq!(text.status, 415, "{path}: no JSON");
    }
    assert_eq!(call(&sandbox, "POST", "/_console/send", &[], &body).status, 403, "a program, too");
    let right = [origin, ("x-console-token", &*token)];
    assert_eq!(call(&sandbox, "POST", "/_sandbox/faults", &right, &body).status, 201);
}

#[test]
fn programs_steer_it_as_before() {
    let sandbox = sandbox(|_| {});
    let fault = json!({"kind": "bad_gateway"}).to_string();
    for content_type in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
        let reply =
            send_as(&sandbox, "POST", "/_sandbox/faults", &[], (content_type, fault.clone())).unwrap();
        assert_eq!(reply.status, 201, "{content_type}: as curl -d and other programs send it");
    }
}

#[test]
fn the_token_does_not_follow_from_the_seed() {
    let tokens = [(); 2].map(|()| token(&Sandbox::builder().seed(7).start().unwrap()));
    assert_ne!(tokens[0], tokens[1]);
    assert!(tokens[0].len() >= 32);
}
