//! `defacto webhooks ensure`, `listen` and `replay`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::common::settings::folder;
use crate::common::{self, Ran, against, client, defacto, enrolled, run, run_with, sandbox};
use serde_json::{Value, json};

/// Sends stop here, so that a test that fails ends.
const PATIENCE: Duration = Duration::from_secs(30);
const IBAN: &str = "FR7630006000011234567890189";

/// A process that listens.
struct Listening {
    child: Child,
    lines: Receiver<String>,
    notes: Receiver<String>,
}

impl Listening {
    fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let lines = follow(child.stdout.take().unwrap());
        let notes = follow(child.stderr.take().unwrap());
        Self { child, lines, notes }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    fn note(&self) -> String {
        self.notes.recv_timeout(PATIENCE).unwrap()
    }

    /// The URL to subscribe with, when it is the first that is printed.
    fn url(&self) -> String {
        assert!(self.line().contains("Subscribe"));
        self.line().trim().to_owned()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn follow(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

fn post(url: &str, body: &str) -> u16 {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    agent.post(url).send(body).unwrap().status().as_u16()
}

fn event(number: u32) -> Value {
    json!({
        "event_type": "CreditLine.CREATED",
        "id": format!("line-{number}"),
        "status": "ACTIVE",
        "timestamp": format!("2026-03-01T10:00:0{number}Z"),
        "entity_state": {"id": "6f1c2a34-0000-4000-8000-000000000001", "repayment_account": {"iban": IBAN}},
    })
}

/// A receiver of one's own that keeps what it gets and answers with this status.
fn receiver(status: u16) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hooks?token=0123456789abcdef", listener.local_addr().unwrap());
    let (sender, bodies) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let body = take_request(&mut stream.unwrap(), status);
            if sender.send(body).is_err() {
                return;
            }
        }
    });
    (url, bodies)
}

