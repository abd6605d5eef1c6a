//! The vectors that need a server: reading answers, errors, and retries.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::time::Duration;

use defacto_sdk::api::accounting::AccountingEventFilter;
use defacto_sdk::api::billing::BillFilter;
use defacto_sdk::api::borrowers::BorrowerFilter;
use defacto_sdk::api::credit_lines::CreditLineFilter;
use defacto_sdk::api::installments::InstallmentFilter;
use defacto_sdk::api::payments::PaymentFilter;
use defacto_sdk::api::repayment_methods::NewRepaymentMethod;
use defacto_sdk::api::translations::DataRequestType;
use defacto_sdk::error::RetryAfter;
use defacto_sdk::model::{BusinessIdentifier, IdentifierType, NewOwner, Uuid};
use defacto_sdk::page::Pages;
use defacto_sdk::wire::{Wire, to_json};
use defacto_sdk::{CallOptions, Client, DefactoError};
use defacto_tests_rust::canned::{Answer, Canned, Reply, closed_port};
use defacto_tests_rust::vectors::{body, check_all, expect};
use serde_json::{Value, json};

/// The models that are read from lists.
const IN_LISTS: [&str; 8] = [
    "AccountingEvent",
    "Bill",
    "BorrowerFinancialProduct",
    "CreditLine",
    "Installment",
    "LoanEvent",
    "Payment",
    "Webhook",
];

