//! Sends a call and reads its answer.

use serde::de::DeserializeOwned;

use super::Transport;
use super::call::Call;
use super::reply::Reply;
use crate::error::{DefactoError, ErrorKind, Problem, Result};
use crate::wire::{Described, Wire, read, read_list};

impl Call {
    /// Sends the call and reads the JSON of the answer.
    pub(crate) async fn send<T: DeserializeOwned + Described>(&self, transport: &Transport) -> Result<T> {
        let reply = transport.send(self).await?;
        read(&reply.body).map_err(|faults| {
            let problems = faults.into_iter().map(Problem::from).collect();
            self.undecodable(&reply, problems)
        })
    }

    /// Sends the call and reads the bare JSON list of the answer.
    pub(crate) async fn send_for_list<T: Wire>(&self, transport: &Transport) -> Result<Vec<T>> {
        let reply = transport.send(self).await?;
        read_list(&reply.body).map_err(|faults| {
            let problems = faults.into_iter().map(Problem::from).collect();
            self.undecodable(&reply, problems)
        })
    }

    /// Sends the call and returns the body of the answer unchanged.
    pub(crate) async fn send_for_bytes(&self, transport: &Transport) -> Result<Vec<u8>> {
        transport.send(self).await.map(|reply| reply.body)
    }

    /// Sends the call and ignores the body of the answer.
    pub(crate) async fn send_for_nothing(&self, transport: &Transport) -> Result<()> {
        transport.send(self).await.map(|_| ())
    }

    /// Sends the call and returns the answer as text.
    pub(crate) async fn send_for_text(&self, transport: &Transport) -> Result<String> {
        let reply = transport.send(self).await?;
        match String::from_utf8(reply.body.clone()) {
            Ok(text) if !is_html(&reply) => Ok(text),
            _ => Err(self.undecodable(&reply, Vec::new())),
        }
    }

    /// Creates the error of an unreadable 2xx answer. The call was carried out; its effect is not known.
    pub(crate) fn undecodable(&self, reply: &Reply, problems: Vec<Problem>) -> DefactoError {
        let (detail, hint) = if reply.body.is_empty() {
            ("the body is empty", "")
        } else if is_html(reply) {
            (
                "the answer is HTML, not JSON",
                "Check the base URL, and whether a proxy answers in place of the API.",
            )
        } else {
            ("the body cannot be read", "")
        };
        let mut error = DefactoError::of(ErrorKind::Decode, detail, hint);
        let details = error.details_mut();
        details.operation = Some(self.label().to_owned());
        details.status = Some(i64::from(reply.status));
        details.request_id.clone_from(&reply.request_id);
        details.problems = problems;
        details.outcome_unknown = self.changes_something;
        details.attempts = 1;
        details.body = Some(String::from_utf8_lossy(&reply.body).into_owned());
        error
    }
}

/// Returns `true` if the answer is HTML, such as the sign-in page of a proxy in place of the API's answer.
fn is_html(reply: &Reply) -> bool {
    let named = reply.content_type.as_deref().is_some_and(|name| name.to_ascii_lowercase().contains("html"));
    named || reply.body.trim_ascii_start().starts_with(b"<")
}
