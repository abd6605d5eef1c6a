//! The invoice of a loan: found or created, submitted, verified.

use super::LoanOutcome;
use super::journey::{Journey, Step};
use crate::api::invoices::{
    AsyncInvoices, Invoice, InvoiceChanges, InvoiceFilter, InvoiceStatus, NewInvoice,
};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::model::Uuid;
use crate::wait::is_transient;

/// Returns the id of the invoice once it is verified, or the outcome that ends the journey.
pub(super) async fn verified(journey: &Journey<'_>, new_invoice: &NewInvoice) -> Result<Step<Uuid>> {
    let mut invoice = match find(journey, new_invoice).await? {
        Some(invoice) => invoice,
        None => create(journey, new_invoice).await?,
    };
    let mut polls = journey.polls();
    loop {
        let id = id_of(&invoice)?;
        match &invoice.status {
            Some(InvoiceStatus::Verified | InvoiceStatus::Paid) => return Ok(Step::On(id)),
            Some(InvoiceStatus::ToEdit | InvoiceStatus::Declined | InvoiceStatus::Deleted) => {
                return Ok(Step::End(LoanOutcome::InvoiceRefused { invoice }));
            }
            Some(InvoiceStatus::ToSubmit) => {
                if let Some(submitted) = submit(journey, id).await? {
                    invoice = submitted;
                    continue;
                }
            }
            _ => {}
        }
        if !journey.options.waits() || !journey.again(&mut polls).await? {
            let salt_id = journey.salt_id.clone();
            return Ok(Step::End(LoanOutcome::Pending { loan: None, invoice: Some(invoice), salt_id }));
        }
        invoice = polls.take(area(journey).get(id).await)?.unwrap_or(invoice);
    }
}

fn area(journey: &Journey<'_>) -> AsyncInvoices {
    AsyncInvoices { transport: journey.transport.until(journey.deadline) }
}

/// Finds the same invoice of an earlier attempt by number and seller; `None` if one of them is missing.
async fn find(journey: &Journey<'_>, wanted: &NewInvoice) -> Result<Option<Invoice>> {
    let seller = wanted.seller.as_ref().and_then(|seller| seller.identifier.clone());
    let (Some(number), Some(seller)) = (&wanted.invoice_number, seller) else { return Ok(None) };
    let mut invoices = area(journey).list(&InvoiceFilter::new().seller(vec![seller]))?;
    while let Some(invoice) = invoices.next_item().await? {
        let gone = matches!(invoice.status, Some(InvoiceStatus::Deleted | InvoiceStatus::Declined));
        if invoice.invoice_number == *number && !gone {
            return Ok(Some(invoice));
        }
    }
    Ok(None)
}

/// Creates the invoice. It has no idempotency key: after an unknown outcome it is looked up, not sent again.
async fn create(journey: &Journey<'_>, new_invoice: &NewInvoice) -> Result<Invoice> {
    // The vendor's documents contradict each other about the default, so the value is always sent.
    let draft = new_invoice.is_draft.unwrap_or(false);
    let request = NewInvoice { is_draft: Some(draft), ..new_invoice.clone() };
    let error = match area(journey).create(&request).await {
        Ok(invoice) => return Ok(invoice),
        Err(error) => error,
    };
    if !error.outcome_unknown() || error.kind() == ErrorKind::Interrupted {
        return Err(error);
    }
    let mut polls = journey.polls();
    polls.fail(error.clone());
    while journey.options.waits() && journey.again(&mut polls).await? {
        if let Some(invoice) = polls.take(find(journey, new_invoice).await)?.flatten() {
            return Ok(invoice);
        }
    }
    Err(error)
}

/// Submits a draft. Returns `None` if the outcome is unknown: the next poll shows the invoice's status.
async fn submit(journey: &Journey<'_>, id: Uuid) -> Result<Option<Invoice>> {
    match area(journey).submit(id, &InvoiceChanges::new()).await {
        Ok(invoice) => Ok(Some(invoice)),
        Err(error) if is_transient(&error) && journey.options.waits() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the id, which is optional text in the contract.
fn id_of(invoice: &Invoice) -> Result<Uuid> {
    let id = invoice.id.as_deref().and_then(|id| id.parse::<Uuid>().ok());
    id.ok_or_else(|| {
        let detail = "the API's invoice has no id by which a loan could name it";
        DefactoError::of(ErrorKind::Decode, detail, "Send the invoice with the loan: NewLoan.invoices.")
    })
}
