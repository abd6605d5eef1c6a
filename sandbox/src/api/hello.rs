//! `GET /hello`.

use axum::http::StatusCode;

use crate::{
    http::{Call, Payload, Reply, Step},
    rules::Refusal,
    world::World,
};

#[expect(clippy::unnecessary_wraps, reason = "every handler has this type")]
pub(crate) fn hello(_: &Call, _: &World) -> Result<Step, Refusal> {
    Ok(Step::Answer(Reply::new(StatusCode::OK, Payload::Text("Hello from the sandbox".to_owned()))))
}
