//! The table of operations. It drives the router, the index and the names in the log: to add an operation,
//! write its handler and add a line.

use axum::http::Method;

use crate::{
    api::{
        bills, borrowers, business_data, businesses, cards, counterparties, credit_lines, eligibility,
        events, generators, hello, installment_plans, installments, invoices, loans, onboardings, payments,
        recollection, referrers, repay_now, subscriptions, translations, webhooks,
    },
    http::{
        Handler,
        schema::{self, Schema},
    },
};

/// An operation of the API.
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) template: &'static str,
    pub(crate) summary: &'static str,
    /// The status when all is well.
    pub(crate) status: u16,
    pub(crate) schema: Option<&'static Schema>,
    pub(crate) handler: Handler,
}

impl Operation {
    /// The name in the log and in faults.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.template)
    }
}

macro_rules! operations {
    ($($method:ident $path:literal $status:literal $summary:literal $handler:path $(, $schema:path)?;)+) => {
        pub(crate) static OPERATIONS: &[Operation] = &[$(Operation {
            method: Method::$method,
            template: $path,
            summary: $summary,
            status: $status,
            schema: operations!(@schema $($schema)?),
            handler: $handler,
        }),+];
    };
    (@schema) => { None };
    (@schema $schema:path) => { Some(&$schema) };
}

