//! All that the simulator remembers of invoices, loans and payments.

use crate::world::{
    bill::Bill, case::Case, installment::Installment, invoice::Invoice, loan::Loan, payment::Payment,
    plan::Plan,
};
use serde_json::Value;

/// Invoices, loans, payments and what belongs to them, each in the order of creation.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) invoices: Vec<Invoice>,
    pub(crate) loans: Vec<Loan>,
    pub(crate) payments: Vec<Payment>,
    pub(crate) installments: Vec<Installment>,
    pub(crate) plans: Vec<Plan>,
    pub(crate) bills: Vec<Bill>,
    pub(crate) cases: Vec<Case>,
    /// Accounting events as the API shows them.
    pub(crate) accounting: Vec<Value>,
}

/// Finds by id, to read and to change.
macro_rules! find {
    ($($read:ident, $change:ident in $list:ident: $kind:ty;)+) => {
        impl Ledger {
            $(
                pub(crate) fn $read(&self, id: &str) -> Option<&$kind> {
                    self.$list.iter().find(|item| item.id == id)
                }

                pub(crate) fn $change(&mut self, id: &str) -> Option<&mut $kind> {
                    self.$list.iter_mut().find(|item| item.id == id)
                }
            )+
        }
    };
}

find! {
    invoice, invoice_mut in invoices: Invoice;
    loan, loan_mut in loans: Loan;
    payment, payment_mut in payments: Payment;
    plan, plan_mut in plans: Plan;
    bill, bill_mut in bills: Bill;
    case, case_mut in cases: Case;
}

impl Ledger {
    pub(crate) fn installment_mut(&mut self, id: &str) -> Option<&mut Installment> {
        self.installments.iter_mut().find(|installment| installment.id == id)
    }

    pub(crate) fn loans_of<'a>(&'a self, borrower_id: &'a str) -> impl Iterator<Item = &'a Loan> {
        self.loans.iter().filter(move |loan| loan.borrower_id == borrower_id)
    }

    /// Returns `true` if an installment plan repays a loan.
    pub(crate) fn has_plan(&self, loan_id: &str) -> bool {
        self.installments.iter().any(|i| i.is_open() && i.plan_id.is_some() && i.repays(loan_id))
    }
}
