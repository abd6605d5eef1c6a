//! The client for asynchronous programs: the same calls and journeys, as futures on the caller's runtime.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind, Sandbox};
use defacto_sdk::api::borrowers::BorrowerFilter;
use defacto_sdk::api::loans::{LoanStatus, NewLoan};
use defacto_sdk::api::testing::SandboxScenario;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::lending::TrackOptions;
use defacto_sdk::model::{CompanyReference, PaymentAccount};
use defacto_sdk::pending::{PendingOptions, ResolutionOutcome};
use defacto_sdk::portfolio::{PortfolioOptions, PortfolioOutcome, rows};
use defacto_sdk::store::{MemoryStore, SqliteStore, Store};
use defacto_sdk::{
    AsyncClient, AsyncPendingEnrollments, CallOptions, CancelToken, Client, EnrollOptions, LoanOptions,
    LoanOutcome, Result,
};
use defacto_tests_rust::companies::{french, french_with_account, siren};
use defacto_tests_rust::story::{
    active_borrowers, eventually, in_sandbox_time, pending, ready, requests, sandbox, wait_until_ready,
};

fn client(sandbox: &Sandbox) -> AsyncClient {
    AsyncClient::new(sandbox.api_key(), sandbox.url()).unwrap()
}

/// Returns a runtime with one thread, as in small services.
fn one_thread() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Polls a future until it has sent something, and returns it.
async fn until<F: Future>(mut future: Pin<&mut F>, has_begun: impl Fn() -> bool) {
    let mut ticks = tokio::time::interval(Duration::from_millis(2));
    while !has_begun() {
        poll_fn(|context| {
            assert!(future.as_mut().poll(context).is_pending(), "it has ended too early");
            while ticks.poll_tick(context).is_ready() {}
            if has_begun() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

#[test]
fn a_company_is_enrolled_and_a_loan_is_followed_to_its_end() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    one_thread().block_on(async {
        assert!(!client.hello().await.unwrap().is_empty());
        let company = french_with_account(1);
        let (borrower, _) = ready(client.enroll(&company, &wait_until_ready()).await.unwrap());
        let testing = client.testing();
        let generated = testing.generate_iban(Some("FRA".into()), Some(SandboxScenario::Success)).await;
        let account = PaymentAccount::new(generated.unwrap().iban);
        let pay_at = sandbox.now() + Duration::from_secs(5 * 24 * 3600);
        let loan = NewLoan::new(10_000, account, pay_at, pay_at + Duration::from_secs(60 * 24 * 3600))
            .borrower(CompanyReference::new(borrower.identifier));
        let options = LoanOptions::wait_until_decided(Duration::from_secs(20))
            .accept(true)
            .poll_interval(Duration::from_millis(10));
        let LoanOutcome::Accepted { loan } = client.request_loan(&loan, &options).await.unwrap() else {
            panic!("it is not accepted")
        };
        let every = TrackOptions::default().poll_interval(Duration::from_millis(5));
        let mut changes = client.track(loan.id, &every);
        let mut last = None;
        while let Some(loan) = changes.next_change().await.unwrap() {
            last = Some(loan.status);
            sandbox.advance(Duration::from_secs(40 * 24 * 3600));
        }
        assert_eq!(last, Some(LoanStatus::Closed));
    });
}

#[test]
fn a_list_is_a_stream_over_all_pages() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    one_thread().block_on(async {
        for number in 1..=5 {
            client.enroll(&french(number), &EnrollOptions::asynchronous()).await.unwrap();
        }
        let mut listed = client.borrowers().list(&BorrowerFilter::new().page_size(2)).unwrap();
        let mut count = 0;
        // Does the same as `StreamExt::next` of the crate `futures`.
        while let Some(borrower) =
            poll_fn(|context| futures_core::Stream::poll_next(pin!(&mut listed).as_mut(), context)).await
        {
            assert!(borrower.unwrap().id.is_some());
            count += 1;
        }
        assert_eq!(count, 5);
        let all = client.borrowers().list(&BorrowerFilter::new()).unwrap().collect().await.unwrap();
        assert_eq!(all.len(), 5);
    });
}

#[test]
fn a_thousand_at_once_need_no_thread_each() {
    let sandbox = Sandbox::builder().speed(20.0).start().unwrap();
    let client = client(&sandbox);
    let threads = || std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count);
    let before = threads();
    let most = AtomicUsize::new(0);
    one_thread().block_on(async {
        let mut calls = tokio::task::JoinSet::new();
        for number in 1..=1000 {
            let client = client.clone();
            calls.spawn(async move { client.enroll(&french(number), &wait_until_ready()).await });
        }
        while let Some(outcome) = calls.join_next().await {
            ready(outcome.unwrap().unwrap());
            most.fetch_max(threads(), Ordering::Relaxed);
        }
    });
    assert!(most.into_inner() <= before + 16, "threads were made");
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1000);
}

