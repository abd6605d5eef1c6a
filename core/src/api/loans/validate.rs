//! Validation of a loan request before it is sent. It finds all problems at once.

use super::new_loan::{LoanInvoice, NewLoan};
use crate::api::financial_products::InstallmentPlanType;
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::intent::check_salt;
use crate::model::{AccountNumberType, PaymentAccount};
use crate::pdf;
use crate::validation::{self as check, at, unknown_fields};

/// Highest amount of a loan, in cents.
const HIGHEST_AMOUNT: i64 = 20_000_000;

impl NewLoan {
    /// Returns all problems of the request. Does not block or send.
    ///
    /// The API contract rules out a request with an *error*, and the client refuses it. A *warning* marks a
    /// value that looks wrong, but the API decides.
    pub fn validate(&self) -> Vec<Problem> {
        let mut problems = unknown_fields("", &self.extra);
        problems.extend(check_salt(self.salt_id.as_deref()));
        problems.extend(check_amount(self.amount));
        problems.extend(check_account("/loan_to", &self.loan_to));
        problems.extend(self.check_dates());
        problems.extend(self.check_invoices());
        problems.extend(self.check_installments());
        problems.extend(check::control_characters(&self.normalized()));
        problems
    }

    /// Returns a copy of the request as it is sent: without spaces in the IBAN.
    #[must_use]
    pub fn normalized(&self) -> Self {
        let mut clean = self.clone();
        if is_iban(&self.loan_to) {
            clean.loan_to.account_number = check::normalize_iban(&self.loan_to.account_number).into_owned();
        }
        clean
    }

    /// Returns the normalised request, or a `Validation` error with all problems.
    pub(crate) fn ready_to_send(&self, production: bool) -> Result<Self> {
        let mut problems = self.validate();
        if production {
            let bank = self.loan_to.bank_identifier.as_deref();
            let number = Some(self.loan_to.account_number.as_str());
            problems.extend(check::refuse_test_account("/loan_to", number, bank));
        }
        if problems.iter().any(Problem::is_error) {
            return Err(DefactoError::invalid(problems));
        }
        Ok(self.normalized())
    }

    fn check_dates(&self) -> Option<Problem> {
        let detail = "must not be before to_pay_at";
        (self.to_repay_at < self.to_pay_at).then(|| error("/to_repay_at", "repayment_before_payout", detail))
    }

    fn check_invoices(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.invoice_ids.len() + self.invoices.len() > 1 {
            let place = if self.invoices.is_empty() { "/invoice_ids" } else { "/invoices" };
            problems.push(error(place, "several_invoices", "a loan finances one invoice at most"));
        }
        for (index, LoanInvoice { document, .. }) in self.invoices.iter().enumerate() {
            problems.extend(at(format_args!("/invoices/{index}/document"), pdf::check_base64(document)));
        }
        problems
    }

    fn check_installments(&self) -> Vec<Problem> {
        let Some(last) = self.installments.iter().map(|one| one.date).max() else { return Vec::new() };
        let mut problems = Vec::new();
        if self.installment_plan_type == Some(InstallmentPlanType::InFine) {
            let detail = "go with the plan type INSTALLMENTS only";
            problems.push(error("/installments", "installments_without_plan", detail));
        }
        let sum = self.installments.iter().fold(0_i64, |sum, one| sum.saturating_add(one.amount));
        if sum != self.amount {
            problems.push(error("/installments", "installments_sum", "must sum to the amount of the loan"));
        }
        if last != self.to_repay_at {
            problems.push(error("/installments", "installments_end", "must end on to_repay_at"));
        }
        problems
    }
}

fn check_amount(amount: i64) -> Option<Problem> {
    if amount <= 0 {
        return Some(error("/amount", "amount_not_positive", "must be more than 0 cents"));
    }
    let detail = "must be at most 20,000,000 cents: 200,000 euros";
    (amount > HIGHEST_AMOUNT).then(|| error("/amount", "amount_too_high", detail))
}

fn check_account(pointer: &str, account: &PaymentAccount) -> Vec<Problem> {
    if !is_iban(account) {
        return Vec::new();
    }
    at(format_args!("{pointer}/account_number"), check::check_iban(&account.account_number))
}

