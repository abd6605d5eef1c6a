//! Borrowers, their signatures, owners, repayment methods and financial products.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    http::{Call, Reply, Step, page, query},
    life::{
        enrollment, financial_products,
        repayment_methods::{self, Wanted},
    },
    rules::{Refusal, parse_datetime},
    settings::DeclinedAs,
    world::{World, application::Application, borrower::Borrower},
};

/// What an enrolment answers of a borrower when it answers the minimum.
const REQUIRED: &str = "identifier";

/// The borrower named in the path.
fn of_path<'a>(call: &Call, world: &'a World) -> Result<&'a Borrower, Refusal> {
    world.borrower(call.param("borrower_id")).ok_or_else(|| Refusal::not_found("borrower"))
}

pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    let ids = query::ids(call, "borrower_id")?;
    let company = call.query("borrower_identifier");
    let from = query::time(call, world, "from_signed_at")?;
    let to = query::time(call, world, "to_signed_at")?;
    let signed_between = |borrower: &Borrower| {
        if from.is_none() && to.is_none() {
            return true;
        }
        let signed = borrower.body["signed_at"].as_str().and_then(|at| parse_datetime(at, true));
        signed.is_some_and(|at| from.is_none_or(|from| at >= from) && to.is_none_or(|to| at <= to))
    };
    let fits = |borrower: &&Borrower| {
        (ids.is_empty() || ids.contains(&borrower.id.as_str())) && signed_between(borrower)
    };
    let companies: Vec<_> = company.into_iter().collect();
    let found: Vec<_> = world.borrowers.of_companies(&companies).into_iter().filter(fits).collect();
    Step::ok(page::page(call, world, "borrowers", &found, |borrower| borrower.shown())?)
}

/// `POST /borrowers`
pub(crate) fn enroll(call: &Call, world: &World) -> Result<Step, Refusal> {
    let (application, wait) = (Application::read(call.body.clone()), call.flag("wait_for_ready"));
    if let Some(existing) = enrollment::check(world, &application)? {
        return Ok(Step::Answer(answer(world, existing, wait)));
    }
    let identifier = &application.identifier;
    if wait && world.declined.contains(identifier) && world.settings.declined_as == DeclinedAs::Error400 {
        let reply = Reply::problem(Refusal::new("This company is not eligible."), "/borrowers");
        return Ok(Step::Answer(reply.after(enrollment::evaluation_time(world, identifier))));
    }
    Step::commit(move |world| {
        let borrower = enrollment::enroll(world, &application, wait);
        answer(world, &borrower, wait)
    })
}

/// The answer about a borrower, at once or when it is evaluated.
fn answer(world: &World, borrower: &Borrower, wait: bool) -> Reply {
    let shape = world.settings.response_shape;
    let told =
        move |borrower: &Borrower| Reply::json(StatusCode::CREATED, shape.of(&borrower.shown(), REQUIRED));
    if !wait {
        return told(borrower).after(enrollment::acceptance_time(world, &borrower.identifier));
    }
    let id = borrower.id.clone();
    told(borrower).after(enrollment::evaluation_time(world, &borrower.identifier)).finish(move |world| {
        enrollment::evaluate(world, &id);
        world.borrower(&id).map(told)
    })
}

pub(crate) fn get(call: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(of_path(call, world)?.shown())
}

pub(crate) fn sign(call: &Call, world: &World) -> Result<Step, Refusal> {
    let borrower = of_path(call, world)?;
    if borrower.is_deactivated() {
        return Err(Refusal::new("This borrower is deactivated."));
    }
    let (id, signed_at) = (borrower.id.clone(), call.body["signed_at"].clone());
    let waits = call.flag("wait_for_ready") && !borrower.evaluated;
    let time = enrollment::evaluation_time(world, &borrower.identifier);
    Step::commit(move |world| {
        let reply = Reply::json(StatusCode::OK, enrollment::sign(world, &id, signed_at));
        if !waits {
            return reply;
        }
        reply.after(time).finish(move |world| {
            enrollment::evaluate(world, &id);
            world.borrower(&id).map(|borrower| Reply::json(StatusCode::OK, borrower.shown()))
        })
    })
}

pub(crate) fn deactivate(call: &Call, world: &World) -> Result<Step, Refusal> {
    let id = of_path(call, world)?.id.clone();
    Step::commit(move |world| {
        enrollment::deactivate(world, &id);
        Reply::empty()
    })
}

/// The answer must carry e-mail address and phone number although the request need not.
pub(crate) fn add_owner(call: &Call, world: &World) -> Result<Step, Refusal> {
    let id = of_path(call, world)?.id.clone();
    let owner = json!({
        "id": world.seed.uuid("owner", &id),
        "email": call.text("email").unwrap_or("owner@example.com"),
        "phone_number": call.text("phone_number").unwrap_or_default(),
    });
    Step::commit(move |world| {
        if let Some(borrower) = world.borrower_mut(&id) {
            borrower.body["owner"] = owner.clone();
        }
        Reply::json(StatusCode::CREATED, owner)
    })
}

/// The financial products of a borrower: one each.
pub(crate) fn financial_products(call: &Call, world: &World) -> Result<Step, Refusal> {
    let borrower = of_path(call, world)?;
    Step::ok(page::whole(&[financial_products::shown(world, borrower)]))
}

/// `GET /borrower/{borrower_id}/repayment-methods`
pub(crate) fn repayment_methods(call: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(page::whole(&of_path(call, world)?.repayment_methods))
}

/// `POST /borrower/{borrower_id}/repayment-methods`
pub(crate) fn add_repayment_method(call: &Call, world: &World) -> Result<Step, Refusal> {
    let borrower = of_path(call, world)?;
    let name = call.text("payment_method").unwrap_or_default().to_owned();
    let from = |field: &str| call.body["from_account"][field].as_str().map(str::to_owned);
    let wanted = Wanted {
        debit: from("account_number").filter(|_| name == "DIRECT_DEBIT"),
        bic: from("bank_identifier"),
        name,
        is_default: call.flag("is_default_repayment_method"),
        for_all_loans: call.flag("apply_to_all_active_loans"),
    };
    repayment_methods::check(world, borrower, &wanted)?;
    let id = borrower.id.clone();
    Step::commit(move |world| match repayment_methods::add(world, &id, &wanted) {
        Some(chosen) => Reply::json(StatusCode::OK, chosen),
        None => Reply::problem(Refusal::not_found("borrower"), ""),
    })
}
