//! Tells open pages that something has happened, by server-sent events.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, stream};
use serde_json::json;

use crate::{console::frame, server::app::App};

/// How often the state is compared with what a page shows. Only open pages pay for it.
const PERIOD: Duration = Duration::from_millis(200);

/// `GET /_console/live`: one event at once, and one whenever something has changed.
pub(crate) async fn events(
    State(app): State<Arc<App>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = stream::unfold((app, None), |(app, last)| async move {
        let mut revision = app.revision();
        while last == Some(revision) {
            tokio::time::sleep(PERIOD).await;
            revision = app.revision();
        }
        let clock = frame::clock(&app);
        let state = json!({
            "run": app.guard.run(), "revision": revision, "now": clock.now, "frozen": clock.frozen,
        });
        Some((Ok(Event::default().data(state.to_string())), (app, Some(revision))))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
