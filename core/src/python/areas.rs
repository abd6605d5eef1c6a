//! The areas of the API as attributes of the Python client.

use pyo3::prelude::*;

use crate::Client;
use crate::api::{
    Accounting, Billing, Borrowers, BusinessData, Businesses, Cards, Counterparties, CreditLines,
    Eligibility, FinancialProducts, Installments, Invoices, Loans, Onboardings, Payments, Recollection,
    RepaymentMethods, Subscriptions, Testing, Translations, Webhooks,
};

#[pymethods]
impl Client {
    /// Accounting: what happened to the money of loans.
    #[getter(accounting)]
    fn py_accounting(&self) -> Accounting {
        self.accounting()
    }

    /// Billing: bills for fees, and referrers with their shares of revenue.
    #[getter(billing)]
    fn py_billing(&self) -> Billing {
        self.billing()
    }

    /// Enrolling borrowers and what belongs to a borrower.
    #[getter(borrowers)]
    fn py_borrowers(&self) -> Borrowers {
        self.borrowers()
    }

    /// Sharing what you know of a company: accounts, transactions, invoices.
    #[getter(business_data)]
    fn py_business_data(&self) -> BusinessData {
        self.business_data()
    }

    /// Companies: their segment, and what public registers say.
    #[getter(businesses)]
    fn py_businesses(&self) -> Businesses {
        self.businesses()
    }

    /// Credit cards.
    #[getter(cards)]
    fn py_cards(&self) -> Cards {
        self.cards()
    }

    /// Counterparties: the companies that a company trades with.
    #[getter(counterparties)]
    fn py_counterparties(&self) -> Counterparties {
        self.counterparties()
    }

    /// Credit lines: how much a borrower may still borrow.
    #[getter(credit_lines)]
    fn py_credit_lines(&self) -> CreditLines {
        self.credit_lines()
    }

    /// Whether a company can be lent to.
    #[getter(eligibility)]
    fn py_eligibility(&self) -> Eligibility {
        self.eligibility()
    }

    /// The financial products of a borrower.
    #[getter(financial_products)]
    fn py_financial_products(&self) -> FinancialProducts {
        self.financial_products()
    }

    /// Instalments: plans by which loans are repaid, and each payment of them.
    #[getter(installments)]
    fn py_installments(&self) -> Installments {
        self.installments()
    }

    /// Invoices that loans are to finance.
    #[getter(invoices)]
    fn py_invoices(&self) -> Invoices {
        self.invoices()
    }

    /// Loans: request, accept, change, follow, repay.
    #[getter(loans)]
    fn py_loans(&self) -> Loans {
        self.loans()
    }

    /// Hosted onboarding: the vendor's own pages guide the borrower.
    #[getter(onboardings)]
    fn py_onboardings(&self) -> Onboardings {
        self.onboardings()
    }

    /// Payments of all kinds, and payment links.
    #[getter(payments)]
    fn py_payments(&self) -> Payments {
        self.payments()
    }

    /// Recollection: recovering late money, case by case.
    #[getter(recollection)]
    fn py_recollection(&self) -> Recollection {
        self.recollection()
    }

    /// How a borrower repays.
    #[getter(repayment_methods)]
    fn py_repayment_methods(&self) -> RepaymentMethods {
        self.repayment_methods()
    }

    /// Subscriptions.
    #[getter(subscriptions)]
    fn py_subscriptions(&self) -> Subscriptions {
        self.subscriptions()
    }

    /// Connectivity, and helpers that exist in sandboxes only.
    #[getter(testing)]
    fn py_testing(&self) -> Testing {
        self.testing()
    }

    /// Translations of the vendor's codes.
    #[getter(translations)]
    fn py_translations(&self) -> Translations {
        self.translations()
    }

    /// Webhooks: the URLs to which the API sends events.
    #[getter(webhooks)]
    fn py_webhooks(&self) -> Webhooks {
        self.webhooks()
    }
}
