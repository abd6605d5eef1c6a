//! A small HTTP client for the tests.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use defacto_sandbox::{Sandbox, Settings};
use serde_json::{Value, json};

/// What a request came back with.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A sandbox with some switches set; small calls take no time.
pub(crate) fn sandbox(change: impl FnOnce(&mut Settings)) -> Sandbox {
    let mut settings = Settings::default();
    change(&mut settings);
    Sandbox::builder().settings(settings).start().unwrap()
}

pub(crate) fn send(sandbox: &Sandbox, method: &str, path: &str, body: Option<&Value>) -> Reply {
    try_send(sandbox, method, path, body).expect("an answer")
}

pub(crate) fn try_send(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Result<Reply, ureq::Error> {
    send_with(sandbox, method, path, &[("authorization", "Bearer test-key")], body)
}

pub(crate) fn send_with(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Result<Reply, ureq::Error> {
    let text = body.map(Value::to_string).unwrap_or_default();
    send_as(sandbox, method, path, headers, ("application/json", text))
}

/// Sends a form.
pub(crate) fn post_form(sandbox: &Sandbox, path: &str, form: &str) -> Reply {
    let body = ("application/x-www-form-urlencoded", form.to_owned());
    send_as(sandbox, "POST", path, &[("authorization", "Bearer test-key")], body).expect("an answer")
}

/// Sends a body of any content type.
pub(crate) fn send_as(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    (content_type, text): (&str, String),
) -> Result<Reply, ureq::Error> {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .timeout_global(Some(Duration::from_secs(10)))
        .build();
    let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", sandbox.url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.header("content-type", content_type).body(text).unwrap();
    let mut response = config.new_agent().run(request)?;
    let headers = response.headers().iter();
    let headers = headers.map(|(k, v)| (k.to_string(), v.to_str().unwrap().to_owned())).collect();
    let status = response.status().as_u16();
    let text = response.body_mut().read_to_string()?;
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(Reply { status, headers, text, body })
}

pub(crate) fn get(sandbox: &Sandbox, path: &str) -> Reply {
    send(sandbox, "GET", path, None)
}

pub(crate) fn post(sandbox: &Sandbox, path: &str, body: &Value) -> Reply {
    send(sandbox, "POST", path, Some(body))
}

/// Sends a request byte by byte and returns every byte that comes back before the connection closes.
pub(crate) fn raw(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Vec<u8> {
    let mut stream = open(sandbox, method, path, body);
    let mut bytes = Vec::new();
    // A reset ends it as well as a close does.
    let _ = stream.read_to_end(&mut bytes);
    bytes
}

/// Sends a request and hands out the connection.
pub(crate) fn open(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", sandbox.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer test-key\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
    .unwrap();
    stream
}

/// Asks until there is something.
pub(crate) fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(10);
    while Instant::now() < end {
        if let Some(found) = look() {
            return found;
        }
        sleep(Duration::from_millis(5));
    }
    panic!("{what} did not happen in ten seconds");
}

/// The credit line of a company, once it is there.
pub(crate) fn line_of(sandbox: &Sandbox, company: &str) -> Value {
    let path = format!("/credit_lines?borrower={company}");
    eventually("the credit line", || get(sandbox, &path).body["data"].get(0).cloned())
}

/// A French company that pays by direct debit.
pub(crate) fn french() -> Value {
    json!({
        "identifier": "913572467",
        "identifier_type": "siren",
        "name": "Atelier Exemple SAS",
        "account_number": "FR7611111000420001234567876",
        "signed_at": "2026-11-20T09:30:00+00:00",
        "owner": {"first_name": "Camille", "last_name": "Durand", "email": "camille@example.com"},
        "metadata": {"crm_id": "C-1"},
    })
}

/// A German company with everything that must be there.
pub(crate) fn german() -> Value {
    json!({
        "identifier": "HRB 424242 B",
        "identifier_type": "hr_nummer",
        "directors": [{
            "role": "DIRECTOR",
            "entity_type": "people",
            "first_name": "Jörg",
            "last_name": "Müller",
            "birth_date": "1979-07-01",
            "nationality": "DEU",
            "business_email": "joerg@example.com",
            "address": {"country": "DEU"},
        }],
        "account_number": "DE46123456780000424242",
    })
}

/// The same body with one field changed; null removes it.
pub(crate) fn with(mut body: Value, field: &str, value: Value) -> Value {
    if value.is_null() {
        body.as_object_mut().unwrap().remove(field);
    } else {
        body[field] = value;
    }
    body
}

/// A sandbox whose clock stands still at half past nine, with 1,000 EUR for every borrower.
pub(crate) fn frozen(change: impl FnOnce(&mut Settings)) -> Sandbox {
    sandbox(|settings| {
        settings.start_time = Some("2026-11-20T09:30:00Z".to_owned());
        settings.clock_frozen = true;
        settings.pool_amount = Some(100_000);
        change(settings);
    })
}

/// Moves the clock.
pub(crate) fn advance(sandbox: &Sandbox, seconds: u64) {
    sandbox.advance(Duration::from_secs(seconds));
}

/// Moves the clock to a time.
pub(crate) fn at(sandbox: &Sandbox, time: &str) {
    assert_eq!(post(sandbox, "/_sandbox/clock", &json!({"to": time})).status, 200);
}

/// Enrols the French company and returns its borrower.
pub(crate) fn enrolled(sandbox: &Sandbox) -> Value {
    let reply = post(sandbox, "/borrowers", &with(french(), "wait_for_ready", true.into()));
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.body
}

/// The id of the only borrower.
pub(crate) fn borrower_id(sandbox: &Sandbox) -> String {
    sandbox.borrowers()[0]["id"].as_str().unwrap().to_owned()
}

/// The line of the only borrower.
pub(crate) fn line(sandbox: &Sandbox) -> Value {
    get(sandbox, "/credit_lines").body["data"][0].clone()
}

/// A hundred euros for sixty days.
pub(crate) fn loan_request() -> Value {
    json!({
        "amount": 10_000,
        "borrower": {"identifier": "913572467", "identifier_type": "siren"},
        "loan_to": {"account_number": "FR8811111015593603018280926"},
        "to_pay_at": "2026-11-30T10:00:00Z",
        "to_repay_at": "2027-01-29T10:00:00Z",
    })
}

/// A loan as it is now.
pub(crate) fn loan(sandbox: &Sandbox, id: &Value) -> Value {
    get(sandbox, &format!("/loan/{}", id.as_str().unwrap())).body
}

/// Receives requests, answers 200, and passes on their first line and their body.
pub(crate) fn listener() -> (u16, Receiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut bytes = Vec::new();
            let mut chunk = [0; 4096];
            let (first, body) = loop {
                let count = stream.read(&mut chunk).unwrap();
                bytes.extend_from_slice(&chunk[..count]);
                // A chunk may end inside a character.
                let Ok(text) = std::str::from_utf8(&bytes) else { continue };
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                if let Ok(body) = serde_json::from_str::<Value>(body) {
                    break (head.lines().next().unwrap().to_owned(), body);
                }
            };
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            if sender.send((first, body)).is_err() {
                return;
            }
        }
    });
    (port, receiver)
}

