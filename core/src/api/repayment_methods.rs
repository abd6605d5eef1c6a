//! Repayment methods of borrowers.

use defacto_sdk_macros::{model, open_enum, operations};

use super::credit_lines::PaymentMethod;
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::model::{DebitAccount, PaymentAccount, Uuid};
use crate::page::{Pages, page_type};
use crate::transport::Call;
use crate::validation;
use crate::wire::{Operation, operation};

/// Status of a repayment method.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RepaymentMethodStatus {
    /// No longer used.
    Deactivated,
    /// Added, not checked yet.
    New,
    /// The check is in progress.
    PendingValidation,
    /// Ready for use.
    Ready,
}

/// A repayment method of a borrower.
#[model]
pub struct RepaymentMethod {
    /// Payment method.
    pub payment_method: PaymentMethod,
    /// Status of the repayment method.
    pub status: RepaymentMethodStatus,
    /// Whether it is the default for new loans.
    pub is_main: bool,
    /// Account that is debited, for direct debit.
    pub account_to_debit: Option<PaymentAccount>,
    /// Account to which the borrower pays, for transfers.
    pub account_to_credit: Option<PaymentAccount>,
}

/// Request to add or choose a repayment method.
#[model(request)]
pub struct NewRepaymentMethod {
    /// Payment method: `DIRECT_DEBIT` or `SCT` (transfer).
    pub payment_method: PaymentMethod,
    /// Whether it becomes the default for new loans.
    pub is_default_repayment_method: bool,
    /// Whether it also applies to all active loans.
    pub apply_to_all_active_loans: bool,
    /// Account to debit. Required for direct debit.
    pub from_account: Option<DebitAccount>,
    /// Name of your choice.
    pub name: Option<String>,
}

page_type!(RepaymentMethodPage, RepaymentMethod);

/// Repayment methods of borrowers.
#[operations]
impl RepaymentMethods {
    /// Lists the repayment methods of a borrower. Blocks whenever a page is read; safe to repeat.
    ///
    /// Operation: `GET /borrower/{borrower_id}/repayment-methods`.
    ///
    /// # Errors
    /// `NotFound` if no borrower has this id.
    #[operation(GET, "/borrower/{borrower_id}/repayment-methods")]
    pub fn list(&self, borrower_id: Uuid) -> Result<Pages<RepaymentMethod>>;

    /// Adds or chooses a repayment method. Blocks.
    ///
    /// The API contract does not define whether a second call adds a second method. First check with `list`.
    ///
    /// Operation: `POST /borrower/{borrower_id}/repayment-methods`.
    ///
    /// # Errors
    /// `Validation` if the account is missing or invalid; `NotFound` if no borrower has this id.
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
    /// Returns a copy of the request as it is sent: without spaces in the IBAN.
    #[must_use]
    pub fn normalized(&self) -> Self {
        let mut clean = self.clone();
        if let Some(account) = &mut clean.from_account {
            account.account_number = validation::normalize_iban(&account.account_number).into_owned();
        }
        clean
    }

    /// Returns all problems of the request. Does not block or send.
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
