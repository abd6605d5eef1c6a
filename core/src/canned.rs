//! A server for tests that gives prepared answers.

#![expect(clippy::disallowed_types, reason = "it is a server for tests")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

use crate::client::Client;

/// A client of a server that gives these answers in turn, and what the server was sent. An answer is a status and a
/// body, or nothing, as when a connection breaks.
pub(crate) fn server<B>(answers: Vec<Option<(u16, B)>>) -> (Client, Receiver<String>)
where
    B: AsRef<str> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    let (heard, requests) = channel();
    std::thread::spawn(move || {
        for answer in answers {
            let Ok((mut stream, _)) = listener.accept() else { return };
            // Before the answer: whoever has that may ask at once what was sent.
            if request(&mut stream).is_none_or(|text| heard.send(text).is_err()) {
                return;
            }
            let Some((status, body)) = answer else { continue };
            let (body, length) = (body.as_ref(), body.as_ref().len());
            let lines =
                format!("HTTP/1.1 {status} -\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
            if stream.write_all((lines + body).as_bytes()).is_err() {
                return;
            }
        }
    });
    (Client::new("a-key-for-tests", url.as_str()).expect("the client is set up"), requests)
}

/// The text of a whole request.
fn request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let read = stream.read(&mut piece).ok()?;
        bytes.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some(text);
        }
    }
}
