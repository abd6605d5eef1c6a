//! How a borrower repays.

use defacto_sdk_macros::{model, open_enum, operations};

use super::credit_lines::PaymentMethod;
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::model::{DebitAccount, PaymentAccount, Uuid};
use crate::page::{Pages, page_type};
use crate::transport::Call;
use crate::validation;
use crate::wire::{Operation, operation};

/// Where a repayment method stands.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RepaymentMethodStatus {
    /// No longer used.
    Deactivated,
    /// Just added.
    New,
    /// Being checked.
    PendingValidation,
    /// Usable.
    Ready,
}

/// A way in which a borrower repays.
#[model]
pub struct RepaymentMethod {
    /// How the money moves.
    pub payment_method: PaymentMethod,
    /// Where the method stands.
    pub status: RepaymentMethodStatus,
    /// Whether it is the one for new loans.
    pub is_main: bool,
    /// The account that is debited, for direct debit.
    pub account_to_debit: Option<PaymentAccount>,
    /// The account that the borrower pays to, for transfers.
    pub account_to_credit: Option<PaymentAccount>,
}

/// A way to repay that is added or chosen.
#[model(request)]
pub struct NewRepaymentMethod {
    /// `DIRECT_DEBIT` or `SCT`.
    pub payment_method: PaymentMethod,
    /// Whether new loans are repaid in this way.
    pub is_default_repayment_method: bool,
    /// Whether the loans under way are repaid in this way from now on.
    pub apply_to_all_active_loans: bool,
    /// The account to debit; direct debit needs it.
    pub from_account: Option<DebitAccount>,
    /// A name of your choice.
    pub name: Option<String>,
}

page_type!(RepaymentMethodPage, RepaymentMethod);

/// How a borrower repays.
#[operations]
impl RepaymentMethods {
    /// Lists the repayment methods of a borrower. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /borrower/{borrower_id}/repayment-methods`.
    ///
    /// # Errors
    /// `NotFound` when there is no borrower with this id.
    #[operation(GET, "/borrower/{borrower_id}/repayment-methods")]
    pub fn list(&self, borrower_id: Uuid) -> Result<Pages<RepaymentMethod>>;

    /// Adds a repayment method, or chooses one. Blocks.
    ///
    /// The contract does not say whether a repetition adds a second method. Look with `list` first.
    ///
    /// Operation: `POST /borrower/{borrower_id}/repayment-methods`.
    ///
    /// # Errors
    /// `Validation` when the account is missing or not valid; `NotFound` when there is no borrower with this id.
    #[operation(POST, "/borrower/{borrower_id}/repayment-methods")]
    pub async fn add(&self, borrower_id: Uuid, body: &NewRepaymentMethod) -> Result<RepaymentMethod> {
        const ADD: &Operation = operation(RepaymentMethods::OPERATIONS, "add");
        let mut problems = body.validate();
        if self.transport.is_production() {
            problems.extend(validation::refuse_test_account(
                "/from_account",
                body.from_account.as_ref().map(|account| account.account_number.as_str()),
                body.from_account.as_ref().and_then(|account| account.bank_identifier.as_deref()),
            ));
        }
        if problems.iter().any(Problem::is_error) {
            return Err(DefactoError::invalid(problems));
        }
        Call::new(ADD).path("borrower_id", &borrower_id).json(&body.normalized()).send(&self.transport).await
    }
}

impl NewRepaymentMethod {
    /// The request as it is sent: without blanks in the IBAN.
    #[must_use]
    pub fn normalized(&self) -> Self {
        let mut clean = self.clone();
        if let Some(account) = &mut clean.from_account {
            account.account_number = validation::normalize_iban(&account.account_number).into_owned();
        }
        clean
    }

    /// Everything that is wrong with the request. Does not block, sends nothing.
    pub fn validate(&self) -> Vec<Problem> {
        let Some(account) = &self.from_account else {
            let detail = "is required for direct debit";
            let missing = Problem::new("/from_account", "required", Severity::Error, detail);
            return Vec::from_iter((self.payment_method == PaymentMethod::DirectDebit).then_some(missing));
        };
        let number = validation::check_iban(&validation::normalize_iban(&account.account_number));
        let bank = account.bank_identifier.iter().flat_map(|bank| validation::check_bic(bank));
        let mut problems = validation::at("/from_account/account_number", number);
        problems.extend(validation::at("/from_account/bank_identifier", bank));
        problems
    }
}
