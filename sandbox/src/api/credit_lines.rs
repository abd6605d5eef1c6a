//! Credit lines, listed by company number.

use serde_json::json;

use crate::{
    http::{Call, Step, page, query},
    rules::{Refusal, parse_datetime},
    settings::PendingLines,
    world::{
        World,
        line::{Line, REQUIRED},
    },
};

pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    let (companies, ids) = (call.query_all("borrower"), query::ids(call, "id")?);
    let fits = |line: &&Line| ids.is_empty() || ids.contains(&line.id.as_str());
    let found: Vec<_> = world.lines.of_companies(&companies).into_iter().filter(fits).collect();
    let mut borrowers = companies.iter().flat_map(|company| world.borrowers.of_company(company));
    if found.is_empty()
        && world.settings.pending_lines == PendingLines::NotFound
        && borrowers.any(|borrower| !borrower.evaluated)
    {
        return Err(Refusal::not_found("credit line"));
    }
    Step::ok(page::page(call, world, "credit_lines", &found, |line| line.shown(&world.settings))?)
}

/// Reads a line as it stands now: earlier states are not kept. There is none before it began.
pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    let at = query::time(call, world, "at")?;
    let id = call.param("credit_line_id");
    let line = world.lines.iter().find(|line| line.id == id);
    let start = |line: &Line| parse_datetime(line.body["start_date"].as_str()?, true);
    let found = line.filter(|line| at.is_none_or(|at| start(line).is_none_or(|start| start <= at)));
    Step::ok(found.ok_or_else(|| Refusal::not_found("credit line"))?.shown(&world.settings))
}

/// The partner's own line: what its borrowers have drawn and wait for. How much there is in all is not told
/// any more, as documented.
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
    Step::ok(world.shaped(&body, REQUIRED))
}
