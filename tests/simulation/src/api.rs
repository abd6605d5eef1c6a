//! The simulated API: its documented behaviour, the worst of the undocumented one, and an unreliable network.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use defacto_sdk::simulation::{SimulatedAnswer, SimulatedCall};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

use crate::chaos::Chaos;
use crate::company::siren_in;

/// The effect of an enrolment of a company that has a borrower. The contract does not define it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Repeat {
    /// It creates another one: the worst case, and the most frequent one here.
    Creates,
    /// It answers with the borrower that exists.
    Returns,
    /// It refuses.
    Refuses,
}

struct Borrower {
    id: String,
    identifier: String,
    kind: String,
    created_at: Instant,
    line_at: Instant,
}

/// The state of the API.
pub(crate) struct Api {
    repeat: Repeat,
    /// How long lists omit a new borrower.
    lag: Duration,
    borrowers: Vec<Borrower>,
    loans: Vec<(String, Value, Instant)>,
    /// Whether a line in a list has no company.
    hides_companies: bool,
}

/// The statuses of a loan, and when they begin.
const LIFE_OF_A_LOAN: [(&str, u64); 4] =
    [("VALIDATED", 0), ("SCHEDULED", 4), ("TO_REPAY", 20), ("CLOSED", 60)];

/// A status and a body.
type Answer = (u16, Value);

fn page(items: &[Value]) -> Answer {
    (200, json!({"count": items.len(), "page_size": 100, "data": items}))
}

fn not_found() -> Answer {
    (404, json!({"title": "Not Found", "detail": "there is none"}))
}

