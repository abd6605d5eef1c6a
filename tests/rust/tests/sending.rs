//! What is sent and what is not: paths, bodies, and writes that were answered.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use defacto_sdk::api::credit_lines::PaymentMethod;
use defacto_sdk::api::installments::{NewInstallment, NewInstallmentPlan};
use defacto_sdk::api::loans::LoanDocumentRequest;
use defacto_sdk::api::webhooks::{NewWebhook, WebhookEventType};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::Uuid;
use defacto_sdk::{CallOptions, Client};
use defacto_tests_rust::canned::{Answer, Canned, Reply};
use defacto_tests_rust::companies::french;

fn serve(answer: impl Into<Answer>) -> (Client, Canned) {
    let server = Canned::start([answer.into()]);
    let client = Client::builder("key", server.url()).max_response_bytes(64).build().unwrap();
    (client, server)
}

#[test]
fn a_value_that_would_change_the_path_is_not_sent() {
    let (client, server) = serve(Reply::json(200, "{}"));
    for value in ["..", ".", "", "%2e%2e", "%252e%252e", "..\\..", "../../borrowers", "a//b"] {
        let request = LoanDocumentRequest::new();
        let error = client.loans().archive_documents(value.to_owned(), &request).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation, "{value}: {error}");
        assert_eq!(error.problems()[0].pointer, "/document_type");
        assert_eq!(error.details().operation.as_deref(), Some("POST /loan/documents/{document_type}"));
        let error = client.translations().get_denial_code(value.to_owned()).unwrap_err();
        assert_eq!((error.kind(), error.problems()[0].pointer.as_str()), (ErrorKind::Validation, "/code"));
        assert!(!error.outcome_unknown() && !error.retryable());
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_path_that_would_arrive_as_another_is_not_sent() {
    let (client, server) = serve(Reply::json(200, "{}"));
    for path in [
        "hello",
        "https://elsewhere.example/hello",
        "//elsewhere.example/hello",
        "/\\elsewhere.example/hello",
        "/loan/../borrowers",
        "/loan/%2e%2E/borrowers",
        "/loan/.\t./borrowers",
        "/borrowers%3Fpage_size=1",
        "/borrowers#part",
        "/borrowers?page_size=1#part",
    ] {
        let error = client.request("GET", path, &[], None).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{path}: {error}");
    }
    assert!(server.requests().is_empty());
    client.request("GET", "/borrowers/a%20b?cursor=../x", &[("more", "a/../b")], None).unwrap();
    assert_eq!(server.requests()[0].target, "/borrowers/a%20b?cursor=../x&more=a%2F..%2Fb");
}

#[test]
fn a_write_without_a_body_says_so() {
    let (client, server) = serve(Reply::new(204, ""));
    client.borrowers().deactivate(Uuid::nil()).unwrap();
    client.hello().ok();
    let lengths: Vec<_> =
        server.requests().iter().map(|r| r.header("content-length").map(str::to_owned)).collect();
    assert_eq!(lengths, [Some("0".to_owned()), None]);
}

/// Returns 2xx answers that cannot be used.
fn unusable() -> [Reply; 4] {
    let cut = Reply { cut: true, ..Reply::json(201, "{") };
    [cut, Reply::json(201, "<html>"), Reply::json(201, ""), Reply::json(201, "[".repeat(100))]
}

#[test]
fn a_write_that_was_answered_with_2xx_is_not_sent_again() {
    for reply in unusable() {
        let (client, server) = serve(reply.clone());
        let error = client.borrowers().enroll(&french(310)).unwrap_err();
        assert!(error.outcome_unknown() && !error.retryable(), "{reply:?}: {error}");
        assert_eq!((error.status(), server.requests().len()), (Some(201), 1), "{reply:?}");
    }
}

#[test]
fn not_even_one_that_may_be_repeated() {
    for reply in unusable() {
        let (client, server) = serve(reply.clone());
        let at = "2026-12-01T09:00:00Z".parse::<defacto_sdk::model::Timestamp>().unwrap();
        let plan = NewInstallmentPlan::new(
            vec![NewInstallment::new(100, at, Vec::new())],
            PaymentMethod::DirectDebit,
        );
        let error = client.installments().create_plan(&plan).unwrap_err();
        assert!(error.outcome_unknown() && !error.retryable(), "{reply:?}: {error}");
        assert_eq!(server.requests().len(), 1, "{reply:?}");
    }
}

#[test]
fn an_error_shows_how_long_the_api_asked_to_be_left_alone() {
    let (client, _server) = serve(Reply::new(429, "").header("retry-after", "90"));
    let error = client.hello().unwrap_err();
    assert_eq!(error.details().retry_after.unwrap().seconds(), 90);
    assert!(error.retry_after().unwrap().as_secs() > 80);
    assert!(error.to_string().contains("for 90 seconds"), "{error}");
}

#[test]
fn a_page_for_people_is_not_taken_for_an_answer() {
    let page = || Reply::new(200, "<html>Sign in</html>").header("content-type", "text/html");
    let (client, _server) = serve(page());
    for error in [
        client.hello().map(|_| ()).unwrap_err(),
        client.borrowers().get(Uuid::nil()).map(|_| ()).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Decode);
        let text = error.to_string();
        assert!(
            text.contains("is HTML, not JSON") && !text.contains("the request") && !text.contains("Sign"),
            "{text}"
        );
    }
}

