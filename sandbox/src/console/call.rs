//! Sends what a person has typed, as any client would: over a connection, with the key, so that faults strike
//! it and the
//! log has it.

use std::time::{Duration, Instant};

use axum::http::{HeaderMap, Request, StatusCode, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value};
use tokio::{net::TcpStream, time::timeout};

use crate::{
    console::arguments::Arguments,
    server::{app::App, log::LogEntry},
    snippets::{Kind, Operation},
};

/// How long an answer may take: longer than the longest fault at the speed of the real API.
const PATIENCE: Duration = Duration::from_secs(90);
/// How much of an answer is read. One of the faults never ends.
const LARGEST: usize = 1024 * 1024;
/// Parts the members of an upload.
const BOUNDARY: &str = "defacto-console-upload";

/// A request as it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub(crate) method: String,
    pub(crate) path_and_query: String,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Bytes,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// None when no answer came.
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// What went wrong on the way.
    pub(crate) trouble: Option<String>,
    pub(crate) took: Duration,
    /// The request in the log of the sandbox.
    pub(crate) entry: Option<LogEntry>,
}

impl Outgoing {
    /// The request of an operation.
    pub(crate) fn of(operation: &Operation, arguments: &Arguments) -> Self {
        let request = operation.request(arguments);
        let (content_type, body) = match (request.content_type, &request.body) {
            (Some("application/json"), Some(body)) => {
                (request.content_type.map(str::to_owned), body.to_string())
            }
            (Some("multipart/form-data"), _) => {
                return Self {
                    method: request.method,
                    path_and_query: request.path_and_query,
                    content_type: Some(format!("multipart/form-data; boundary={BOUNDARY}")),
                    body: upload(operation, arguments),
                };
            }
            (Some(kind), Some(Value::Object(members))) => (Some(kind.to_owned()), form(members)),
            _ => (None, String::new()),
        };
        Self {
            method: request.method,
            path_and_query: request.path_and_query,
            content_type,
            body: body.into(),
        }
    }
}

fn form(members: &Map<String, Value>) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in members {
        form.append_pair(name, &text(value));
    }
    form.finish()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The body of an upload: a file, and texts beside it.
fn upload(operation: &Operation, arguments: &Arguments) -> Bytes {
    let mut body = Vec::new();
    // A quote or a line break would end the name.
    let safe = |name: &str| name.replace(['"', '\r', '\n'], "_");
    for argument in &operation.arguments {
        let Some(value) = arguments.get(&argument.name).filter(|value| !value.is_null()) else { continue };
        let name = safe(&argument.name);
        if argument.kind == Kind::Pdf {
            let file = safe(value["name"].as_str().unwrap_or("document.pdf"));
            let head = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                 content-type: application/pdf\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend(STANDARD.decode(value["base64"].as_str().unwrap_or_default()).unwrap_or_default());
            body.extend_from_slice(b"\r\n");
        } else if !operation.path.contains(&format!("{{{}}}", argument.name)) {
            let part = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{}\r\n",
                text(value)
            );
            body.extend_from_slice(part.as_bytes());
        }
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body.into()
}

/// Sends a request to this sandbox.
pub(crate) async fn send(app: &App, outgoing: &Outgoing) -> Outcome {
    let begun = Instant::now();
    let mut outcome = Outcome {
        status: None,
        headers: HeaderMap::new(),
        body: Bytes::new(),
        trouble: None,
        took: Duration::ZERO,
        entry: None,
    };
    let trace = trace();
    let whole = timeout(PATIENCE, exchange(app, outgoing, &trace, &mut outcome)).await;
    outcome.trouble = match whole {
        Ok(result) => result.err(),
        Err(_) => Some(format!("nothing more came within {} seconds", PATIENCE.as_secs())),
    };
    outcome.took = begun.elapsed();
    let is_it = |entry: &LogEntry| entry.traceparent.as_deref() == Some(&trace);
    outcome.entry = app.log.newest(1, is_it).0.into_iter().next();
    outcome
}

async fn exchange(app: &App, outgoing: &Outgoing, trace: &str, outcome: &mut Outcome) -> Result<(), String> {
    let address = app.reachable().ok_or("the sandbox does not listen yet")?;
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|error| error.to_string())?;
    tokio::spawn(connection);
    let key = app.api_keys.first().map_or("", String::as_str);
    let mut request = Request::builder()
        .method(outgoing.method.as_str())
        .uri(&outgoing.path_and_query)
        .header(header::HOST, address.to_string())
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::USER_AGENT, "defacto-console")
        .header("traceparent", trace);
    if let Some(content_type) = &outgoing.content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    let request = request.body(Full::new(outgoing.body.clone())).map_err(|error| error.to_string())?;
    let response =
        sender.send_request(request).await.map_err(|_| "the connection was closed without an answer")?;
    outcome.status = Some(response.status());
    outcome.headers = response.headers().clone();
    read(response.into_body(), outcome).await
}

/// Reads a body as far as it comes.
async fn read(mut body: Incoming, outcome: &mut Outcome) -> Result<(), String> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let data = frame.map(|frame| frame.into_data().unwrap_or_default());
        let result = match data {
            Ok(data) => {
                bytes.extend_from_slice(&data);
                (bytes.len() <= LARGEST).then_some(()).ok_or("the body is larger than the console shows")
            }
            Err(_) => Err("the body ended before the length that its headers tell"),
        };
        outcome.body = Bytes::copy_from_slice(&bytes[..bytes.len().min(LARGEST)]);
        result?;
    }
    Ok(())
}

/// A trace of its own for each request, by which the log finds it.
fn trace() -> String {
    let mut bytes = [0; 16];
    // Without randomness the newest request is found, which is this one unless two are sent at once.
    let _ = getrandom::fill(&mut bytes);
    let id = uuid::Builder::from_random_bytes(bytes).into_uuid().simple().to_string();
    format!("00-{id}-{}-01", &id[..16])
}
