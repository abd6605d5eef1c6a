//! `/sandbox`: invented companies, accounts and invoices.

use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    http::{Call, Reply, Step},
    life::inventions::{self, Country},
    rules::{Refusal, accounts::BIC, datetime, days_after, scenarios::Scenario},
    world::World,
};

/// `GET /sandbox/business-generator`
pub(crate) fn business(call: &Call, world: &World) -> Result<Step, Refusal> {
    let country = country(call)?;
    if !matches!(call.query("is_borrower"), None | Some("true" | "false")) {
        return Err(Refusal::invalid("is_borrower", "is not true or false"));
    }
    Step::ok(inventions::invent(world.seed, country, world.next_invention()))
}

/// `GET /sandbox/iban-generator`: 201 although it is a GET, as documented.
pub(crate) fn account(call: &Call, world: &World) -> Result<Step, Refusal> {
    let country = country(call)?;
    let wanted = call.query("scenario").unwrap_or("SUCCESS");
    let digit = Scenario::digit(wanted);
    let digit = digit.ok_or_else(|| Refusal::invalid("scenario", "is not one of the accepted values"))?;
    let iban = inventions::invent_iban(world.seed, country, digit, world.next_invention());
    Ok(Step::Answer(Reply::json(StatusCode::CREATED, json!({"iban": iban}))))
}

fn country(call: &Call) -> Result<&'static Country, Refusal> {
    inventions::country_of(call.query("country").unwrap_or("FRA"))
}

/// The smallest page that readers of PDF accept.
const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n\
    trailer<</Root 1 0 R>>\n%%EOF\n";

/// Invents an invoice whose account carries the scenario.
pub(crate) fn invoice(call: &Call, world: &World) -> Result<Step, Refusal> {
    let country = inventions::country_of(call.text("country").unwrap_or("FRA"))?;
    let digit = Scenario::digit(call.text("scenario").unwrap_or("SUCCESS"));
    let digit = digit.ok_or_else(|| Refusal::invalid("scenario", "is not one of the accepted values"))?;
    let number = world.next_invention();
    let invented = || partner(&inventions::invent(world.seed, country, world.next_invention()));
    let given = |role: &str| call.body.get(role).filter(|company| !company.is_null()).cloned();
    let (buyer, seller) = (given("buyer").unwrap_or_else(invented), given("seller").unwrap_or_else(invented));
    let net = world.seed.rng("invoice", &number.to_string()).i64(1_000..10_000) * 100;
    let iban = inventions::invent_iban(world.seed, country, digit, number);
    let payload = json!({
        "buyer": buyer,
        "seller": seller,
        "currency": "EUR",
        "document": STANDARD.encode(PDF),
        "due_at": datetime(days_after(world.now(), 30)),
        "invoice_number": format!("INV-{number:06}"),
        "is_draft": false,
        "issued_at": datetime(world.now()),
        "metadata": null,
        "net_amount": net,
        "tax_amount": net / 5,
        "to_account": {
            "account_holder": null,
            "account_number": iban,
            "account_number_type": "iban",
            "bank_identifier": BIC,
            "bank_identifier_type": "bic",
        },
        "to_pay_amount": net + net / 5,
        "total_amount": net + net / 5,
    });
    let body = json!({
        "invoice_creation_payload": payload,
        "pdf_download_url": format!("https://files.example.com/generated/{number}.pdf?signature=temporary"),
    });
    Ok(Step::Answer(Reply::json(StatusCode::CREATED, body)))
}

/// An invented company as an invoice names it.
fn partner(business: &Value) -> Value {
    let fields = ["identifier", "identifier_type", "name", "vat_number", "address"];
    fields.into_iter().map(|field| (field.to_owned(), business[field].clone())).collect()
}