#[test]
fn decoding() {
    check_all("decoding", |case| {
        let text = body(&case["body"]);
        let model = case["model"].as_str().unwrap();
        let sent = if IN_LISTS.contains(&model) {
            format!(r#"{{"count":1,"page_size":1,"data":[{text}]}}"#)
        } else {
            text
        };
        let server = Canned::start([Reply::json(200, sent)]);
        let client = Client::new("a-key-for-tests", server.url()).unwrap();
        match (read(&client, model), case.get("problems")) {
            (Ok(written), None) => check_fields(case, &written),
            (Ok(written), Some(_)) => Err(format!("read as {written}")),
            (Err(error), None) => Err(error.to_string()),
            (Err(error), Some(wanted)) => {
                let place = |pointer: &str| pointer.strip_prefix("/data/0").unwrap_or(pointer).to_owned();
                let found: Vec<_> =
                    error.problems().iter().map(|p| (place(&p.pointer), p.code.clone())).collect();
                if json!(found) != *wanted || error.kind().as_str() != "decode" {
                    return Err(format!("{} with {}, not {wanted}", error.kind(), json!(found)));
                }
                Ok(())
            }
        }
    });
}

/// Reads a model with an operation that returns it, and writes it again.
fn read(client: &Client, model: &str) -> Result<String, DefactoError> {
    let id = Uuid::nil();
    Ok(match model {
        "Batch" => to_json(&client.business_data().close_batch(id)?),
        "Borrower" => to_json(&client.borrowers().get(id)?),
        "BusinessSegment" => to_json(&client.businesses().get_segment(id)?),
        "Card" => to_json(&client.cards().get(id)?),
        "Counterparty" => to_json(&client.counterparties().get(id)?),
        "DataRequestInfo" => to_json(&client.translations().get_data_type(DataRequestType::TaxReturn)?),
        "EligibilityAnswer" => to_json(
            &client.eligibility().borrower(&BusinessIdentifier::new("472618354", IdentifierType::Siren))?,
        ),
        "GeneratedIban" => to_json(&client.testing().generate_iban(None, None)?),
        "InstallmentPlan" => to_json(&client.installments().get_plan(id)?),
        "Invoice" => to_json(&client.invoices().get(id)?),
        "Loan" => to_json(&client.loans().get(id)?),
        "Onboarding" => to_json(&client.onboardings().get(id)?),
        "Owner" => to_json(&client.borrowers().add_owner(id, &NewOwner::new("A", "B"))?),
        "RecollectionCase" => to_json(&client.recollection().get_case(id)?),
        "Referrer" => to_json(&client.billing().get_referrer(id)?),
        "RepaymentMethod" => {
            to_json(&client.repayment_methods().add(id, &NewRepaymentMethod::new("SCT", true, false))?)
        }
        "TranslatedText" => to_json(&client.translations().get_denial_code("KYB_PENDING".to_owned())?),
        _ => return read_from_list(client, model),
    })
}

fn read_from_list(client: &Client, model: &str) -> Result<String, DefactoError> {
    let id = Uuid::nil();
    match model {
        "AccountingEvent" => first(client.accounting().list_events(&AccountingEventFilter::new())?),
        "Bill" => first(client.billing().list_bills(&BillFilter::new())?),
        "BorrowerFinancialProduct" => first(client.financial_products().list(id)?),
        "CreditLine" => first(client.credit_lines().list(&CreditLineFilter::new())?),
        "Installment" => first(client.installments().list(&InstallmentFilter::new())?),
        "LoanEvent" => first(client.loans().list_events(id)?),
        "Payment" => first(client.payments().list(&PaymentFilter::new())?),
        "Webhook" => first(client.webhooks().list()?),
        "Page" => read_page(client),
        other => panic!("no model is called {other}"),
    }
}

fn first<T: Wire + serde::Serialize>(mut items: Pages<T>) -> Result<String, DefactoError> {
    Ok(to_json(&items.next().unwrap()?))
}

fn read_page(client: &Client) -> Result<String, DefactoError> {
    let page = client.credit_lines().list(&CreditLineFilter::new())?.next_page()?.unwrap();
    let data: Vec<Value> =
        page.data.iter().map(|line| serde_json::from_str(&to_json(line)).unwrap()).collect();
    Ok(json!({
        "count": page.count, "page_size": page.page_size, "data": data, "total": page.total,
        "next_page": page.next_page, "previous_page": page.previous_page,
    })
    .to_string())
}

fn check_fields(case: &Value, written: &str) -> Result<(), String> {
    let value: Value = serde_json::from_str(written).unwrap();
    for (pointer, wanted) in case["fields"].as_object().into_iter().flatten() {
        let found = value.pointer(pointer).unwrap_or(&Value::Null);
        if found != wanted {
            return Err(format!("{pointer} is {found}, not {wanted}"));
        }
    }
    for piece in case["written"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !written.contains(piece) {
            return Err(format!("{piece} is not in {written}"));
        }
    }
    Ok(())
}

#[test]
fn errors() {
    check_all("errors.json", |case| {
        let mut reply =
            Reply::new(u16::try_from(case["status"].as_u64().unwrap()).unwrap(), body(&case["body"]));
        for (name, value) in case["headers"].as_object().into_iter().flatten() {
            reply = reply.header(name, value.as_str().unwrap());
        }
        reply.cut = case["cut"] == true;
        let server = Canned::start([reply]);
        let client = Client::new("a-key-for-tests", server.url())
            .unwrap()
            .with_options(CallOptions::new().max_retries(0));
        let read = client.borrowers().get(Uuid::nil()).expect_err("a read");
        let write = client.borrowers().deactivate(Uuid::nil()).expect_err("a write");
        if read.outcome_unknown() {
            return Err("the outcome of a read is unknown".to_owned());
        }
        expect(case, "outcome_unknown", &json!(write.outcome_unknown()))?;
        expect(case, "text", &json!(read.to_string()))?;
        [read, write].iter().try_for_each(|error| check_error(case, error))
    });
}

fn check_error(case: &Value, error: &DefactoError) -> Result<(), String> {
    let details = error.details();
    let problems: Vec<_> = details.problems.iter().map(|p| (&p.pointer, &p.code, &p.detail)).collect();
    expect(case, "kind", &json!(error.kind().as_str()))?;
    expect(case, "status", &json!(details.status))?;
    expect(case, "title", &json!(details.title))?;
    expect(case, "detail", &json!(details.detail))?;
    expect(case, "instance", &json!(details.instance))?;
    expect(case, "missing_fields", &json!(details.missing_fields))?;
    expect(case, "denial_reason", &json!(details.denial_reason))?;
    expect(case, "problems", &json!(problems))?;
    expect(case, "request_id", &json!(details.request_id))?;
    expect(case, "retryable", &json!(details.retryable))?;
    expect(case, "retry_after", &json!(details.retry_after.map(RetryAfter::seconds)))?;
    match case.get("problems_count_at_least").and_then(Value::as_u64) {
        Some(least) if (problems.len() as u64) < least => Err(format!("only {} problems", problems.len())),
        _ => Ok(()),
    }
}

#[test]
fn retry() {
    check_all("retry.json", |case| {
        let attempts = case["attempts"].as_array().unwrap();
        let server = Canned::start(attempts.iter().map(answer));
        let nobody = attempts[0] == "refused";
        let url = if nobody { format!("http://127.0.0.1:{}", closed_port()) } else { server.url() };
        let mut builder = Client::builder("a-key-for-tests", url)
            .read_timeout(Duration::from_millis(400))
            .max_retries(u32::try_from(case["max_retries"].as_u64().unwrap()).unwrap());
        if let Some(seconds) = case["total_timeout"].as_u64() {
            builder = builder.total_timeout(Duration::from_secs(seconds));
        }
        let client = builder.build().unwrap();
        let result = match case["method"].as_str().unwrap() {
            "GET" => client.borrowers().get(Uuid::nil()).map(|_| ()),
            "POST" => client.borrowers().deactivate(Uuid::nil()),
            other => panic!("no case has the method {other}"),
        };
        expect(case, "requests", &json!(server.requests().len()))?;
        let Err(error) = result else { return expect(case, "result", &json!("ok")) };
        expect(case, "result", &json!(error.kind().as_str()))?;
        expect(case, "status", &json!(error.status()))?;
        expect(case, "tries", &json!(error.details().attempts))?;
        expect(case, "retryable", &json!(error.retryable()))?;
        expect(case, "retry_after", &json!(error.details().retry_after.map(RetryAfter::seconds)))?;
        expect(case, "outcome_unknown", &json!(error.outcome_unknown()))
    });
}

fn answer(attempt: &Value) -> Answer {
    let reply = |status: u64| {
        let body = if status == 204 { "" } else { r#"{"identifier":"472618354"}"# };
        Reply::json(u16::try_from(status).unwrap(), body)
    };
    match attempt {
        Value::Number(status) => reply(status.as_u64().unwrap()).into(),
        Value::Object(attempt) => {
            let reply = reply(attempt["status"].as_u64().unwrap());
            reply.header("retry-after", attempt["retry_after"].as_str().unwrap()).into()
        }
        Value::String(fault) => match fault.as_str() {
            "reset" | "refused" => Answer::Reset,
            "timeout" => Answer::Silence,
            "cut" => Reply { cut: true, ..reply(200) }.into(),
            other => panic!("no attempt is called {other}"),
        },
        other => panic!("no attempt looks like {other}"),
    }
}

#[test]
fn a_list_filter_is_sent_in_the_query() {
    let server = Canned::start([Reply::json(200, r#"{"count":0,"page_size":1}"#)]);
    let client = Client::new("a-key-for-tests", server.url()).unwrap();
    let lines =
        CreditLineFilter::new().borrower(vec!["HRB 7 B".to_owned(), "a&b=c+d".to_owned()]).page_size(5);
    assert!(client.credit_lines().list(&lines).unwrap().next().is_none());
    let signed = "2026-11-02T09:15:00+01:00".parse::<defacto_sdk::model::Timestamp>().unwrap();
    let filter = BorrowerFilter::new().borrower_id(vec![Uuid::nil()]).from_signed_at(signed);
    assert!(client.borrowers().list(&filter).unwrap().next().is_none());
    let targets: Vec<_> = server.requests().into_iter().map(|request| request.target).collect();
    assert_eq!(targets[0], "/credit_lines?borrower=HRB+7+B&borrower=a%26b%3Dc%2Bd&page_size=5");
    let wanted =
        "/borrowers?borrower_id=00000000-0000-0000-0000-000000000000&from_signed_at=2026-11-02T08%3A15%3A00Z";
    assert_eq!(targets[1], wanted);
}
