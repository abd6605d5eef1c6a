//! The router: from a path to its operation, and from a request to its answer.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Query, RawPathParams, Request, State},
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::Response,
    routing::{MethodFilter, on},
};

use crate::{
    http::{content::Content, problem::Problem},
    rules::Refusal,
    server::{
        answer::{Answer, Cut},
        app::App,
        control::{simulator, staging},
        exchange::{Arrival, Exchange},
        operations::{ALIASES, OPERATIONS, Operation},
    },
};

/// The largest body that is read: identity documents are sent inside JSON.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// The router of a simulator.
pub(crate) fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for operation in OPERATIONS {
        let aliases = ALIASES.iter().filter(|(_, template)| *template == operation.template);
        for path in aliases.map(|(alias, _)| *alias).chain([operation.template]) {
            let serve = move |State(app): State<Arc<App>>, params: RawPathParams, request: Request| {
                exchange(app, Some(operation), owned(&params), request, None)
            };
            router = router.route(path, on(filter(&operation.method), serve));
        }
    }
    let unknown = |State(app): State<Arc<App>>, request: Request| {
        exchange(app, None, Vec::new(), request, Some(Refusal::not_found("path").into()))
    };
    let wrong_method = |State(app): State<Arc<App>>, request: Request| {
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This path has no such method.");
        exchange(app, None, Vec::new(), request, Some(problem))
    };
    let control = simulator::router().merge(staging::router());
    let control = control.layer(middleware::from_fn_with_state(Arc::clone(&app), noted));
    router.merge(control).fallback(unknown).method_not_allowed_fallback(wrong_method).with_state(app)
}

/// Notes writes to the control API, for the pages that show what they change.
async fn noted(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_write = !request.method().is_safe();
    let response = next.run(request).await;
    if is_write {
        app.note_control();
    }
    response
}

fn filter(method: &Method) -> MethodFilter {
    // Every method of the table has a filter; GET stands for the ones that could not be there.
    MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET)
}

fn owned(params: &RawPathParams) -> Vec<(String, String)> {
    params.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// Reads a request and has it answered by a task of its own, which goes on when the client has gone.
async fn exchange(
    app: Arc<App>,
    operation: Option<&'static Operation>,
    params: Vec<(String, String)>,
    request: Request,
    unrouted: Option<Problem>,
) -> Response {
    let (parts, body) = request.into_parts();
    let (body, unread) = match axum::body::to_bytes(body, MAX_BODY).await {
        Ok(body) => (body, None),
        Err(_) => (bytes::Bytes::new(), Some(Refusal::malformed("The body cannot be read.").into())),
    };
    let content = Content::read(&parts.headers, &body).await;
    let queries = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|query| query.0);
    let arrival = Arrival {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers,
        params,
        queries: queries.unwrap_or_default(),
        content,
    };
    let begun = Exchange::begin(app, operation, arrival);
    match tokio::spawn(begun.run(unrouted.or(unread))).await {
        Ok(Answer::Response(response)) => *response,
        Ok(Answer::Cut) => cut(),
        Err(_) => gone(),
    }
}

/// Tells the server to close the connection without a word.
fn cut() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Cut);
    response
}

fn gone() -> Response {
    let mut response = Response::new(Body::from("{\"title\":\"Internal Server Error\",\"status\":500}"));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    let json = axum::http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
