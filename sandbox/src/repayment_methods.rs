//! How a borrower repays.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    api::borrowers::of_path,
    http::{
        call::{Call, Reply, Step},
        page,
    },
    life::{accounts, installments},
    rules::{
        accounts::{ACCOUNT_TO_CREDIT, BIC, details},
        iban,
        refusal::Refusal,
    },
    settings::{RepaymentMethod, Settings},
    wire::MethodStatus,
    world::{World, borrower::Borrower, loan::Loan},
};

/// The method that an enrolment sets up: the partner's, or a transfer where there is no account to debit.
pub(crate) fn at_enrollment(call: &Call, settings: &Settings) -> Vec<Value> {
    let (method, account) = (settings.default_repayment_method, call.text("account_number"));
    vec![match (method, account) {
        (RepaymentMethod::DirectDebit, None) => {
            new_method(RepaymentMethod::Sct.name(), None, None, MethodStatus::New, true)
        }
        (RepaymentMethod::DirectDebit, debit) => {
            new_method(method.name(), debit, None, MethodStatus::New, true)
        }
        (RepaymentMethod::Sct | RepaymentMethod::P2p, _) => {
            new_method(method.name(), None, None, MethodStatus::New, true)
        }
    }]
}

/// The name of the method that new loans are repaid by.
pub(crate) fn main_of(borrower: &Borrower) -> Value {
    let main = borrower.repayment_methods.iter().find(|method| method["is_main"] == true);
    main.map_or(Value::Null, |method| method["payment_method"].clone())
}

/// The evaluation has confirmed what the enrolment set up.
pub(crate) fn confirm(borrower: &mut Borrower) {
    for method in borrower.repayment_methods.iter_mut().filter(|method| method["status"] == MethodStatus::New)
    {
        method["status"] = MethodStatus::Ready.into();
    }
}

fn new_method(
    name: &str,
    debit: Option<&str>,
    bic: Option<&str>,
    status: MethodStatus,
    is_main: bool,
) -> Value {
    let account = |iban: &str| {
        json!({
            "account_holder": null,
            "account_number": iban::normal(iban),
            "account_number_type": "iban",
            "bank_identifier": bic.unwrap_or(BIC),
            "bank_identifier_type": "bic",
        })
    };
    json!({
        "account_to_credit": (name == "SCT").then(|| account(ACCOUNT_TO_CREDIT)),
        "account_to_debit": debit.map(account),
        "is_main": is_main,
        "payment_method": name,
        "status": status,
    })
}

pub(crate) fn list(call: &Call, world: &World) -> Result<Step, Refusal> {
    Step::ok(page::whole(&of_path(call, world)?.repayment_methods))
}

/// Adds a method, or chooses the one that is already there with the same account.
pub(crate) fn add(call: &Call, world: &World) -> Result<Step, Refusal> {
    let borrower = of_path(call, world)?;
    let name = call.text("payment_method").unwrap_or_default().to_owned();
    let from = &call.body["from_account"];
    let debit = from["account_number"].as_str().filter(|_| name == "DIRECT_DEBIT").map(str::to_owned);
    match &debit {
        Some(iban) => accounts::check_iban(world, "from_account.account_number", iban, &borrower.identifier)?,
        None if name == "DIRECT_DEBIT" => {
            let problem = Refusal::new("Direct debit needs an account.");
            return Err(problem.with_param("from_account", "is required"));
        }
        None => {}
    }
    check_kind(borrower, &name, &world.settings)?;
    let method =
        new_method(&name, debit.as_deref(), from["bank_identifier"].as_str(), MethodStatus::Ready, false);
    let replaces = !world.settings.several_repayment_methods && has_other_kind(borrower, &name);
    let (id, is_main) = (borrower.id.clone(), replaces || call.flag("is_default_repayment_method"));
    let all_loans = call.flag("apply_to_all_active_loans");
    Step::commit(move |world| {
        let Some(borrower) = world.borrower_mut(&id) else {
            return Reply::problem(Refusal::not_found("borrower"), "");
        };
        if replaces {
            end_other_kinds(borrower, &name);
        }
        let (chosen, company) = (choose(borrower, method, is_main), borrower.identifier.clone());
        if let Some(iban) = debit {
            world.claim_account(iban::normal(&iban), &company);
        }
        if is_main {
            repay_line_by(world, &id, &chosen);
        }
        if all_loans {
            repay_loans_by(world, &id, &chosen);
        }
        Reply::json(StatusCode::OK, chosen)
    })
}

/// Refuses a kind that is neither the partner's nor one that the borrower has.
fn check_kind(borrower: &Borrower, name: &str, settings: &Settings) -> Result<(), Refusal> {
    let is_known =
        borrower.repayment_methods.iter().any(|method| is_in_use(method) && method["payment_method"] == name);
    let is_partners = settings.default_repayment_method.name() == name;
    if is_known || is_partners || settings.several_repayment_methods {
        return Ok(());
    }
    let problem = Refusal::new("The borrowers of this partner repay by one method.");
    Err(problem.with_param("payment_method", "is not the method of this partner"))
}

fn has_other_kind(borrower: &Borrower, name: &str) -> bool {
    borrower.repayment_methods.iter().any(|method| is_in_use(method) && method["payment_method"] != name)
}

/// The partner's method takes the place of the one that stood in for it.
fn end_other_kinds(borrower: &mut Borrower, name: &str) {
    for method in borrower.repayment_methods.iter_mut().filter(|method| method["payment_method"] != name) {
        method["status"] = MethodStatus::Deactivated.into();
    }
}

fn is_in_use(method: &Value) -> bool {
    method["status"] != MethodStatus::Deactivated
}

fn choose(borrower: &mut Borrower, method: Value, is_main: bool) -> Value {
    let methods = &mut borrower.repayment_methods;
    let same = |known: &Value| {
        known["payment_method"] == method["payment_method"]
            && known["account_to_debit"]["account_number"] == method["account_to_debit"]["account_number"]
    };
    let index = methods.iter().position(same).unwrap_or(methods.len());
    if index == methods.len() {
        methods.push(method);
    }
    if is_main {
        for (position, known) in methods.iter_mut().enumerate() {
            known["is_main"] = (position == index).into();
        }
    }
    methods[index].clone()
}

/// New loans take the main method from the credit line.
fn repay_line_by(world: &mut World, borrower_id: &str, method: &Value) {
    let Some(line) = world.lines.iter_mut().find(|line| line.borrower_id == borrower_id) else { return };
    line.body["default_repayment_method"] = method["payment_method"].clone();
    line.body["default_repayment_from"] = details(&method["account_to_debit"]);
}

/// Loans that are being repaid take another method, save for payments that the bank has been told of.
fn repay_loans_by(world: &mut World, borrower_id: &str, method: &Value) {
    let account = details(&method["account_to_debit"]);
    let active = |loan: &&Loan| loan.is_repaid();
    let ids: Vec<_> = world.ledger.loans_of(borrower_id).filter(active).map(|loan| loan.id.clone()).collect();
    for id in ids {
        if let Some(loan) = world.ledger.loan_mut(&id) {
            loan.body["repayment_method"] = method["payment_method"].clone();
            loan.body["repayment_from"] = account.clone();
        }
        installments::repay_by(world, &id, &method["payment_method"], &account);
    }
}
