//! Secrets and personal data never leak: not into logs, not into printed values, not into errors.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind};
use defacto_sdk::api::borrowers::{BorrowerFilter, NewBorrower};
use defacto_sdk::api::repayment_methods::NewRepaymentMethod;
use defacto_sdk::model::{
    Address, BirthPlace, CivilDate, DebitAccount, Director, JsonObject, NewOwner, Uuid, from_json,
};
use defacto_sdk::observe::{AttemptInfo, CallInfo, EndInfo, JourneyEnd, JourneyInfo};
use defacto_sdk::{CallObserver, CallOptions, CancelToken, Client, EnrollOptions};
use defacto_tests_rust::canned::{Canned, Reply};
use defacto_tests_rust::companies::french;
use defacto_tests_rust::story::{in_sandbox_time, pending, sandbox, wait_until_ready};
use serde_json::json;

const KEY: &str = "key-marker-9f3a77c1";
const IBAN: &str = "FR1420041010050500013M02606";
const SPACED_IBAN: &str = "FR14 2004 1010 0505 0001 3M02 606";
const BORN: &str = "1963-07-19";
const MAIL: &str = "hidden.marker@example.org";
const PHONE: &str = "+33698765432";
const FIRST_NAME: &str = "Zénobie";
const LAST_NAME: &str = "Quatrefages";
const STREET: &str = "17 impasse Marker";
const HOOK: &str = "https://hooks.example.org/in?secret=hook-marker-5d2e";
const METADATA: &str = "crm-marker-5512";
const MARKERS: [&str; 11] =
    [KEY, IBAN, SPACED_IBAN, BORN, MAIL, PHONE, FIRST_NAME, LAST_NAME, STREET, "hook-marker-5d2e", METADATA];

/// Everything that any crate of this process logged.
static LOGGED: Mutex<String> = Mutex::new(String::new());

struct Listener;

impl tracing::Subscriber for Listener {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, attributes: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        attributes.record(&mut Writer);
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut Writer);
    }
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut Writer);
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

struct Writer;

impl tracing::field::Visit for Writer {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        let mut logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(logged, "{field}={value:?}").unwrap();
    }
}

/// Writes all events of calls.
struct Events;

impl Events {
    fn write(event: &dyn Debug) {
        writeln!(LOGGED.lock().unwrap_or_else(PoisonError::into_inner), "{event:?}").unwrap();
    }
}

impl CallObserver for Events {
    fn journey_started(&self, journey: &JourneyInfo<'_>) {
        Self::write(journey);
    }
    fn journey_ended(&self, journey: &JourneyInfo<'_>, end: &JourneyEnd) {
        Self::write(&(journey, end));
    }
    fn started(&self, call: &CallInfo<'_>) {
        Self::write(&(call, call.span_name(), call.url_template()));
    }
    fn attempted(&self, call: &CallInfo<'_>, attempt: &AttemptInfo<'_>) {
        Self::write(&(call, attempt, attempt.error_type()));
    }
    fn ended(&self, call: &CallInfo<'_>, end: &EndInfo) {
        Self::write(&(call, end));
    }
}

/// Creates a client whose events are written.
fn observed(api_key: &str, url: &str) -> Client {
    Client::builder(api_key, url).max_response_bytes(256 * 1024).observer(Arc::new(Events)).build().unwrap()
}

fn listen() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| tracing::subscriber::set_global_default(Listener).unwrap());
}

/// Printed text, to compare with everything that must not appear.
#[derive(Default)]
struct Seen(String);

impl Seen {
    fn see(&mut self, value: &dyn Debug) {
        writeln!(self.0, "{value:?}\n{value:#?}").unwrap();
    }

    fn see_error(&mut self, error: &defacto_sdk::DefactoError) {
        writeln!(self.0, "{error}\n{error:?}\n{:?}\n{:?}", error.details(), error.problems()).unwrap();
    }

    fn check(&self, also: &[&str]) {
        let logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let leaks = |text: &str| -> Vec<String> {
            let markers = MARKERS.iter().chain(also);
            let found = markers.filter(|marker| text.contains(**marker));
            found
                .map(|marker| {
                    format!("{marker}: {}", text.lines().find(|line| line.contains(*marker)).unwrap())
                })
                .collect()
        };
        assert_eq!(leaks(&self.0), Vec::<String>::new(), "in what was printed");
        assert_eq!(leaks(&logged), Vec::<String>::new(), "in the log");
    }
}

fn company() -> NewBorrower {
    let born: CivilDate = BORN.parse().unwrap();
    let director = Director::new()
        .first_name(FIRST_NAME)
        .last_name(LAST_NAME)
        .birth_date(born)
        .birth_place(BirthPlace::new().city("Marker-sur-Lys"))
        .business_email(MAIL)
        .business_phone_number(PHONE)
        .address(Address::new().address_line_1(STREET).country("FRA"));
    let owner = NewOwner::new(FIRST_NAME, LAST_NAME).birth_date(born).email(MAIL).phone_number(PHONE);
    let mut company = french(1)
        .directors(vec![director])
        .owner(owner)
        .account_number(SPACED_IBAN)
        .metadata(JsonObject::from([("hook", HOOK), ("crm", METADATA)]));
    company.extra.insert("brand_new", json!({"note": METADATA, "hook": HOOK}));
    company
}