/// The next webhook that arrives.
pub(crate) fn next(receiver: &Receiver<(String, Value)>) -> (String, Value) {
    receiver.recv_timeout(Duration::from_secs(10)).expect("a webhook")
}

/// Subscribes to every event there is.
pub(crate) fn subscribe(sandbox: &Sandbox, port: u16) {
    let schema: Value = serde_json::from_str(include_str!("../../../src/http/schemas/webhook.json")).unwrap();
    let body = json!({
        "name": "all",
        "to_url": format!("http://127.0.0.1:{port}/hook"),
        "event_types": schema["properties"]["event_types"]["items"]["enum"],
    });
    assert_eq!(post(sandbox, "/webhooks", &body).status, 201);
}

/// An account to which the payout fails.
pub(crate) const FAIL: &str = "FR1311111045594746737398900";
/// An account to which the payout is a day late.
pub(crate) const ONE_DAY_LATER: &str = "FR3711111025593244332331294";

/// Requests a loan of a hundred euros that is changed before.
pub(crate) fn request_loan(sandbox: &Sandbox, change: impl FnOnce(&mut Value)) -> Value {
    let mut body = loan_request();
    change(&mut body);
    let reply = post(sandbox, "/loans", &body);
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.body
}

/// A change of a request: the loan is paid to this account, and validated by itself.
pub(crate) fn paid_to(account: &str) -> impl FnOnce(&mut Value) {
    move |body| {
        body["loan_to"]["account_number"] = account.into();
        body["auto_validate"] = true.into();
    }
}

/// A French account that carries a scenario.
pub(crate) fn account_of(sandbox: &Sandbox, scenario: &str) -> String {
    let path = format!("/sandbox/iban-generator?scenario={scenario}");
    get(sandbox, &path).body["iban"].as_str().unwrap().to_owned()
}

/// What is available, pending, and pending validation.
pub(crate) fn balance(sandbox: &Sandbox) -> [i64; 3] {
    let line = line(sandbox);
    let product = get(sandbox, &format!("/borrower/{}/financial-products", borrower_id(sandbox)));
    let product = &product.body["data"][0];
    assert_eq!(product["available_amount"], line["balance_available"], "line and product agree");
    assert_eq!(product["amount_pending_validation"], line["balance_pending_validation"]);
    ["balance_available", "balance_pending", "balance_pending_validation"]
        .map(|field| line[field].as_i64().unwrap())
}

/// Makes a company eligible or not.
pub(crate) fn set_eligible(sandbox: &Sandbox, company: &str, scenario: &str) {
    let body = json!({"business_identifier": {"identifier": company}, "scenario": scenario});
    assert_eq!(post(sandbox, "/sandbox/business-eligible", &body).status, 204);
}

/// A time of so many days.
pub(crate) fn days(days: u64) -> Duration {
    Duration::from_secs(days * 24 * 60 * 60)
}
