//! Written by tools/bindings. Change the core or that tool, not this file.

use defacto_sdk::{Client, DefactoError};
use serde_json::Value;

use crate::arguments::{Arguments, bytes, items, list, model};

/// Calls an operation by its name in the core; arguments and result are JSON.
///
/// # Errors
/// What the operation fails with.
#[allow(deprecated, clippy::too_many_lines, reason = "every operation is called, whatever stands beside it")]
pub fn call(client: &Client, operation: &str, arguments: &Arguments<'_>) -> Result<Value, DefactoError> {
    Ok(match operation {
        "accounting.list_events" => items(client.accounting().list_events(&arguments.model("filter"))?)?,
        "billing.list_bills" => items(client.billing().list_bills(&arguments.model("filter"))?)?,
        "billing.mark_bill_sent" => {
            client.billing().mark_bill_sent(arguments.text("bill_id"), &arguments.model("body"))?;
            Value::Null
        }
        "billing.get_referrer" => model(&client.billing().get_referrer(arguments.text("referrer_id"))?),
        "billing.upload_revenue_share_invoice" => model(&client.billing().upload_revenue_share_invoice(arguments.text("referrer_id"), arguments.text("revenue_share_id"))?),
        "borrowers.enroll" => model(&client.borrowers().enroll(&arguments.model("body"))?),
        "borrowers.list" => items(client.borrowers().list(&arguments.model("filter"))?)?,
        "borrowers.get" => model(&client.borrowers().get(arguments.text("borrower_id"))?),
        "borrowers.sign" => model(&client.borrowers().sign(arguments.text("borrower_id"), &arguments.model("body"))?),
        "borrowers.deactivate" => {
            client.borrowers().deactivate(arguments.text("borrower_id"))?;
            Value::Null
        }
        "borrowers.add_owner" => model(&client.borrowers().add_owner(arguments.text("borrower_id"), &arguments.model("body"))?),
        "business_data.open_batch" => model(&client.business_data().open_batch(&arguments.model("body"))?),
        "business_data.close_batch" => model(&client.business_data().close_batch(arguments.text("batch_id"))?),
        "business_data.share_accounts" => {
            client.business_data().share_accounts(&arguments.model("body"))?;
            Value::Null
        }
        "business_data.share_transactions" => {
            client.business_data().share_transactions(&arguments.model("body"))?;
            Value::Null
        }
        "business_data.share_invoices" => {
            client.business_data().share_invoices(&arguments.model("body"))?;
            Value::Null
        }
        "businesses.get_segment" => model(&client.businesses().get_segment(arguments.text("business_id"))?),
        "businesses.search_register" => list(&client.businesses().search_register(arguments.text("identifier"), &arguments.model("filter"))?),
        "cards.list" => list(&client.cards().list()?),
        "cards.get" => model(&client.cards().get(arguments.text("card_id"))?),
        "cards.list_entries" => list(&client.cards().list_entries(arguments.text("card_id"), &arguments.model("filter"))?),
        "cards.export_entries" => bytes(client.cards().export_entries(arguments.text("card_id"), &arguments.model("filter"))?),
        "cards.create_ephemeral_key" => model(&client.cards().create_ephemeral_key(arguments.text("card_id"), &arguments.model("form"))?),
        "cards.set_status" => model(&client.cards().set_status(arguments.text("card_id"), &arguments.model("body"))?),
        "counterparties.list" => items(client.counterparties().list(&arguments.model("filter"))?)?,
        "counterparties.create" => model(&client.counterparties().create(&arguments.model("body"))?),
        "counterparties.get" => model(&client.counterparties().get(arguments.text("counterparty_id"))?),
        "credit_lines.list" => items(client.credit_lines().list(&arguments.model("filter"))?)?,
        "credit_lines.get" => model(&client.credit_lines().get(arguments.text("credit_line_id"), arguments.optional_text("at"))?),
        "credit_lines.get_own" => model(&client.credit_lines().get_own()?),
        "eligibility.borrower" => model(&client.eligibility().borrower(&arguments.model("body"))?),
        "eligibility.beneficiary" => model(&client.eligibility().beneficiary(&arguments.model("body"))?),
        "eligibility.list_reasons" => list(&client.eligibility().list_reasons()?),
        "financial_products.list" => items(client.financial_products().list(arguments.text("borrower_id"))?)?,
        "installments.list" => items(client.installments().list(&arguments.model("filter"))?)?,
        "installments.create_plan" => model(&client.installments().create_plan(&arguments.model("body"))?),
        "installments.get_plan" => model(&client.installments().get_plan(arguments.text("installment_plan_id"))?),
        "invoices.list" => items(client.invoices().list(&arguments.model("filter"))?)?,
        "invoices.create" => model(&client.invoices().create(&arguments.model("body"))?),
        "invoices.upload" => model(&client.invoices().upload(&arguments.pdf("file"), arguments.optional_text("buyer"), arguments.optional_text("seller"), arguments.optional_text("metadata"))?),
        "invoices.get" => model(&client.invoices().get(arguments.text("invoice_id"))?),
        "invoices.update" => model(&client.invoices().update(arguments.text("invoice_id"), &arguments.model("body"))?),
        "invoices.submit" => model(&client.invoices().submit(arguments.text("invoice_id"), &arguments.model("body"))?),
        "invoices.delete" => model(&client.invoices().delete(arguments.text("invoice_id"))?),
        "loans.list" => items(client.loans().list(&arguments.model("filter"))?)?,
        "loans.request" => model(&client.loans().request(&arguments.model("body"))?),
        "loans.get" => model(&client.loans().get(arguments.text("loan_id"))?),
        "loans.update" => model(&client.loans().update(arguments.text("loan_id"), &arguments.model("body"))?),
        "loans.validate" => model(&client.loans().validate(arguments.text("loan_id"))?),
        "loans.cancel" => model(&client.loans().cancel(arguments.text("loan_id"))?),
        "loans.list_events" => items(client.loans().list_events(arguments.text("loan_id"))?)?,
        "loans.set_repayment_terms" => list(&client.loans().set_repayment_terms(&arguments.model("body"))?),
        "loans.archive_documents" => model(&client.loans().archive_documents(arguments.text("document_type"), &arguments.model("body"))?),
        "onboardings.create" => model(&client.onboardings().create(&arguments.model("body"))?),
        "onboardings.get" => model(&client.onboardings().get(arguments.text("onboarding_id"))?),
        "payments.list" => items(client.payments().list(&arguments.model("filter"))?)?,
        "payments.repay_now" => model(&client.payments().repay_now(&arguments.model("body"))?),
        "recollection.list_cases" => items(client.recollection().list_cases(arguments.text("identifier"), arguments.value("identifier_type"))?)?,
        "recollection.create_case" => model(&client.recollection().create_case(&arguments.model("body"))?),
        "recollection.get_case" => model(&client.recollection().get_case(arguments.text("recollection_case_id"))?),
        "recollection.set_notes" => model(&client.recollection().set_notes(arguments.text("recollection_case_id"), &arguments.model("body"))?),
        "recollection.create_plan" => model(&client.recollection().create_plan(arguments.text("recollection_case_id"), &arguments.model("body"))?),
        "recollection.compute_plan" => model(&client.recollection().compute_plan(arguments.text("recollection_case_id"), &arguments.model("body"))?),
        "repayment_methods.list" => items(client.repayment_methods().list(arguments.text("borrower_id"))?)?,
        "repayment_methods.add" => model(&client.repayment_methods().add(arguments.text("borrower_id"), &arguments.model("body"))?),
        "subscriptions.activate" => {
            client.subscriptions().activate(arguments.text("subscription_id"))?;
            Value::Null
        }
        "testing.hello" => Value::String(client.testing().hello()?),
        "testing.generate_business" => model(&client.testing().generate_business(arguments.optional_value("country"), arguments.optional_flag("is_borrower"))?),
        "testing.generate_iban" => model(&client.testing().generate_iban(arguments.optional_value("country"), arguments.optional_value("scenario"))?),
        "testing.set_eligibility" => {
            client.testing().set_eligibility(&arguments.model("body"))?;
            Value::Null
        }
        "testing.generate_invoice" => model(&client.testing().generate_invoice(&arguments.model("body"))?),
        "translations.get_data_type" => model(&client.translations().get_data_type(arguments.value("data_type"))?),
        "translations.get_denial_code" => model(&client.translations().get_denial_code(arguments.text("code"))?),
        "webhooks.list" => items(client.webhooks().list()?)?,
        "webhooks.create" => model(&client.webhooks().create(&arguments.model("body"))?),
        "webhooks.update" => model(&client.webhooks().update(arguments.text("webhook_id"), &arguments.model("body"))?),
        "webhooks.delete" => {
            client.webhooks().delete(arguments.text("webhook_id"))?;
            Value::Null
        }
        _ => panic!("no operation is called {operation}"),
    })
}
