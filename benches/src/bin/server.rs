//! A small, fast HTTP/1.1 server on loopback: its cost is low, so that the client is measured.
//!
//! It prints its URL and answers `POST /borrowers`, `GET /borrowers` in pages, `GET /hello`. `GET /counts`
//! reports the requests since `POST /reset`: by path, how many had the key, and the distinct bodies.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use defacto_benches::{API_KEY, BORROWER, Outcome};
use serde::Serialize;
use serde_json::{Value, json};

const PAGES: usize = 100;
const PAGE_SIZE: usize = 100;

/// The requests since the last reset.
#[derive(Debug, Default, Serialize)]
struct Counts {
    requests: BTreeMap<String, u64>,
    authorized: u64,
    bodies: Vec<String>,
}

struct Server {
    borrower: Vec<u8>,
    pages: Vec<Vec<u8>>,
    counts: Mutex<Counts>,
}

/// The parts of a request that matter here.
struct Request<'a> {
    method: &'a str,
    path: &'a str,
    query: &'a str,
    authorized: bool,
    body: &'a [u8],
}

fn answer(status: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

impl Server {
    fn new() -> Outcome<Self> {
        let borrower: Value = serde_json::from_str(BORROWER)?;
        let pages = (0..PAGES).map(|index| {
            let next = (index + 1 < PAGES).then(|| (index + 1).to_string());
            let data = vec![&borrower; PAGE_SIZE];
            let page = json!({"count": PAGE_SIZE, "page_size": PAGE_SIZE, "data": data, "next_page": next,
                "previous_page": null, "total": PAGES * PAGE_SIZE});
            answer("200 OK", page.to_string().as_bytes())
        });
        let borrower_answer = answer("201 Created", borrower.to_string().as_bytes());
        Ok(Self { borrower: borrower_answer, pages: pages.collect(), counts: Mutex::default() })
    }

    fn serve(&self, mut stream: TcpStream) -> Outcome<()> {
        stream.set_nodelay(true)?;
        let mut buffer = Vec::with_capacity(65536);
        let mut chunk = [0; 16384];
        loop {
            let length = loop {
                if let Some(length) = complete(&buffer)? {
                    break length;
                }
                let read = stream.read(&mut chunk)?;
                if read == 0 {
                    return Ok(());
                }
                buffer.extend_from_slice(&chunk[..read]);
            };
            self.respond(&parse(&buffer[..length])?, &mut stream)?;
            buffer.drain(..length);
        }
    }

    fn respond(&self, request: &Request<'_>, stream: &mut TcpStream) -> Outcome<()> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        match (request.method, request.path) {
            ("GET", "/counts") => {
                return Ok(stream.write_all(&answer("200 OK", &serde_json::to_vec(&*counts)?))?);
            }
            ("POST", "/reset") => *counts = Counts::default(),
            _ => counts.note(request),
        }
        drop(counts);
        Ok(match (request.method, request.path) {
            ("POST", "/borrowers") => stream.write_all(&self.borrower),
            ("GET", "/borrowers") => stream.write_all(self.page(request.query)),
            ("GET", "/hello") => stream.write_all(&answer("200 OK", b"\"Hello\"")),
            ("POST", "/reset") => stream.write_all(&answer("200 OK", b"{}")),
            _ => stream.write_all(&answer("404 Not Found", b"{}")),
        }?)
    }

    fn page(&self, query: &str) -> &[u8] {
        let cursor = query.split('&').find_map(|pair| pair.strip_prefix("cursor="));
        let index = cursor.and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
        self.pages.get(index).map_or(b"", Vec::as_slice)
    }
}

impl Counts {
    fn note(&mut self, request: &Request<'_>) {
        let Request { method, path, body, .. } = request;
        *self.requests.entry(format!("{method} {path}")).or_default() += 1;
        self.authorized += u64::from(request.authorized);
        if !body.is_empty() && !self.bodies.iter().any(|seen| seen.as_bytes() == *body) {
            self.bodies.push(String::from_utf8_lossy(body).into_owned());
        }
    }
}

/// Returns the length of the first request in the buffer, once it is complete.
fn complete(buffer: &[u8]) -> Outcome<Option<usize>> {
    let Some(head) = buffer.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4) else {
        return Ok(None);
    };
    let length: usize = match header(std::str::from_utf8(&buffer[..head])?, "content-length") {
        Some(value) => value.parse()?,
        None => 0,
    };
    Ok((buffer.len() >= head + length).then_some(head + length))
}

fn parse(bytes: &[u8]) -> Outcome<Request<'_>> {
    let at = bytes.windows(4).position(|window| window == b"\r\n\r\n").ok_or("no end of the head")?;
    let head = std::str::from_utf8(&bytes[..at])?;
    let mut line = head.split(' ');
    let (method, target) = (line.next().unwrap_or_default(), line.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let key = header(head, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    Ok(Request { method, path, query, authorized: key == Some(API_KEY), body: &bytes[at + 4..] })
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).find_map(|line| {
        let (given, value) = line.split_once(':')?;
        given.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn main() -> Outcome<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    let server = Arc::new(Server::new()?);
    for stream in listener.incoming() {
        let (stream, server) = (stream?, server.clone());
        // A broken connection only ends its own thread.
        std::thread::spawn(move || server.serve(stream).ok());
    }
    Ok(())
}
