//! The console: pages on which a person sees and steers the sandbox. The server renders them; a script only
//! sends what a
//! person clicks, and shows pages again when something has happened.
//!
//! Nothing here runs for a request to the API: pages look at the state when they are loaded.

mod arguments;
mod assets;
mod borrowers;
mod call;
mod controls;
mod credit_lines;
mod deliveries;
mod entities;
mod format;
mod frame;
mod front;
mod highlight;
mod live;
mod loans;
mod operations;
mod panel;
mod parts;
mod requests;
mod switches;

use std::sync::Arc;

use axum::{
    Router,
    http::HeaderValue,
    middleware,
    response::Response,
    routing::{get, post},
};

use crate::server::app::App;

/// What a page of the console may do: use what this server sends, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The routes of the console, and the front page.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(front::index))
        .route("/_console/borrowers", get(borrowers::list))
        .route("/_console/borrowers/{id}", get(borrowers::one))
        .route("/_console/credit-lines", get(credit_lines::list))
        .route("/_console/credit-lines/{id}", get(credit_lines::one))
        .route("/_console/loans", get(loans::list))
        .route("/_console/loans/{id}", get(loans::one))
        .route("/_console/deliveries", get(deliveries::list))
        .route("/_console/deliveries/{number}", get(deliveries::one))
        .route("/_console/requests", get(requests::list))
        .route("/_console/requests/{sequence}", get(requests::one))
        .route("/_console/controls", get(controls::page))
        .route("/_console/switches", get(switches::page))
        .route("/_console/operations/{name}", get(operations::page))
        .route("/_console/preview", post(operations::preview))
        .route("/_console/send", post(operations::send))
        .route("/_console/enroll", post(operations::enroll))
        .route("/_console/live", get(live::events))
        .route("/_console/assets/{name}", get(assets::asset))
        .layer(middleware::map_response(secured))
        .with_state(app)
}

/// Tells browsers what the pages may do.
async fn secured(mut response: Response) -> Response {
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