#[test]
fn tasks_that_enrol_one_company_enrol_it_once_also_beside_a_blocking_client() {
    let sandbox = sandbox(|_| {});
    let blocking = Client::new(sandbox.api_key(), sandbox.url()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let clients: Vec<AsyncClient> = (0..4).map(|_| client(&sandbox)).collect();
    std::thread::scope(|scope| {
        scope.spawn(|| ready(blocking.enroll(&french(1), &wait_until_ready()).unwrap()));
        runtime.block_on(async {
            let mut calls = tokio::task::JoinSet::new();
            for client in clients {
                calls.spawn(async move { client.enroll(&french(1), &wait_until_ready()).await });
            }
            while let Some(outcome) = calls.join_next().await {
                ready(outcome.unwrap().unwrap());
            }
        });
    });
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
}

#[test]
fn a_dropped_call_sends_nothing_more_and_the_next_one_knows_of_it() {
    let sandbox = sandbox(|settings| settings.speed = 10.0);
    sandbox.fault(Fault::new(FaultKind::TimeoutAfterCommit).operation("POST /borrowers").times(1));
    let client = client(&sandbox);
    one_thread().block_on(async {
        let company = french(1);
        let options = in_sandbox_time(EnrollOptions::wait_until_ready(Duration::from_secs(30)));
        {
            let mut call = Box::pin(client.enroll(&company, &options));
            until(call.as_mut(), || !requests(&sandbox, "POST /borrowers").is_empty()).await;
        }
        // A request that was written before the end may still arrive on a busy machine.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let sent = sandbox.log().len();
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(sandbox.log().len(), sent, "a dropped call went on");
        ready(client.enroll(&company, &options).await.unwrap());
        assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
        assert_eq!(active_borrowers(&sandbox, &siren(1)), 1);
    });
}

#[test]
fn a_dropped_call_gives_its_claim_in_the_store_back() {
    let sandbox = sandbox(|settings| settings.speed = 10.0);
    sandbox.fault(Fault::new(FaultKind::TimeoutAfterCommit).operation("POST /borrowers").times(1));
    let file = std::env::temp_dir().join(format!("defacto-async-{:016x}.db", fastrand::u64(..)));
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&file).unwrap());
    let client = client(&sandbox);
    one_thread().block_on(async {
        let company = french(1);
        let options = in_sandbox_time(EnrollOptions::wait_until_ready(Duration::from_secs(30))).store(store);
        {
            let mut call = Box::pin(client.enroll(&company, &options));
            until(call.as_mut(), || !requests(&sandbox, "POST /borrowers").is_empty()).await;
        }
        // Another process would find the claim free, and in its note that a call may still take effect.
        ready(client.enroll(&company, &options).await.unwrap());
        assert_eq!(requests(&sandbox, "POST /borrowers").len(), 1);
    });
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_token_ends_a_call_and_tells_how_to_go_on() {
    let sandbox = sandbox(|settings| settings.speed = 1.0);
    let token = CancelToken::default();
    let client = client(&sandbox).with_options(CallOptions::new().cancel(token.clone()));
    one_thread().block_on(async {
        let options = EnrollOptions::wait_until_ready(Duration::from_secs(30));
        let company = french(1);
        let mut call = Box::pin(client.enroll(&company, &options));
        until(call.as_mut(), || !sandbox.log().is_empty()).await;
        token.cancel();
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
    });
}

#[test]
fn a_portfolio_is_a_stream_of_results() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    one_thread().block_on(async {
        let options = PortfolioOptions::new()
            .max_in_flight(64)
            .settle_time(Duration::from_millis(900))
            .poll_interval(Duration::from_millis(20));
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let companies = rows((1..=100).map(french));
        let mut run = client.enroll_many(companies, store, &options).await.unwrap();
        let mut results = 0;
        while let Some(result) = run.next_result().await.unwrap() {
            assert_eq!(result.outcome, PortfolioOutcome::Ready);
            results += 1;
        }
        assert_eq!((results, run.monitor().progress().ready), (100, 100));
    });
}