impl Api {
    pub(crate) fn new(repeat: Repeat, lag: Duration, hides_companies: bool) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self { repeat, lag, borrowers: Vec::new(), loans: Vec::new(), hides_companies }))
    }

    /// Returns the number of borrowers of a company.
    pub(crate) fn borrowers_of(&self, siren: &str) -> usize {
        self.borrowers.iter().filter(|borrower| siren_in(&borrower.identifier) == siren).count()
    }

    /// Returns the number of loans with this amount.
    pub(crate) fn loans_of(&self, amount: i64) -> usize {
        self.loans.iter().filter(|(_, loan, _)| loan["amount"] == amount).count()
    }

    /// Returns the number of credit lines of a company.
    pub(crate) fn lines_of(&self, siren: &str) -> usize {
        let is_its = |it: &&Borrower| siren_in(&it.identifier) == siren && it.line_at <= Instant::now();
        self.borrowers.iter().filter(is_its).count()
    }

    /// Returns the SIREN of the borrower with this id; `None` if there is no such borrower.
    pub(crate) fn siren_of(&self, id: &str) -> Option<String> {
        let known = self.borrowers.iter().find(|borrower| borrower.id == id);
        known.map(|borrower| siren_in(&borrower.identifier))
    }

    /// Returns the body of an event about a line, with an id that is not that of its borrower; `None` if
    /// there is no line yet.
    pub(crate) fn event(&self, dice: &mut fastrand::Rng) -> Option<Value> {
        let ready: Vec<_> =
            self.borrowers.iter().filter(|borrower| borrower.line_at <= Instant::now()).collect();
        let it = dice.choice(&ready)?;
        let others: Vec<_> = self.borrowers.iter().filter(|other| other.id != it.id).collect();
        let id = dice.choice(&others).map_or_else(|| uuid::Uuid::nil().to_string(), |other| other.id.clone());
        Some(json!({
            "event_type": "CreditLine.CREATED", "entity_type": "CreditLine", "id": id, "entity_state": line(it),
        }))
    }

    fn handle(&mut self, call: &SimulatedCall, dice: &mut fastrand::Rng) -> Answer {
        let query: Vec<(String, String)> = url::form_urlencoded::parse(call.query.as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let asked = |name: &str| {
            query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        match (call.method.as_str(), call.path.as_str()) {
            ("POST", "/borrowers") => self.enroll(&call.body, dice),
            ("GET", "/borrowers") => {
                self.list_borrowers(&asked("borrower_identifier"), &asked("borrower_id"))
            }
            ("GET", "/credit_lines") => self.list_lines(&asked("borrower")),
            ("POST", "/loans") => self.lend(&call.body, dice),
            ("GET", path) => match (path.strip_prefix("/borrower/"), path.strip_prefix("/loan/")) {
                (Some(id), _) => {
                    let known = self.borrowers.iter().find(|borrower| borrower.id == id);
                    known.map_or_else(not_found, |borrower| (200, shown(borrower)))
                }
                (_, Some(id)) => {
                    let known = self.loans.iter().find(|(_, loan, _)| loan["id"] == id);
                    known.map_or_else(not_found, |(_, loan, since)| (200, as_of_now(loan, *since)))
                }
                _ => not_found(),
            },
            _ => not_found(),
        }
    }

    fn enroll(&mut self, body: &[u8], dice: &mut fastrand::Rng) -> Answer {
        let request: Value = serde_json::from_slice(body).unwrap();
        let identifier = request["identifier"].as_str().unwrap().to_owned();
        let known = self.borrowers.iter().find(|known| siren_in(&known.identifier) == siren_in(&identifier));
        match (known, self.repeat) {
            (Some(known), Repeat::Returns) => return (200, shown(known)),
            (Some(_), Repeat::Refuses) => {
                return (409, json!({"title": "Conflict", "detail": "there is one"}));
            }
            _ => {}
        }
        let now = Instant::now();
        let borrower = Borrower {
            id: uuid(dice),
            identifier,
            kind: request["identifier_type"].as_str().unwrap_or("siren").to_owned(),
            created_at: now,
            line_at: now + Duration::from_millis(dice.u64(100..6_000)),
        };
        let answer = shown(&borrower);
        self.borrowers.push(borrower);
        (201, answer)
    }

    fn listed(&self) -> impl Iterator<Item = &Borrower> {
        self.borrowers.iter().filter(|borrower| borrower.created_at.elapsed() >= self.lag)
    }

    /// Lists the borrowers with these numbers, spelled as they were enrolled, or with these ids.
    fn list_borrowers(&self, numbers: &[String], ids: &[String]) -> Answer {
        let is_asked =
            |borrower: &&Borrower| numbers.contains(&borrower.identifier) || ids.contains(&borrower.id);
        page(&self.listed().filter(is_asked).map(shown).collect::<Vec<_>>())
    }

    fn list_lines(&self, asked: &[String]) -> Answer {
        let now = Instant::now();
        let has_line = |borrower: &&Borrower| borrower.line_at <= now && asked.contains(&borrower.identifier);
        let mut lines: Vec<_> = self.listed().filter(has_line).map(line).collect();
        if self.hides_companies {
            for line in &mut lines {
                line["default_borrower"] = Value::Null;
            }
        }
        page(&lines)
    }

    fn lend(&mut self, body: &[u8], dice: &mut fastrand::Rng) -> Answer {
        let request: Value = serde_json::from_slice(body).unwrap();
        let salt = request["salt_id"].as_str().unwrap_or("").to_owned();
        if let Some((_, known, since)) = self.loans.iter().find(|(of, ..)| *of == salt) {
            return (200, as_of_now(known, *since));
        }
        let loan = lent(&uuid(dice), &request);
        self.loans.push((salt, loan.clone(), Instant::now()));
        (201, loan)
    }
}

fn uuid(dice: &mut fastrand::Rng) -> String {
    uuid::Uuid::from_u128(dice.u128(..)).to_string()
}

fn shown(borrower: &Borrower) -> Value {
    json!({"id": borrower.id, "identifier": borrower.identifier, "identifier_type": borrower.kind, "status": "READY"})
}

fn line(borrower: &Borrower) -> Value {
    // The `id` is not that of the borrower.
    let company = json!({"id": uuid::Uuid::nil().to_string(), "identifier": borrower.identifier, "identifier_type": borrower.kind});
    json!({
        "id": format!("line of {}", borrower.id), "distribution": "DIRECT", "fees_interest_daily_rate": 0.05,
        "fees_operating_daily_rate": 0.01, "loan_contract_type": "CREDIT_OPERATION",
        "start_date": "2027-01-01T00:00:00Z", "default_borrower": company, "pool_amount": 1_000_000,
        "balance_available": 1_000_000,
    })
}

fn lent(id: &str, request: &Value) -> Value {
    let company =
        json!({"id": uuid::Uuid::nil().to_string(), "identifier": "913572467", "identifier_type": "siren"});
    let account = json!({"account_number": "FR1420041010050500013M02606", "account_number_type": "iban",
        "bank_identifier": "FK2FACTO", "bank_identifier_type": "bic"});
    let at = "2027-03-01T00:00:00+00:00";
    json!({
        "id": id, "status": "VALIDATED", "amount": request["amount"], "currency": "EUR",
        "loan_type": "INVOICE_BASED_FINANCING", "borrower": company, "beneficiary": company, "submitted_at": at,
        "to_pay_at": at, "to_repay_at": at, "earliest_to_repay_at": at, "repayment_method": "DIRECT_DEBIT",
        "loan_from": account, "loan_to": account, "repayment_to": account, "loan_from_references": [],
        "loan_to_references": [], "repayment_from_references": [], "repayment_to_references": [],
        "repaid_amount": 0, "repaid_nominal_amount": 0, "paid_interests_amount": 0, "invoice_ids": [],
        "deposits": {}, "denial_reason": null,
    })
}

/// Returns the loan with its present status.
fn as_of_now(loan: &Value, since: Instant) -> Value {
    let age = since.elapsed().as_secs();
    let (mut loan, reached) = (loan.clone(), LIFE_OF_A_LOAN.iter().rfind(|(_, at)| age >= *at));
    loan["status"] = json!(reached.map(|(status, _)| status));
    loan
}

/// The fault of one call.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    None,
    NotSent,
    /// The call never arrives.
    LostOnTheWay,
    /// The call takes effect, and its answer is lost.
    AnswerLost,
    /// The call is cut off at 30 seconds, and takes effect after that.
    CarriedOutLate,
    Busy,
    BadGateway,
}

