//! Invoices: what is kept of one, what the API shows of it, and how it is verified.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use crate::{
    life::{accounts, counterparties},
    rules::{Refusal, accounts::details, datetime, parse_datetime},
    wire::{InvoiceStatus, LoanStatus},
    world::{World, emission::Emission, invoice::Invoice, loan::Loan},
};

const REQUIRED: &str = "invoice_number net_amount";
/// The fields of a request that an invoice is made of.
const FIELDS: &str = "buyer currency due_at invoice_number issued_at metadata net_amount seller \
    tax_amount to_account to_pay_amount total_amount";

/// Takes the fields of a body into those of an invoice: null clears, what is absent stays.
pub(crate) fn merge(fields: &mut Map<String, Value>, body: &Value) {
    for field in FIELDS.split(' ') {
        match body.get(field) {
            Some(Value::Null) => drop(fields.remove(field)),
            Some(value) => drop(fields.insert(field.to_owned(), value.clone())),
            None => {}
        }
    }
}

/// Refuses an invoice that lacks what a verification needs.
pub(crate) fn check_complete(invoice: &Invoice) -> Result<(), Refusal> {
    let missing = invoice.missing();
    if missing.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::malformed("Data is missing: complete the invoice, then submit it.")
        .with_data(json!({"missing_fields": missing}));
    Err(missing.into_iter().fold(refusal, |refusal, field| refusal.with_param(field, "is required")))
}

/// An invoice as `GET /invoice/{invoice_id}` shows it.
pub(crate) fn shown(world: &World, invoice: &Invoice) -> Value {
    let field = |name: &str| invoice.fields.get(name).cloned().unwrap_or(Value::Null);
    let taxless = || {
        let total = invoice.amount("total_amount")?;
        Some(total.saturating_sub(invoice.amount("tax_amount").unwrap_or_default()))
    };
    let body = json!({
        "id": invoice.id,
        "buyer": counterparty(world, &field("buyer"), invoice.company("buyer")),
        "seller": counterparty(world, &field("seller"), invoice.company("seller")),
        "currency": invoice.text("currency").unwrap_or("EUR"),
        "document_url": format!("https://files.example.com/invoice/{}.pdf?signature=temporary", invoice.id),
        "due_at": field("due_at"),
        "issued_at": field("issued_at"),
        "invoice_number": invoice.text("invoice_number").unwrap_or_default(),
        "is_draft": invoice.is_draft,
        "loan_ids": invoice.loan_ids,
        "metadata": field("metadata"),
        "net_amount": invoice.amount("net_amount").or_else(taxless).unwrap_or_default(),
        "tax_amount": field("tax_amount"),
        "to_pay_amount": field("to_pay_amount"),
        "total_amount": field("total_amount"),
        "status": invoice.status,
        "status_reason": invoice.status_reason,
        "to_account_details": details(&field("to_account")),
    });
    world.shaped(&body, REQUIRED)
}

fn counterparty(world: &World, company: &Value, identifier: Option<&str>) -> Value {
    let Some(identifier) = identifier else { return Value::Null };
    json!({
        "id": counterparties::id_of(world, identifier),
        "business_id": world.seed.uuid("business", identifier),
        "identifier": identifier,
        "identifier_type": company["identifier_type"],
        "name": company["name"],
        "vat_number": company["vat_number"],
    })
}

/// Adds an invoice to those there are; returns its id. One that is no draft is submitted.
pub(crate) fn create(world: &mut World, fields: Map<String, Value>, is_draft: bool) -> String {
    let id = world.next_id("invoice", "");
    world.ledger.invoices.push(Invoice::draft(id.clone(), fields));
    if !is_draft {
        submit(world, &id);
    }
    id
}

/// Brings an invoice into a status and tells the webhooks, which know no event of drafts.
pub(crate) fn enter(world: &mut World, id: &str, status: InvoiceStatus, reason: Option<String>) {
    let Some(invoice) = world.ledger.invoice_mut(id) else { return };
    invoice.status = status;
    invoice.status_reason = reason;
    let invoice = invoice.clone();
    tell(world, &invoice);
}

/// Tells the webhooks of the status that an invoice has.
pub(crate) fn tell(world: &World, invoice: &Invoice) {
    let event_type = format!("Invoice.{}", invoice.status.as_str());
    world.emit(&Emission::new(&event_type, &invoice.id, &shown(world, invoice)));
}

/// Submits an invoice; it is verified in a few seconds.
pub(crate) fn submit(world: &mut World, id: &str) {
    if let Some(invoice) = world.ledger.invoice_mut(id) {
        invoice.is_draft = false;
    }
    enter(world, id, InvoiceStatus::Submitted, None);
    let after = world.settings.scaled(world.seed.duration("verification", id, 2000, 5000));
    let id = id.to_owned();
    world.plan_after(after, move |world| verify(world, &id));
}