#[test]
fn a_webhook_goes_by_https_alone() {
    let (client, server) = serve(Reply::json(201, "{}"));
    for url in [
        "http://partner.example/hook?token=s3cret-s3cret-s3cret",
        "ftp://partner.example",
        "partner.example",
        "",
    ] {
        let wanted = NewWebhook::new("lines", url, vec![WebhookEventType::CreditLineCreated]);
        let webhooks = client.webhooks();
        for error in [
            webhooks.create(&wanted).map(|_| ()).unwrap_err(),
            webhooks.update(Uuid::nil(), &wanted).map(|_| ()).unwrap_err(),
            webhooks.ensure(&wanted).map(|_| ()).unwrap_err(),
        ] {
            assert_eq!(
                (error.kind(), &*error.problems()[0].pointer),
                (ErrorKind::Validation, "/to_url"),
                "{url}"
            );
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
    }
    assert!(server.requests().is_empty());
}

#[test]
fn own_headers_and_the_name_of_the_program_are_sent_with_every_call() {
    let server = Canned::start([Reply::json(200, "{}")]);
    let client = Client::builder("key", server.url())
        .default_headers([("X-Team", "lending"), ("X-Shop", "1")])
        .app_info("shop/2.1 (+https://shop.example)")
        .build()
        .unwrap();
    client.request("GET", "/borrowers", &[], None).unwrap();
    let call = CallOptions::new().headers([("x-shop", "2")]);
    client.with_options(call).request("GET", "/borrowers", &[], None).unwrap();
    let sent: Vec<_> = server.requests();
    let of = |at: usize, name: &str| sent[at].header(name).map(ToOwned::to_owned).unwrap_or_default();
    assert_eq!((of(0, "x-team"), of(0, "x-shop")), ("lending".to_owned(), "1".to_owned()));
    assert_eq!((of(1, "x-team"), of(1, "x-shop")), ("lending".to_owned(), "2".to_owned()));
    assert!(of(1, "user-agent").ends_with(" shop/2.1 (+https://shop.example)"), "{}", of(1, "user-agent"));
    assert_eq!(of(1, "authorization"), "Bearer key");
}

#[test]
fn a_header_of_the_client_itself_is_refused_before_anything_is_sent() {
    let refused =
        Client::builder("key", "sandbox").default_headers([("authorization", "Bearer other")]).build();
    let error = refused.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(!error.to_string().contains("other"), "{error}");
    let (client, server) = serve(Reply::json(200, "{}"));
    let call = CallOptions::new().headers([("Host", "elsewhere.example")]);
    let error = client.with_options(call).request("GET", "/borrowers", &[], None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(server.requests().is_empty());
}

#[test]
fn the_name_of_a_program_that_cannot_be_sent_is_refused() {
    for name in ["", "shop\r\nx-evil: 1", "bücher/1"] {
        let error = Client::builder("key", "sandbox").app_info(name).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{name}");
    }
}