fn fault(chaos: &Chaos) -> Fault {
    if chaos.is_calm() {
        return Fault::None;
    }
    match chaos.dice().u32(0..100) {
        0..=4 => Fault::NotSent,
        5..=9 => Fault::LostOnTheWay,
        10..=19 => Fault::AnswerLost,
        20..=27 => Fault::CarriedOutLate,
        28..=31 => Fault::Busy,
        32..=35 => Fault::BadGateway,
        _ => Fault::None,
    }
}

fn answered((status, body): Answer) -> SimulatedAnswer {
    SimulatedAnswer::Answered { status, retry_after: None, body: body.to_string().into_bytes() }
}

/// Sends a call. A call that has left the process goes on, even if the process dies.
pub(crate) async fn exchange(chaos: &Arc<Chaos>, call: SimulatedCall) -> SimulatedAnswer {
    let fault = fault(chaos);
    if fault != Fault::None {
        chaos.note(&format!("{fault:?}"));
    }
    match fault {
        Fault::NotSent => return SimulatedAnswer::NotSent,
        Fault::Busy => {
            let asked = Duration::from_secs(chaos.dice().u64(0..20));
            let body = b"{}".to_vec();
            return SimulatedAnswer::Answered { status: 429, retry_after: Some(asked), body };
        }
        _ => {}
    }
    let (tell, told) = oneshot::channel();
    tokio::spawn(carry_out(Arc::clone(chaos), call, fault, tell));
    told.await.unwrap_or(SimulatedAnswer::Broken)
}

/// Carries a call through the network and the API.
async fn carry_out(
    chaos: Arc<Chaos>,
    call: SimulatedCall,
    fault: Fault,
    tell: oneshot::Sender<SimulatedAnswer>,
) {
    let pause = |most: u64| {
        let length = Duration::from_millis(chaos.dice().u64(0..most));
        sleep(length)
    };
    pause(if chaos.happens(50) { 3_000 } else { 200 }).await;
    if fault == Fault::LostOnTheWay {
        pause(10_000).await;
        let _ = tell.send(SimulatedAnswer::Broken);
        return;
    }
    if fault == Fault::CarriedOutLate {
        // The API gives up after 30 seconds, and the call may still take effect for some seconds.
        sleep(Duration::from_secs(if call.method == "GET" { 1 } else { 30 })).await;
        let _ = tell.send(SimulatedAnswer::Answered { status: 504, retry_after: None, body: Vec::new() });
        pause(10_000).await;
        handle(&chaos, &call);
        return;
    }
    let is_synchronous = String::from_utf8_lossy(&call.body).contains("\"wait_for_ready\":true");
    if call.path == "/borrowers" && call.method == "POST" {
        pause(if is_synchronous { 8_000 } else { 1_500 }).await;
    }
    let answer = handle(&chaos, &call);
    pause(300).await;
    let _ = tell.send(match fault {
        Fault::AnswerLost if chaos.happens(500) => SimulatedAnswer::Broken,
        Fault::AnswerLost => {
            pause(35_000).await;
            SimulatedAnswer::TimedOut
        }
        Fault::BadGateway => {
            SimulatedAnswer::Answered { status: 502, retry_after: None, body: b"<html>".to_vec() }
        }
        _ => answered(answer),
    });
}

fn handle(chaos: &Chaos, call: &SimulatedCall) -> Answer {
    let mut dice = chaos.dice();
    let answer = chaos.api.lock().unwrap().handle(call, &mut dice);
    drop(dice);
    chaos.note(&format!("  the API answers {} to {} {}", answer.0, call.method, call.path));
    answer
}
