//! Credit lines: opened by an evaluation, listed by company number.

use serde_json::{Value, json};

use crate::{
    financial_products,
    http::{
        call::{Call, Step},
        page, query,
    },
    repayment_methods,
    rules::{
        dates::{datetime, parse_datetime},
        refusal::Refusal,
    },
    settings::{PendingLines, Settings, Shape},
    world::{World, borrower::Borrower, emission::Emission, line::Line},
};

const REQUIRED: [&str; 5] = [
    "distribution",
    "fees_interest_daily_rate",
    "fees_operating_daily_rate",
    "loan_contract_type",
    "start_date",
];

pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    let (companies, ids) = (call.query_all("borrower"), query::ids(call, "id")?);
    let fits = |line: &&Line| {
        (companies.is_empty() || companies.contains(&line.identifier.as_str()))
            && (ids.is_empty() || ids.contains(&line.id.as_str()))
    };
    let found: Vec<_> = world.lines.iter().filter(fits).collect();
    let pending = |b: &Borrower| !b.evaluated && companies.contains(&b.identifier.as_str());
    if found.is_empty()
        && world.settings.pending_lines == PendingLines::NotFound
        && world.borrowers.iter().any(pending)
    {
        return Err(Refusal::not_found("credit line"));
    }
    Step::ok(page::page(call, world, "credit_lines", &found, |line| shown(&world.settings, line))?)
}

/// Reads a line as it stands now: earlier states are not kept. There is none before it began.
pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    let at = query::time(call, world, "at")?;
    let id = call.param("credit_line_id");
    let line = world.lines.iter().find(|line| line.id == id);
    let start = |line: &Line| parse_datetime(line.body["start_date"].as_str()?, true);
    let found = line.filter(|line| at.is_none_or(|at| start(line).is_none_or(|start| start <= at)));
    Step::ok(shown(&world.settings, found.ok_or_else(|| Refusal::not_found("credit line"))?))
}

/// The partner's own line: what its borrowers have drawn and wait for. How much there is in all is not told any
/// more, as documented.
pub(crate) fn of_partner(_: &Call, world: &World) -> Result<Step, Refusal> {
    let sum = |field: &str| -> i64 {
        let amounts = world.lines.iter().filter_map(|line| line.body[field].as_i64());
        amounts.fold(0, i64::saturating_add)
    };
    let (pending, waiting) = (sum("balance_pending"), sum("balance_pending_validation"));
    let spoken_for = sum("balance_available").saturating_add(pending).saturating_add(waiting);
    let drawn = sum("pool_amount").saturating_sub(spoken_for);
    let body = json!({
        "id": world.seed.uuid("partner line", ""),
        "currency": "EUR",
        "amount_to_repay": drawn.max(0),
        "balance_available": null,
        "balance_pending": pending,
        "balance_pending_validation": waiting,
        "coming_up_monthly_fees": null,
        "pool_amount": null,
        "distribution": "PARTNER",
        "fees_daily_rate": 0.06,
        "fees_interest_daily_rate": 0.04,
        "fees_operating_daily_rate": 0.02,
        "loan_contract_type": "CREDIT_OPERATION",
        "default_repayment_method": world.settings.default_repayment_method.name(),
        "contract_number": "CL-000000",
        "start_date": "2024-01-01T00:00:00.000000+00:00",
    });
    Step::ok(world.shaped(&body, &REQUIRED))
}

/// A line as the list shows it.
pub(crate) fn shown(settings: &Settings, line: &Line) -> Value {
    match settings.line_shape {
        Shape::Full => line.body.clone(),
        Shape::Minimal => {
            REQUIRED.iter().map(|field| ((*field).to_owned(), line.body[*field].clone())).collect()
        }
    }
}

/// What a company may borrow in all: a round sum around 25,000 EUR, unless told.
pub(crate) fn pool_of(world: &World, company: &str) -> i64 {
    let usual = || 2_500_000 + 50_000 * world.seed.rng("pool", company).i64(-10..=10);
    world.settings.pool_amount.unwrap_or_else(usual)
}

/// Opens the line of a borrower and tells the webhooks.
pub(crate) fn open(world: &mut World, borrower: &Borrower, pool_amount: i64) {
    let id = world.next_id("credit line", &borrower.id);
    let body = new_line(world, borrower, &id, pool_amount);
    let line = Line { id, borrower_id: borrower.id.clone(), identifier: borrower.identifier.clone(), body };
    let state = shown(&world.settings, &line);
    world.emit(&Emission::new("CreditLine.CREATED", &line.id, &state).business_id(&borrower.business_id));
    world.lines.push(line);
    financial_products::tell(world, &borrower.id, "BorrowerFinancialProductCreated");
}

fn new_line(world: &World, borrower: &Borrower, id: &str, pool_amount: i64) -> Value {
    json!({
        "id": id,
        "currency": "EUR",
        "pool_amount": pool_amount,
        "balance_available": pool_amount,
        "balance_pending": 0,
        "balance_pending_validation": 0,
        "default_borrower": borrower.business(),
        "default_borrower_strategy": null,
        "default_guarantor": null,
        "default_repayment_method": repayment_methods::main_of(borrower),
        "default_repayment_from": debited_account(borrower),
        "default_repayment_to": null,
        "default_loan_from": null,
        "distribution": "PARTNER",
        "fees_daily_rate": 0.06,
        "fees_interest_daily_rate": 0.04,
        "fees_operating_daily_rate": 0.02,
        "fees_payer": borrower.business(),
        "loan_contract_type": "CREDIT_OPERATION",
        "contract_number": format!("CL-{:06}", world.lines.len() + 1),
        "start_date": datetime(world.now()),
        "end_date": null,
        "signed_at": borrower.body["signed_at"],
        "vat": 0,
    })
}

/// The account that is debited, without its name: a line shows four fields of it.
fn debited_account(borrower: &Borrower) -> Value {
    let mut account = borrower.body["accounts"][0].clone();
    if let Some(fields) = account.as_object_mut() {
        fields.remove("account_name");
    }
    account
}