#[test]
fn on_a_good_day() {
    listen();
    let sandbox = defacto_sandbox::Sandbox::builder().api_key(KEY).start().unwrap();
    let builder = Client::builder(KEY, sandbox.url()).proxy(HOOK);
    let mut seen = Seen::default();
    seen.see(&builder);
    seen.see(&builder.build());
    let client = observed(KEY, sandbox.url());
    let (options, company) = (wait_until_ready().resume(METADATA), company());
    seen.see(&client);
    seen.see(&client.with_options(CallOptions::new().cancel(CancelToken::default())));
    seen.see(&options);
    seen.see(&company);
    seen.see(&company.normalized());
    seen.see(&company.validate(Some(true)));
    let pending_outcome = client.enroll(&company, &in_sandbox_time(EnrollOptions::asynchronous())).unwrap();
    seen.see(&pending_outcome);
    seen.see(&client.resume_enrollment(&pending(pending_outcome).1, &wait_until_ready()).unwrap());
    let mut pages = client.borrowers().list(&BorrowerFilter::new()).unwrap();
    seen.see(&pages);
    let page = pages.next_page().unwrap().unwrap();
    let id = page.data[0].id.unwrap();
    seen.see(&page);
    seen.see(&client.borrowers().add_owner(id, company.owner.as_ref().unwrap()).unwrap());
    let method = NewRepaymentMethod::new("DIRECT_DEBIT", true, true).from_account(DebitAccount::new(IBAN));
    seen.see(&method);
    seen.see(&client.repayment_methods().add(id, &method).unwrap());
    seen.see(&client.testing().generate_iban(None, None).unwrap());
    assert!(seen.0.contains("<masked>") && seen.0.contains(&company.identifier));
    assert!(!LOGGED.lock().unwrap().is_empty(), "something was logged");
    seen.check(&["Marker-sur-Lys"]);
}

#[test]
fn on_a_bad_day() {
    listen();
    let sandbox = sandbox(|_| {});
    let client = observed(sandbox.api_key(), sandbox.url()).with_options(CallOptions::new().max_retries(1));
    let mut seen = Seen::default();
    for kind in FaultKind::ALL {
        sandbox.fault(Fault::new(*kind).operation("POST /borrowers").delay(Duration::from_millis(50)));
        match client.borrowers().enroll(&company()) {
            Ok(borrower) => seen.see(&borrower),
            Err(error) => seen.see_error(&error),
        }
    }
    let mut invalid = company().account_number(SPACED_IBAN.replace("14", "15"));
    invalid.directors.as_mut().unwrap()[0].business_email = Some(MAIL.replace('@', "."));
    seen.see_error(&client.enroll(&invalid, &wait_until_ready()).unwrap_err());
    seen.check(&["3M02", "hidden.marker"]);
}

#[test]
fn in_answers_with_fields_that_are_not_known() {
    listen();
    let note = json!({"brand_new": {"iban": IBAN, "mail": MAIL, "name": LAST_NAME}, "metadata": {"crm": METADATA},
        "contract_s3_url": HOOK, "identifier": "472618354", "directors": [{"nickname": FIRST_NAME, "birth_date": BORN}]});
    let server = Canned::start([
        Reply::json(200, note.to_string()),
        Reply::json(200, json!({"id": 1, "iban": IBAN}).to_string()),
    ]);
    let client = observed(KEY, &server.url());
    let mut seen = Seen::default();
    seen.see(&client.borrowers().get(Uuid::nil()).unwrap());
    seen.see_error(&client.borrowers().get(Uuid::nil()).unwrap_err());
    seen.see(&client.request("GET", "/bills", &[("iban", IBAN)], None).unwrap());
    let _ = client.request("GET", &format!("/accounts/{IBAN}/of/{MAIL}"), &[], None);
    let text = json!({"identifier": 1, "directors": [{"birth_date": "19/07/1963"}], "account_number": IBAN})
        .to_string();
    seen.see(&NewBorrower::check_json(&text, None));
    seen.see_error(&from_json::<NewBorrower>(&text).unwrap_err());
    seen.check(&["19/07/1963"]);
}

/// Returns an API error that repeats the sent value in all its texts.
fn repeated(value: &str) -> Seen {
    listen();
    let mut seen = Seen::default();
    for status in [400, 401, 404, 409, 422, 500] {
        let body = json!({
            "title": format!("Refused {value}"), "detail": format!("Data is missing: \"{value}\" is wrong."),
            "instance": format!("/borrowers?q={value}"),
            "invalid_params": [{"name": value, "reason": format!("{value} is not accepted")}],
            "data": {"missing_fields": [value, "directors[0].birth_date"], "denial_reason": value, "value": value},
        });
        let server = Canned::start([Reply::json(status, body.to_string())]);
        let client = Client::builder(KEY, server.url()).max_retries(0).build().unwrap();
        seen.see_error(&client.borrowers().enroll(&company()).unwrap_err());
        match client.enroll(
            &company(),
            &wait_until_ready().look_up_existing(false).deadline(Duration::from_millis(300)),
        ) {
            Ok(outcome) => seen.see(&outcome),
            Err(error) => seen.see_error(&error),
        }
    }
    seen
}

#[test]
fn in_errors_that_repeat_an_account() {
    repeated(IBAN).check(&[]);
    repeated(SPACED_IBAN).check(&[]);
}

#[test]
fn in_errors_that_repeat_a_birth_date_or_a_mail_address() {
    repeated(BORN).check(&[]);
    repeated(MAIL).check(&[]);
}

#[test]
fn in_errors_that_repeat_the_key() {
    repeated(KEY).check(&[]);
}

#[test]
fn in_errors_that_repeat_a_telephone_number() {
    repeated(PHONE).check(&[]);
}

#[test]
fn in_errors_that_repeat_the_url_of_a_webhook() {
    repeated(HOOK).check(&[]);
}

#[test]
fn in_errors_that_repeat_a_name_or_metadata_of_the_request() {
    repeated(FIRST_NAME).check(&[]);
    repeated(LAST_NAME).check(&[]);
    repeated(METADATA).check(&[]);
}