/// Ends the verification of an invoice. The companies that a verified one names are counterparties from now
/// on. Doing it again does nothing.
pub(crate) fn verify(world: &mut World, id: &str) {
    let Some(invoice) = world.ledger.invoice(id).filter(|invoice| invoice.status == InvoiceStatus::Submitted)
    else {
        return;
    };
    let declined = ["buyer", "seller"]
        .into_iter()
        .any(|role| invoice.company(role).is_some_and(|company| world.declined.contains(company)));
    let time = |field| invoice.text(field).and_then(|text| parse_datetime(text, true));
    let backwards = time("due_at").is_some_and(|due| time("issued_at").is_some_and(|issued| due < issued));
    if declined {
        let reason = world.settings.denial_code.clone();
        enter(world, id, InvoiceStatus::Declined, Some(reason));
    } else if backwards {
        enter(
            world,
            id,
            InvoiceStatus::ToEdit,
            Some("INVOICE_DOES_NOT_MATCH_ELIGIBILITY_CRITERIA".to_owned()),
        );
    } else {
        let invoice = invoice.clone();
        enter(world, id, InvoiceStatus::Verified, None);
        counterparties::meet(world, &invoice);
    }
}

/// Whether an invoice of a loan names a company.
pub(crate) fn name_company(world: &World, loan: &Loan, company: &str) -> bool {
    loan.invoice_ids()
        .filter_map(|id| world.ledger.invoice(id))
        .any(|invoice| [invoice.company("buyer"), invoice.company("seller")].contains(&Some(company)))
}

/// The loans that an invoice finances and that are not over.
pub(crate) fn is_financed(world: &World, invoice: &Invoice) -> bool {
    let over = [LoanStatus::Declined, LoanStatus::Canceled, LoanStatus::Deleted];
    let mut loans = invoice.loan_ids.iter().filter_map(|id| world.ledger.loan(id));
    loans.any(|loan| !loan.is_one_of(&over))
}

/// A date of an invoice as answers write it.
pub(crate) fn normal_dates(body: &mut Value) {
    for field in ["due_at", "issued_at"] {
        if let Some(at) = body[field].as_str().and_then(|text| parse_datetime(text, true)) {
            body[field] = datetime(at).into();
        }
    }
}

const EDITABLE: [InvoiceStatus; 2] = [InvoiceStatus::ToSubmit, InvoiceStatus::ToEdit];

/// Returns an invoice with the changes of a body, if it can be changed.
pub(crate) fn changed(world: &World, invoice: &Invoice, body: &Value) -> Result<Invoice, Refusal> {
    if !EDITABLE.contains(&invoice.status) {
        return Err(Refusal::new("Only an invoice that is TO_SUBMIT or TO_EDIT can be changed."));
    }
    accounts::check(world, "to_account", &body["to_account"])?;
    let (mut invoice, mut body) = (invoice.clone(), body.clone());
    if body.is_object() {
        normal_dates(&mut body);
        merge(&mut invoice.fields, &body);
    }
    Ok(invoice)
}

/// Puts a changed invoice in the place of what it was.
pub(crate) fn replace(world: &mut World, invoice: &Invoice, account: &Value) {
    accounts::claim(world, account);
    if let Some(known) = world.ledger.invoice_mut(&invoice.id) {
        known.fields.clone_from(&invoice.fields);
    }
}

/// How every PDF begins.
const PDF: &[u8] = b"%PDF-";

/// Returns `true` if a file is a PDF.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(PDF)
}

/// The fields of a body, when its document and its account are right.
pub(crate) fn read(world: &World, body: &Value, path: &str) -> Result<Map<String, Value>, Refusal> {
    let document = body["document"].as_str().and_then(|text| STANDARD.decode(text).ok());
    if !document.is_some_and(|bytes| is_pdf(&bytes)) {
        return Err(Refusal::invalid(format!("{path}document"), "is not a PDF in base64"));
    }
    accounts::check(world, &format!("{path}to_account"), &body["to_account"])?;
    let mut body = body.clone();
    normal_dates(&mut body);
    let mut fields = Map::new();
    merge(&mut fields, &body);
    Ok(fields)
}

/// The fields of an uploaded invoice: nothing is read from the PDF; what is extracted is invented.
pub(crate) fn extracted(
    world: &World,
    buyer: &Value,
    seller: &Value,
    metadata: &Value,
) -> Map<String, Value> {
    let number = world.ledger.invoices.len() + 1;
    let net = world.seed.rng("extraction", &number.to_string()).i64(1_000..10_000) * 100;
    let (issued, due) = (world.now(), crate::rules::days_after(world.now(), 30));
    let mut body = json!({
        "buyer": buyer,
        "seller": seller,
        "currency": "EUR",
        "invoice_number": format!("UPLOAD-{number:04}"),
        "issued_at": crate::rules::datetime(issued),
        "due_at": crate::rules::datetime(due),
        "net_amount": net,
        "tax_amount": net / 5,
        "total_amount": net + net / 5,
        "to_pay_amount": net + net / 5,
        "metadata": metadata,
    });
    let mut fields = Map::new();
    merge(&mut fields, &body.take());
    fields
}