#[test]
fn those_who_wait_are_told_as_a_stream() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    one_thread().block_on(async {
        let options = PendingOptions::new().poll_interval(Duration::from_millis(20));
        let waiting = AsyncPendingEnrollments::new(&client, Arc::new(MemoryStore::new()), options);
        let outcome = client.enroll(&french(1), &EnrollOptions::asynchronous()).await.unwrap();
        assert!(waiting.add(&outcome).await.unwrap());
        let (_, resume) = pending(outcome);
        let mut resolutions = waiting.resolutions(Some(Duration::from_secs(20)));
        let resolution = resolutions.next_resolution().await.unwrap().unwrap();
        assert_eq!(resolution.outcome, ResolutionOutcome::Ready);
        assert!(resolutions.next_resolution().await.unwrap().is_none());
        ready(client.resume_enrollment(&resume, &wait_until_ready()).await.unwrap());
    });
}

#[test]
fn a_resolution_is_delivered_wherever_the_consumer_before_was_dropped() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    one_thread().block_on(async {
        ready(client.enroll(&french(1), &wait_until_ready()).await.unwrap());
        let token = format!(r#"{{"version":1,"identifier":"{}","confirmed":true}}"#, siren(1));
        for waits in 0.. {
            let options = PendingOptions::new().poll_interval(Duration::from_millis(20));
            let waiting = AsyncPendingEnrollments::new(&client, Arc::new(MemoryStore::new()), options);
            waiting.add_token(&token).await.unwrap();
            let mut dropped = waiting.resolutions(None);
            let is_delivered = {
                let (mut next, mut left) = (pin!(dropped.next_resolution()), waits);
                poll_fn(|context| {
                    if left == 0 {
                        return Poll::Ready(false);
                    }
                    left -= 1;
                    next.as_mut().poll(context).map(|_| true)
                })
                .await
            };
            drop(dropped);
            let mut resolutions = waiting.resolutions(Some(Duration::from_secs(20)));
            let resolution = resolutions.next_resolution().await.unwrap();
            assert!(resolution.is_some(), "dropped at wait {waits}");
            assert!(resolutions.next_resolution().await.unwrap().is_none(), "it is delivered once");
            if is_delivered {
                // On a busy machine much happens during one wait. The first one cannot be the last: a request is sent.
                assert!(waits > 1, "it was dropped at each of its waits");
                break;
            }
        }
    });
}

#[test]
fn a_closed_client_ends_what_is_under_way() {
    let sandbox = sandbox(|settings| settings.speed = 1.0);
    let client = client(&sandbox);
    let closing = client.clone();
    let error: Result<_> = one_thread().block_on(async {
        let company = french(1);
        let options = EnrollOptions::wait_until_ready(Duration::from_secs(30));
        let mut call = Box::pin(client.enroll(&company, &options));
        until(call.as_mut(), || !requests(&sandbox, "POST /borrowers").is_empty()).await;
        closing.close();
        call.await
    });
    assert!(error.is_err());
}

#[path = "../../../examples/axum/enroll.rs"]
mod axum_service;

#[test]
fn the_example_for_axum_enrols_a_company() {
    let sandbox = sandbox(|_| {});
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let routes = axum_service::routes(client(&sandbox));
    runtime.spawn(async move { axum::serve(listener, routes).await });
    // Any client that sends JSON: here the raw request of this library to another server.
    let partner = Client::new("no-key-of-this-service", format!("http://{address}").as_str()).unwrap();
    let body = r#"{"identifier": "913572467", "identifier_type": "siren"}"#;
    let answer = partner.request("POST", "/companies", &[], Some(body)).unwrap();
    assert_eq!(answer.status, 201);
    assert!(String::from_utf8(answer.body).unwrap().starts_with("913572467: "));
    let error = partner.request("POST", "/companies", &[], Some("{}")).unwrap_err();
    assert_eq!(error.status(), Some(422));
    eventually("one borrower", || active_borrowers(&sandbox, "913572467") == 1);
}
