//! The examples of the reference, compiled: a module a page.

macro_rules! pages {
    ($($area:ident)+) => {$(
        #[doc = include_str!(concat!("../../docs/reference/", stringify!($area), ".md"))]
        mod $area {}
    )+};
}

pages! {
    accounting
    billing
    borrowers
    business_data
    businesses
    cards
    counterparties
    credit_lines
    eligibility
    financial_products
    installments
    invoices
    loans
    onboardings
    payments
    recollection
    repayment_methods
    subscriptions
    testing
    translations
    webhooks
}