fn is_iban(account: &PaymentAccount) -> bool {
    matches!(account.account_number_type, None | Some(AccountNumberType::Iban))
}

fn error(pointer: &str, code: &'static str, detail: &str) -> Problem {
    Problem::new(pointer, code, Severity::Error, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::loans::new_loan::LoanInstallment;
    use crate::model::Timestamp;

    fn moment(text: &str) -> Timestamp {
        text.parse().expect("it is a moment")
    }

    fn loan(amount: i64) -> NewLoan {
        let account = PaymentAccount::new("FR14 2004 1010 0505 0001 3M02 606");
        NewLoan::new(amount, account, moment("2026-12-01T00:00:00Z"), moment("2027-01-30T00:00:00Z"))
    }

    fn codes(loan: &NewLoan) -> Vec<(String, String)> {
        loan.validate().into_iter().map(|problem| (problem.pointer, problem.code)).collect()
    }

    fn found(pointer: &str, code: &str) -> Vec<(String, String)> {
        vec![(pointer.to_owned(), code.to_owned())]
    }

    #[test]
    fn amounts_are_cents_up_to_two_hundred_thousand_euros() {
        assert_eq!(codes(&loan(20_000_000)), []);
        assert_eq!(codes(&loan(20_000_001)), found("/amount", "amount_too_high"));
        assert_eq!(codes(&loan(0)), found("/amount", "amount_not_positive"));
    }

    #[test]
    fn an_account_is_checked_and_sent_without_blanks() {
        let sent = loan(100).ready_to_send(false).expect("it is valid");
        assert_eq!(sent.loan_to.account_number, "FR1420041010050500013M02606");
        let mut wrong = loan(100);
        wrong.loan_to = PaymentAccount::new("FR1520041010050500013M02606");
        assert_eq!(codes(&wrong), found("/loan_to/account_number", "iban_checksum"));
        wrong.loan_to = PaymentAccount::new("1234").account_number_type("account_number");
        assert_eq!(codes(&wrong), []);
    }

    #[test]
    fn an_account_of_the_test_system_is_refused_in_production() {
        let mut loan = loan(100);
        loan.loan_to = PaymentAccount::new("FR8811111015593603018280926");
        assert!(loan.ready_to_send(false).is_ok());
        let error = loan.ready_to_send(true).expect_err("it does not exist there");
        assert_eq!(error.problems()[0].code, "sandbox_account");
    }

    #[test]
    fn a_control_character_is_found_before_anything_is_sent() {
        let with = loan(100).loan_to_references(vec!["order\u{0}17".to_owned()]);
        assert_eq!(codes(&with), found("/loan_to_references/0", "control_character"));
    }

    #[test]
    fn one_invoice_at_most() {
        let ids = vec![uuid::Uuid::nil(), uuid::Uuid::nil()];
        assert_eq!(codes(&loan(100).invoice_ids(ids)), found("/invoice_ids", "several_invoices"));
    }

    #[test]
    fn installments_make_up_the_loan() {
        let part = |amount, date: &str| LoanInstallment::new(amount, moment(date));
        let halves = vec![part(50, "2026-12-31T00:00:00Z"), part(50, "2027-01-30T00:00:00Z")];
        assert_eq!(codes(&loan(100).installments(halves.clone())), []);
        assert_eq!(codes(&loan(99).installments(halves.clone())), found("/installments", "installments_sum"));
        let early = vec![part(100, "2027-01-01T00:00:00Z")];
        assert_eq!(codes(&loan(100).installments(early)), found("/installments", "installments_end"));
        let in_fine = loan(100).installments(halves).installment_plan_type("IN_FINE");
        assert_eq!(codes(&in_fine), found("/installments", "installments_without_plan"));
    }

    #[test]
    fn repayment_follows_payout() {
        let mut loan = loan(100);
        loan.to_repay_at = moment("2026-11-30T00:00:00Z");
        assert_eq!(codes(&loan), found("/to_repay_at", "repayment_before_payout"));
    }
}