fn take_request(stream: &mut TcpStream, status: u16) -> String {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(text) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = text.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    write!(stream, "HTTP/1.1 {status} Ok\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    String::from_utf8(body).unwrap()
}

#[test]
fn events_are_printed_and_strangers_are_refused() {
    let listening = Listening::start(defacto(&["webhooks", "listen"]));
    let url = listening.url();
    assert!(url.starts_with("http://127.0.0.1:") && url.contains("token="), "{url}");
    assert_eq!(post(&url, &event(1).to_string()), 200);
    let line = listening.line();
    for part in ["2026-03-01 10:00:01", "CreditLine.CREATED", "ACTIVE", "line-1"] {
        assert!(line.contains(part), "{line}");
    }
    assert!(!line.contains(IBAN));
    assert_eq!(post(&url, &event(1).to_string()), 200);
    assert!(listening.line().contains("duplicate"));
    assert!(listening.note().contains("Listening"));

    let (base, _) = url.split_once('?').unwrap();
    assert_eq!(post(base, &event(2).to_string()), 404);
    assert!(listening.note().contains("without the secret"));
    assert_eq!(post(&format!("{base}?token=another-secret-of-some-length"), "{}"), 404);
    assert!(listening.note().contains("without the secret"));
    assert_eq!(post(&url, "no event"), 400);
    assert!(listening.note().contains("no event"));
}

#[test]
fn what_an_event_is_about_is_shown_masked() {
    let listening = Listening::start(defacto(&["webhooks", "listen", "--verbose"]));
    let url = listening.url();
    assert_eq!(post(&url, &event(1).to_string()), 200);
    listening.line();
    let entity = listening.line();
    assert!(entity.contains("WebhookEntity.") && !entity.contains(IBAN), "{entity}");
}

#[test]
fn json_is_a_line_for_each_event_and_nothing_else() {
    let listening = Listening::start(defacto(&["webhooks", "listen", "--json"]));
    listening.note();
    let note = listening.note();
    let url = note.strip_prefix("Subscribe with ").unwrap();
    assert_eq!(post(url, &event(1).to_string()), 200);
    let shown: Value = serde_json::from_str(&listening.line()).unwrap();
    assert_eq!(shown["event_type"], "CreditLine.CREATED");
    assert_eq!(shown["entity_state"]["repayment_account"]["iban"], IBAN);
}

#[test]
fn events_are_saved_forwarded_and_replayed() {
    let folder = folder("listening-saved");
    let saved = folder.join("events.jsonl");
    let saved = saved.to_str().unwrap();
    let (target, bodies) = receiver(200);
    let listening = Listening::start(defacto(&["webhooks", "listen", "--save", saved, "--forward", &target]));
    let url = listening.url();
    for number in 1..=3 {
        // A body over several lines is one line in the file.
        let body = serde_json::to_string_pretty(&event(number)).unwrap();
        assert_eq!(post(&url, &body), 200);
        assert_eq!(bodies.recv_timeout(PATIENCE).unwrap(), body, "it is forwarded as it came");
        listening.line();
    }
    drop(listening);
    assert_eq!(fs::read_to_string(saved).unwrap().lines().count(), 3);
    is_private(Path::new(saved));

    let (target, bodies) = receiver(204);
    run(defacto(&["webhooks", "replay", saved, "--to", &target]))
        .exits(0)
        .says("line 1  CreditLine.CREATED  204")
        .warns("3 events to http://127.0.0.1:");
    let ids: Vec<String> = bodies.try_iter().map(|body| id(&body)).collect();
    assert_eq!(ids, ["line-1", "line-2", "line-3"]);
    let ran = run(defacto(&["webhooks", "replay", saved, "--to", &target, "--copies", "2", "--shuffle"]));
    let ran = ran.exits(0).warns("6 events");
    assert!(!(ran.out + &ran.err).contains("0123456789abcdef"), "the secret is not shown");
    let mut ids: Vec<String> = bodies.try_iter().map(|body| id(&body)).collect();
    ids.sort();
    assert_eq!(ids, ["line-1", "line-1", "line-2", "line-2", "line-3", "line-3"]);
}

#[test]
fn a_receiver_that_hangs_holds_up_nothing() {
    let folder = folder("listening-hangs");
    let saved = folder.join("events.jsonl");
    // Another process was cut off within a line.
    fs::write(&saved, "{\"event_type\": \"Loan.CLO").unwrap();
    let saved = saved.to_str().unwrap();
    let hangs = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = format!("http://{}/", hangs.local_addr().unwrap());
    let listening = Listening::start(defacto(&["webhooks", "listen", "--save", saved, "--forward", &target]));
    let url = listening.url();
    for number in 1..=3 {
        assert_eq!(post(&url, &event(number).to_string()), 200);
        // It is in the file before it is answered.
        assert_eq!(fs::read_to_string(saved).unwrap().lines().count(), 1 + number as usize);
        assert!(listening.line().contains("CreditLine.CREATED"));
    }
    drop(listening);
    is_private(Path::new(saved));

    let (target, bodies) = receiver(200);
    run(defacto(&["webhooks", "replay", saved, "--to", &target])).exits(1).warns("line 1 is no event");
    assert_eq!(bodies.try_iter().count(), 3);
}

fn id(body: &str) -> String {
    serde_json::from_str::<Value>(body).unwrap()["id"].as_str().unwrap().to_owned()
}

#[cfg(unix)]
fn is_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o077, 0);
}

#[cfg(not(unix))]
fn is_private(_: &Path) {}

#[test]
fn a_receiver_that_refuses_or_is_not_there_is_told() {
    let folder = folder("listening-refused");
    let saved = folder.join("events.jsonl");
    fs::write(&saved, format!("{}\n\n{}\n", event(1), event(2))).unwrap();
    let saved = saved.to_str().unwrap();
    let (target, _bodies) = receiver(500);
    run(defacto(&["webhooks", "replay", saved, "--to", &target]))
        .exits(1)
        .says("500")
        .warns("2 not answered");
    run(defacto(&["webhooks", "replay", saved, "--to", "http://127.0.0.1:1/"]))
        .exits(1)
        .says("no server listens");
    fs::write(folder.join("other.jsonl"), format!("{}\n{{\"secret\": \"s3cret\"}}\n", event(1))).unwrap();
    let other = folder.join("other.jsonl");
    let ran = run(defacto(&["webhooks", "replay", other.to_str().unwrap(), "--to", &target]));
    assert!(!ran.exits(1).warns("line 2 is no event").err.contains("s3cret"));
    run(defacto(&["webhooks", "replay", "no-such-file", "--to", &target])).exits(1).warns("cannot read");
}

#[test]
fn events_do_not_leave_this_machine_unless_told() {
    for remote in ["https://example.com/hooks", "http://192.0.2.1/"] {
        run(defacto(&["webhooks", "replay", "events.jsonl", "--to", remote])).exits(1);
        run(defacto(&["webhooks", "listen", "--forward", remote])).exits(1);
    }
    run(defacto(&["webhooks", "replay", "events.jsonl", "--to", "https://example.com/"]))
        .exits(1)
        .warns("--allow-remote");
    run(defacto(&["webhooks", "replay", "events.jsonl", "--to", "http://example.com/", "--allow-remote"]))
        .exits(1)
        .warns("https alone");
}

