//! Answers as HTTP sends them, whole or spoiled.

use std::{convert::Infallible, io, time::Duration};

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};

use crate::{
    http::{File, Payload, Reply},
    server::fault::{Fault, FaultKind},
    settings::ErrorContentType,
};

/// How many pieces a slow body comes in.
const PIECES: usize = 20;

/// Marks a response that must not be sent: the connection is closed instead.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the connection is cut on purpose")]
pub(crate) struct Cut;

/// What a client gets.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A response, perhaps with a body that misbehaves.
    Response(Box<Response>),
    /// A closed connection.
    Cut,
}

impl Answer {
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Response(response) => Some(response.status().as_u16()),
            Self::Cut => None,
        }
    }
}

/// The answer as it should be.
pub(crate) fn plain(reply: &Reply, request_id: &str, error_type: ErrorContentType) -> Answer {
    let content_type = match (&reply.payload, error_type) {
        (Payload::Empty, _) => None,
        (Payload::Problem(_), ErrorContentType::ProblemJson) => Some("application/problem+json"),
        (Payload::Json(_) | Payload::Problem(_), _) => Some("application/json"),
        (Payload::Text(_), _) => Some("text/plain; charset=utf-8"),
        (Payload::Html(_), _) => Some("text/html; charset=utf-8"),
        (Payload::File(file), _) => Some(file.content_type.as_str()),
    };
    let mut response = Response::new(Body::from(bytes(&reply.payload)));
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    if let Some(content_type) = content_type.and_then(|name| HeaderValue::from_str(name).ok()) {
        headers.insert(header::CONTENT_TYPE, content_type);
    }
    if let Some(disposition) = disposition(&reply.payload) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    if let Some(seconds) = reply.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-request-id", id);
    }
    Answer::Response(Box::new(response))
}

/// The header that makes a file of a payload.
fn disposition(payload: &Payload) -> Option<HeaderValue> {
    let Payload::File(File { name: Some(name), .. }) = payload else { return None };
    HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).ok()
}

/// The bytes of a payload.
fn bytes(payload: &Payload) -> Bytes {
    match payload {
        Payload::Empty => Bytes::new(),
        Payload::Json(body) | Payload::Problem(body) => body.to_string().into(),
        Payload::Text(text) | Payload::Html(text) => text.clone().into(),
        Payload::File(file) => file.bytes.clone(),
    }
}

/// The same answer with a body that goes wrong.
pub(crate) fn spoiled(answer: Answer, reply: &Reply, fault: &Fault) -> Answer {
    let Answer::Response(mut response) = answer else { return answer };
    let whole = bytes(&reply.payload);
    // 204 has no body that could go wrong.
    if response.status() == StatusCode::NO_CONTENT {
        return Answer::Response(response);
    }
    let declare = |response: &mut Response, length: usize| {
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    };
    match fault.kind() {
        FaultKind::SlowBody => {
            declare(&mut response, whole.len());
            *response.body_mut() = Body::from_stream(trickle(whole, fault.delay_or_second()));
        }
        FaultKind::CutBody => {
            declare(&mut response, whole.len() + 1);
            *response.body_mut() = Body::from_stream(broken(&whole));
        }
        FaultKind::EmptyBody => *response.body_mut() = Body::empty(),
        FaultKind::EndlessBody => *response.body_mut() = Body::from_stream(endless()),
        _ => *response.body_mut() = Body::from("{\"identifier\": \"9135"),
    }
    Answer::Response(response)
}

/// All of a body, in pieces spread over a time.
fn trickle(whole: Bytes, over: Duration) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let size = whole.len().div_ceil(PIECES).max(1);
    let count = u32::try_from(whole.len().div_ceil(size)).unwrap_or(u32::MAX).max(1);
    let pause = over / count;
    stream::unfold(whole, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let piece = rest.split_to(size.min(rest.len()));
        Some((Ok(piece), rest))
    })
}

/// Half of a body, and then the connection breaks.
fn broken(whole: &Bytes) -> impl Stream<Item = Result<Bytes, io::Error>> + use<> {
    let half = whole.slice(..whole.len() / 2);
    let sent = stream::once(async move { Ok(half) });
    sent.chain(stream::once(async {
        // Time for what was written to leave, before the error discards the connection.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(io::ErrorKind::ConnectionReset.into())
    }))
}

/// A list that never closes.
fn endless() -> impl Stream<Item = Result<Bytes, Infallible>> {
    const ITEM: &[u8] = b"{\"identifier\":\"000000000\",\"name\":\"a borrower without end\"},";
    let start = stream::once(async { Ok(Bytes::from_static(b"{\"count\":1,\"page_size\":1,\"data\":[")) });
    let items = Bytes::from(ITEM.repeat(256));
    start.chain(stream::repeat_with(move || Ok(items.clone())))
}
