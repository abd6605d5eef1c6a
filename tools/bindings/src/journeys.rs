//! The calls besides the operations, blocking and asynchronous. If one of the two is missing, this does not
//! compile.

use std::iter::Empty;
use std::sync::Arc;

use defacto_sdk::model::Language;
use defacto_sdk::portfolio::{PortfolioOptions, Row};
use defacto_sdk::store::Store;
use defacto_sdk::webhook::WebhookEvent;
use defacto_sdk::{AsyncClient, AsyncPendingEnrollments, Client, PendingEnrollments, Result};

/// The names of calls, each with its two functions in Rust.
macro_rules! calls {
    ($($name:literal: $blocking:expr, $asynchronous:expr;)+) => {
        [$({
            let (_, _) = ($blocking, $asynchronous);
            $name
        }),+]
    };
}

/// Returns every call besides the operations, as class and name in the parity table.
pub(crate) fn names() -> impl IntoIterator<Item = &'static str> {
    type Rows = Empty<Result<Row>>;
    type Shared = Arc<dyn Store>;
    calls! {
        "Client.enroll": Client::enroll, AsyncClient::enroll;
        "Client.resume_enrollment": Client::resume_enrollment, AsyncClient::resume_enrollment;
        "Client.follow_enrollment": Client::follow_enrollment, AsyncClient::follow_enrollment;
        "Client.enroll_many":
            |client: &Client, rows: Rows, store: Shared, options: &PortfolioOptions| {
                client.enroll_many(rows, store, options).map(drop)
            },
            async |client: &AsyncClient, rows: Rows, store: Shared, options: &PortfolioOptions| {
                client.enroll_many(rows, store, options).await.map(drop)
            };
        "Client.request_loan": Client::request_loan, AsyncClient::request_loan;
        "Client.track": Client::track, AsyncClient::track;
        "Client.explain":
            |client: &Client| client.explain("", Language::En),
            async |client: &AsyncClient| client.explain("", Language::En).await;
        "Client.hello": Client::hello, AsyncClient::hello;
        "Client.request": Client::request, AsyncClient::request;
        "PendingEnrollments.add": PendingEnrollments::add, AsyncPendingEnrollments::add;
        "PendingEnrollments.add_token": PendingEnrollments::add_token, AsyncPendingEnrollments::add_token;
        "PendingEnrollments.size": PendingEnrollments::len, AsyncPendingEnrollments::len;
        "PendingEnrollments.resolutions": PendingEnrollments::resolutions, AsyncPendingEnrollments::resolutions;
        "PendingEnrollments.watch": PendingEnrollments::watch, AsyncPendingEnrollments::watch;
        "WebhookEvent.refetch": WebhookEvent::refetch, WebhookEvent::refetch_async;
    }
}
