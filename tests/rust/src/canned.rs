//! A small HTTP server with canned answers, for behaviour that no correct server has.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::Duration;

/// The server's reaction to a request.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Answers.
    Reply(Reply),
    /// Closes the connection after reading the request.
    Reset,
    /// Sends no answer.
    Silence,
}

/// An answer; by default an empty 200 after which the connection closes.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Headers besides length and connection.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the body is shorter than the length in the headers.
    pub cut: bool,
    /// Whether the body is repeated without end.
    pub endless: bool,
    /// Whether the connection stays open for the next request.
    pub keep_alive: bool,
}

impl Reply {
    /// Creates an answer with a status and a body of JSON.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, body).header("content-type", "application/json")
    }

    /// Creates an answer with a status and a body without content type.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let (headers, body) = (Vec::new(), body.into());
        Self { status, headers, body, cut: false, endless: false, keep_alive: false }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes the answer to a connection.
    ///
    /// # Errors
    /// When the connection is closed.
    pub fn write(&self, stream: &mut impl Write) -> std::io::Result<()> {
        write!(stream, "HTTP/1.1 {} Canned\r\n", self.status)?;
        for (name, value) in &self.headers {
            write!(stream, "{name}: {value}\r\n")?;
        }
        if !self.endless && self.status != 204 {
            write!(stream, "content-length: {}\r\n", self.body.len() + usize::from(self.cut))?;
        }
        let end = if self.keep_alive { "\r\n" } else { "connection: close\r\n\r\n" };
        stream.write_all(end.as_bytes())?;
        stream.write_all(&self.body)?;
        if self.endless {
            loop {
                stream.write_all(&self.body)?;
            }
        }
        stream.flush()
    }
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        Self::Reply(reply)
    }
}

/// A request as it arrived.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Reads one request. Returns `None` if the connection ends before.
    pub fn read(stream: &mut impl Read) -> Option<Self> {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).ok()?;
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).ok()?;
        let mut lines = head.lines();
        let mut first = lines.next()?.split(' ');
        let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
        let split = |line: &str| {
            Some((line.split_once(':')?.0.to_ascii_lowercase(), line.split_once(':')?.1.trim().to_owned()))
        };
        let headers = lines.filter_map(split).collect();
        let mut request = Self { method, target, headers, body: Vec::new() };
        let length = request.header("content-length").map_or(0, |length| length.parse().unwrap());
        request.body.resize(length, 0);
        stream.read_exact(&mut request.body).ok()?;
        Some(request)
    }

    /// Returns the value of a header, if there is one.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// A running server; it stops when it is dropped.
#[derive(Debug)]
pub struct Canned {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    stopped: Arc<AtomicBool>,
}

impl Canned {
    /// Starts a server that sends the answers one after the other, and then repeats the last one.
    pub fn start(answers: impl IntoIterator<Item = impl Into<Answer>>) -> Self {
        let answers: Vec<Answer> = answers.into_iter().map(Into::into).collect();
        Self::serve(move |at, _| answers[at.min(answers.len() - 1)].clone())
    }

    /// Starts a server that sends what `answer` returns for the number of earlier requests and the request.
    pub fn serve(answer: impl Fn(usize, &Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, stopped) = (Arc::<Mutex<Vec<Request>>>::default(), Arc::<AtomicBool>::default());
        let (kept, stop, answer) = (Arc::clone(&requests), Arc::clone(&stopped), Arc::new(answer));
        spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let (kept, stop, answer) = (Arc::clone(&kept), Arc::clone(&stop), Arc::clone(&answer));
                spawn(move || converse(stream, &kept, &stop, &*answer));
            }
        });
        Self { address, requests, stopped }
    }

    /// Returns the base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // One more connection, so that the listening thread sees the flag.
        let _ = TcpStream::connect(self.address);
    }
}

fn converse(
    mut stream: TcpStream,
    kept: &Mutex<Vec<Request>>,
    stop: &AtomicBool,
    answer: &dyn Fn(usize, &Request) -> Answer,
) {
    while let Some(request) = Request::read(&mut stream) {
        let mut requests = kept.lock().unwrap();
        let answer = answer(requests.len(), &request);
        requests.push(request);
        drop(requests);
        match answer {
            Answer::Reset => break,
            Answer::Silence => {
                while !stop.load(Ordering::Relaxed) {
                    sleep(Duration::from_millis(20));
                }
            }
            Answer::Reply(reply) => {
                if reply.write(&mut stream).is_err() || !reply.keep_alive {
                    break;
                }
            }
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

/// Returns a port without a listener.
pub fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
