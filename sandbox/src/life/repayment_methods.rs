//! How a borrower repays.

use serde_json::{Value, json};

use crate::{
    life::{accounts, installments},
    rules::{
        Refusal,
        accounts::{ACCOUNT_TO_CREDIT, BIC, details},
        iban,
    },
    settings::{RepaymentMethod, Settings},
    wire::MethodStatus,
    world::{World, borrower::Borrower, loan::Loan},
};

/// The method that an enrolment sets up: the partner's, or a transfer where there is no account to debit.
pub(crate) fn at_enrollment(settings: &Settings, account: Option<&str>) -> Vec<Value> {
    let (method, debit) = match (settings.default_repayment_method, account) {
        (RepaymentMethod::DirectDebit, None) => (RepaymentMethod::Sct, None),
        (RepaymentMethod::DirectDebit, debit) => (RepaymentMethod::DirectDebit, debit),
        (method, _) => (method, None),
    };
    vec![new_method(method.name(), debit, None, MethodStatus::New, true)]
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

/// A repayment method that is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    /// The number of the account to debit, and the bank that holds it.
    pub(crate) debit: Option<String>,
    pub(crate) bic: Option<String>,
    pub(crate) is_default: bool,
    /// Whether loans that are being repaid take the method, too.
    pub(crate) for_all_loans: bool,
}

/// Refuses a method that the borrower cannot have.
pub(crate) fn check(world: &World, borrower: &Borrower, wanted: &Wanted) -> Result<(), Refusal> {
    match &wanted.debit {
        Some(iban) => {
            accounts::check_iban(world, "from_account.account_number", iban, &borrower.identifier)?;
        }
        None if wanted.name == "DIRECT_DEBIT" => {
            let refusal = Refusal::new("Direct debit needs an account.");
            return Err(refusal.with_param("from_account", "is required"));
        }
        None => {}
    }
    check_kind(borrower, &wanted.name, &world.settings)
}

/// Adds a method, or chooses the one that is already there with the same account. Returns it, or `None` if
/// there is no such borrower.
pub(crate) fn add(world: &mut World, borrower_id: &str, wanted: &Wanted) -> Option<Value> {
    let several = world.settings.several_repayment_methods;
    let borrower = world.borrower_mut(borrower_id)?;
    let replaces = !several && has_other_kind(borrower, &wanted.name);
    if replaces {
        end_other_kinds(borrower, &wanted.name);
    }
    let is_main = replaces || wanted.is_default;
    let (debit, bic) = (wanted.debit.as_deref(), wanted.bic.as_deref());
    let chosen = choose(borrower, new_method(&wanted.name, debit, bic, MethodStatus::Ready, false), is_main);
    let company = borrower.identifier.clone();
    if let Some(iban) = debit {
        world.claim_account(iban::normal(iban), &company);
    }
    if is_main {
        repay_line_by(world, borrower_id, &chosen);
    }
    if wanted.for_all_loans {
        repay_loans_by(world, borrower_id, &chosen);
    }
    Some(chosen)
}

/// Refuses a kind that is neither the partner's nor one that the borrower has.
fn check_kind(borrower: &Borrower, name: &str, settings: &Settings) -> Result<(), Refusal> {
    let is_known =
        borrower.repayment_methods.iter().any(|method| is_in_use(method) && method["payment_method"] == name);
    let is_partners = settings.default_repayment_method.name() == name;
    if is_known || is_partners || settings.several_repayment_methods {
        return Ok(());
    }
    let refusal = Refusal::new("The borrowers of this partner repay by one method.");
    Err(refusal.with_param("payment_method", "is not the method of this partner"))
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
    let Some(line) = world.lines.of_borrower_mut(borrower_id) else { return };
    line.body["default_repayment_method"] = method["payment_method"].clone();
    line.body["default_repayment_from"] = details(&method["account_to_debit"]);
}

/// Loans that are being repaid take another method, save for payments that the bank has been told of.
fn repay_loans_by(world: &mut World, borrower_id: &str, method: &Value) {
    let account = details(&method["account_to_debit"]);
    let active = |loan: &&Loan| loan.is_outstanding();
    let ids: Vec<_> = world.ledger.loans_of(borrower_id).filter(active).map(|loan| loan.id.clone()).collect();
    for id in ids {
        if let Some(loan) = world.ledger.loan_mut(&id) {
            loan.body["repayment_method"] = method["payment_method"].clone();
            loan.body["repayment_from"] = account.clone();
        }
        installments::repay_by(world, &id, &method["payment_method"], &account);
    }
}