operations! {
    GET "/hello" 200 "Check the API key" hello::hello;
    GET "/borrowers" 200 "List borrowers" borrowers::list;
    POST "/borrowers" 201 "Enrol a borrower" borrowers::enroll, schema::BORROWER;
    GET "/borrower/{borrower_id}" 200 "Read a borrower" borrowers::get;
    POST "/borrower/{borrower_id}/sign" 200 "Record a signature" borrowers::sign, schema::SIGN;
    POST "/borrower/{borrower_id}/deactivate" 204 "Deactivate a borrower" borrowers::deactivate;
    POST "/borrower/{borrower_id}/owner" 201 "Add the owner" borrowers::add_owner, schema::OWNER;
    GET "/borrower/{borrower_id}/repayment-methods" 200 "List repayment methods" borrowers::repayment_methods;
    POST "/borrower/{borrower_id}/repayment-methods" 200 "Add or choose a repayment method"
        borrowers::add_repayment_method, schema::REPAYMENT_METHOD;
    GET "/borrower/{borrower_id}/financial-products" 200 "List financial products"
        borrowers::financial_products;
    GET "/credit_lines" 200 "List credit lines" credit_lines::list;
    POST "/eligibility/borrower" 200 "Is a company eligible?" eligibility::borrower, schema::ELIGIBILITY;
    GET "/sandbox/business-generator" 200 "Invent a company" generators::business;
    GET "/sandbox/iban-generator" 201 "Invent an account" generators::account;
    POST "/sandbox/business-eligible" 204 "Make a company eligible or not"
        eligibility::set_business_eligible, schema::BUSINESS_ELIGIBLE;
    POST "/sandbox/invoice-generator" 201 "Invent an invoice"
        generators::invoice, schema::GENERATE_INVOICE;
    GET "/invoices" 200 "List invoices" invoices::list;
    POST "/invoices" 201 "Create an invoice" invoices::create, schema::INVOICE;
    POST "/invoices/upload" 201 "Create an invoice from a PDF" invoices::upload, schema::UPLOAD;
    GET "/invoice/{invoice_id}" 200 "Read an invoice" invoices::get;
    PATCH "/invoice/{invoice_id}" 200 "Change an invoice" invoices::patch, schema::PATCH_INVOICE;
    DELETE "/invoice/{invoice_id}" 200 "Delete an invoice" invoices::delete;
    POST "/invoice/{invoice_id}/submit" 200 "Submit an invoice"
        invoices::submit, schema::PATCH_INVOICE;
    GET "/loans" 200 "List loans" loans::list;
    POST "/loans" 201 "Request a loan" loans::request, schema::LOAN;
    PUT "/loan/repayment-terms" 200 "Change how loans are repaid"
        loans::set_repayment_terms, schema::REPAYMENT_TERMS;
    POST "/loan/documents/{document_type}" 200 "Link to an archive of documents"
        loans::documents, schema::LOAN_DOCUMENTS;
    GET "/loan/{loan_id}" 200 "Read a loan" loans::get;
    PATCH "/loan/{loan_id}" 200 "Change a loan" loans::patch, schema::PATCH_LOAN;
    POST "/loan/{loan_id}/cancel" 200 "Cancel a loan" loans::cancel;
    GET "/loan/{loan_id}/events" 200 "List the transitions of a loan" loans::events;
    POST "/loan/{loan_id}/validate" 200 "Accept the offer of a loan" loans::validate;
    GET "/payments" 200 "List payments" payments::list;
    GET "/installments" 200 "List instalments" installments::list;
    POST "/installment-plans" 201 "Plan repayments anew" installment_plans::request, schema::INSTALLMENT_PLAN;
    GET "/installment-plan/{installment_plan_id}" 200 "Read an installment plan" installment_plans::get;
    GET "/recollection-cases" 200 "List recollection cases" recollection::list;
    POST "/recollection-cases" 201 "Open a recollection case" recollection::open, schema::RECOLLECTION_CASE;
    GET "/recollection-case/{recollection_case_id}" 200 "Read a recollection case" recollection::get;
    PUT "/recollection-case/{recollection_case_id}" 200 "Note something about a case"
        recollection::set_notes, schema::RECOLLECTION_NOTES;
    POST "/recollection-case/{recollection_case_id}/installment-plans" 201 "Create a plan inside a case"
        recollection::create_plan, schema::RECOLLECTION_PLAN;
    POST "/recollection-case/{recollection_case_id}/installment-plans/compute"
        200 "Compute a plan inside a case"
        recollection::compute_plan, schema::COMPUTE_PLAN;
    GET "/events" 200 "List accounting events" events::list;
    GET "/bills" 200 "List bills" bills::list;
    POST "/bill/{bill_id}/sent" 204 "Tell that a bill was sent" bills::sent, schema::BILL_SENT;
    POST "/repay/now" 200 "Link to a page to pay now" repay_now::link, schema::REPAY_NOW;
    GET "/webhooks" 200 "List webhook subscriptions" webhooks::list;
    POST "/webhooks" 201 "Subscribe to webhooks" webhooks::create, schema::WEBHOOK;
    PATCH "/webhook/{webhook_id}" 200 "Replace a subscription" webhooks::replace, schema::WEBHOOK;
    DELETE "/webhook/{webhook_id}" 204 "Delete a subscription" webhooks::delete;
    GET "/counterparties" 200 "List counterparties" counterparties::list;
    POST "/counterparties" 201 "Create or find a counterparty" counterparties::create, schema::COUNTERPARTY;
    GET "/counterparty/{counterparty_id}" 200 "Read a counterparty" counterparties::get;
    GET "/cards" 200 "List cards" cards::list;
    GET "/cards/{card_id}" 200 "Read a card" cards::get;
    GET "/cards/{card_id}/entries" 200 "List what was paid with a card" cards::entries;
    GET "/cards/{card_id}/entries/export" 200 "The same as a file" cards::export;
    POST "/cards/{card_id}/ephemeral-key" 200 "A key that shows the number of a card"
        cards::ephemeral_key, schema::EPHEMERAL_KEY;
    PATCH "/cards/{card_id}/status" 200 "Activate, deactivate or cancel a card"
        cards::set_status, schema::CARD_STATUS;
    GET "/credit_line" 200 "Read the partner's credit line" credit_lines::of_partner;
    GET "/credit_line/{credit_line_id}" 200 "Read a credit line" credit_lines::get;
    POST "/eligibility/beneficiary" 200 "May a company be paid?"
        eligibility::beneficiary, schema::ELIGIBILITY;
    GET "/eligibility/reasons" 200 "List the reasons for a denial" translations::denial_reasons;
    GET "/translation/denial-code/{code}" 200 "Translate a denial code" translations::denial_code;
    GET "/business/data-request/data-type/{data_type}" 200 "Translate a type of data" translations::data_type;
    GET "/business/public-data" 200 "Search the public register" businesses::search;
    GET "/business/{business_id}/segment" 200 "Read the segment of a company" businesses::read_segment;
    POST "/onboardings" 200 "Start a hosted onboarding" onboardings::create, schema::ONBOARDING;
    GET "/onboarding/{onboarding_id}" 200 "Read an onboarding" onboardings::get;
    POST "/business/data/batch-upload" 201 "Open a batch of uploads"
        business_data::open_batch, schema::BATCH_UPLOAD;
    POST "/business/data/batch-upload/{batch_id}/close" 200 "Close a batch" business_data::close_batch;
    POST "/business/data/accounts" 204 "Share bank accounts"
        business_data::share_accounts, schema::SHARED_ACCOUNTS;
    POST "/business/data/account-transactions" 204 "Share bank transactions"
        business_data::share_transactions, schema::SHARED_TRANSACTIONS;
    POST "/business/data/invoices" 204 "Share invoices"
        business_data::share_invoices, schema::SHARED_INVOICES;
    GET "/referrer/{referrer_id}" 200 "Read a referrer" referrers::get;
    POST "/referrer/{referrer_id}/upload-invoice/{revenue_share_id}" 200 "Send the invoice of a revenue share"
        referrers::upload_invoice;
    POST "/subscription/{subscription_id}/activate" 200 "Activate a subscription" subscriptions::activate;
}

/// Operations for which the contract declares no key.
pub(crate) const KEYLESS: [&str; 2] = ["/eligibility/reasons", "/translation/denial-code/{code}"];

/// Paths that the documentation also uses for an operation.
pub(crate) const ALIASES: &[(&str, &str)] = &[("/credit-lines", "/credit_lines")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_compiles() {
        for operation in OPERATIONS {
            assert!(operation.schema.is_none_or(Schema::compiles), "{}", operation.name());
        }
    }
}