#[test]
fn a_webhook_is_created_once_and_brought_up_to_date() {
    const URL: &str = "https://example.com/hooks?token=0123456789abcdef0123";
    let sandbox = sandbox(1000.0);
    let ensure = |more: &[&str]| {
        run(against(&sandbox, &[&["webhooks", "ensure", "--url", URL], more].concat())).exits(0)
    };
    let ran = ensure(&[]).warns("Created the webhook").warns("https://example.com/hooks?***.");
    assert!(!(ran.out + &ran.err).contains("0123456789abcdef"));
    ensure(&[]).warns("Nothing to do for the webhook");
    ensure(&["--event", "Loan.CLOSED", "--event", "CreditLine.CREATED"])
        .warns("Updated")
        .warns("2 event types");
    ensure(&["--name", "another"]).warns("Created");
    assert_eq!(client(&sandbox).webhooks().list().unwrap().count(), 2);
    run(against(&sandbox, &["webhooks", "ensure", "--url", URL, "--event", "Loan.LOST"])).exits(2);
    run(against(&sandbox, &["webhooks", "ensure"])).exits(2);
    run_with(against(&sandbox, &["webhooks", "ensure", "--url", "-"]), &format!("{URL}\n"))
        .exits(0)
        .warns("the webhook");
}

#[test]
fn a_new_secret_is_printed_once() {
    let sandbox = sandbox(1000.0);
    let base = "https://example.com/hooks";
    let arguments = ["webhooks", "ensure", "--url", base, "--new-secret"];
    let ran = run(against(&sandbox, &arguments)).exits(0);
    let url = ran.out.trim();
    assert!(
        url.starts_with("https://example.com/hooks?token=") && !ran.err.contains("token="),
        "{}",
        ran.err
    );
    assert_eq!(subscribed(&sandbox), url);
    let again = run(against(&sandbox, &arguments)).exits(0).warns("Updated");
    assert_ne!(again.out.trim(), url);
    let without = ["webhooks", "ensure", "--url", base];
    run(against(&sandbox, &without)).exits(2).warns("anybody could send you events");
    assert_eq!(subscribed(&sandbox), again.out.trim(), "the secret is not lost by mistake");
    run(against(&sandbox, &[&without[..], &["--without-secret"]].concat())).exits(0).warns("Updated");
    assert_eq!(subscribed(&sandbox), base);
}

#[test]
fn a_url_that_others_can_listen_to_is_refused() {
    let sandbox = sandbox(1000.0);
    for url in
        ["http://example.com/hooks?token=0123456789abcdef0123", "example.com?token=0123456789abcdef0123"]
    {
        run(against(&sandbox, &["webhooks", "ensure", "--url", url])).exits(3).warns("https://");
    }
    assert_eq!(client(&sandbox).webhooks().list().unwrap().count(), 0);
}

fn subscribed(sandbox: &defacto_sandbox::Sandbox) -> String {
    client(sandbox).webhooks().list().unwrap().next().unwrap().unwrap().to_url
}

#[cfg(unix)]
#[test]
fn what_the_api_sends_arrives() {
    let sandbox = sandbox(1000.0);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let public = format!("http://127.0.0.1:{port}/");
    let arguments =
        ["webhooks", "listen", "--port", &port, "--ensure", "laptop", "--public-url", &public, "--verbose"];
    let mut listening = Listening::start(against(&sandbox, &arguments));
    assert!(listening.note().contains("Listening"));
    let note = listening.note();
    assert!(note.contains("Created the webhook") && !note.contains("token"), "{note}");
    enrolled(&sandbox, "de-gmbh.json");
    let line = listening.line();
    assert!(line.contains("CreditLine.CREATED"), "{line}");
    common::signal(&listening.child, "INT");
    assert!(listening.child.wait().unwrap().success(), "Ctrl-C is how it ends");
}

#[test]
fn a_public_url_and_a_name_belong_together() {
    run(defacto(&["webhooks", "listen", "--ensure", "laptop"])).exits(2);
    run(defacto(&["webhooks", "listen", "--public-url", "https://example.com/"])).exits(2);
    run(defacto(&["webhooks", "listen", "--allow-remote"])).exits(2);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran: Ran = run(defacto(&["webhooks", "listen", "--port", &port]));
    ran.exits(1).warns("Choose another --port");
}
