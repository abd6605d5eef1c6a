//! What the form of an operation begins with: the example of the contract, with ids of what exists here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{
    console::{entities, format, parts::Action},
    life::inventions,
    rules::{days_after, scenarios::Scenario},
    server::{log::LogEntry, operations::OPERATIONS},
    snippets::{Kind, Operation, Place, surface},
    world::{World, referrer},
};

/// The arguments of a call by name.
pub(crate) type Arguments = Map<String, Value>;

/// Arguments under a name that people choose them by.
#[derive(Debug)]
pub(crate) struct Preset {
    pub(crate) name: String,
    pub(crate) arguments: Arguments,
}

/// The operation that a logged request is for, or `None` if it is for none.
pub(crate) fn operation_of(entry: &LogEntry) -> Option<&'static Operation> {
    let (method, template) = entry.operation.as_deref()?.split_once(' ')?;
    let mut operations = surface().areas.iter().flat_map(|area| &area.operations);
    operations.find(|known| known.method == method && is_same_path(&known.path, template))
}

/// What an operation does, in a few words.
pub(crate) fn title_of(operation: &Operation) -> String {
    let served = OPERATIONS.iter();
    let mut served = served.filter(|served| served.method == operation.method.as_str());
    let served = served.find(|served| is_same_path(served.template, &operation.path));
    served.map_or_else(|| operation.name.clone(), |served| served.summary.to_owned())
}

/// Returns `true` if two templates of paths are the same but for the names of their parameters.
fn is_same_path(one: &str, other: &str) -> bool {
    let parts = |path: &'_ str| {
        path.trim_end_matches('/')
            .split('/')
            .map(|part| if part.starts_with('{') { "{}" } else { part }.to_owned())
            .collect::<Vec<_>>()
    };
    parts(one) == parts(other)
}

/// The arguments of a logged request.
pub(crate) fn of_entry(operation: &Operation, entry: &LogEntry) -> Arguments {
    let mut arguments = Arguments::new();
    for (known, sent) in operation.path.split('/').zip(entry.path.split('/')) {
        if let Some(name) = known.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            let sent = form_urlencoded::parse(sent.as_bytes()).next().map(|(text, _)| text.into_owned());
            arguments.insert(name.to_owned(), sent.unwrap_or_default().into());
        }
    }
    let query = entry.query.as_deref().unwrap_or_default();
    let mut members = grouped(form_urlencoded::parse(query.as_bytes()));
    for argument in &operation.arguments {
        match (argument.place, &argument.kind) {
            (Place::Query, Kind::Named(model)) if !members.is_empty() && argument.name == "filter" => {
                let filter = listed(model, std::mem::take(&mut members));
                arguments.insert(argument.name.clone(), Value::Object(filter));
            }
            (Place::Query, _) => {
                if let Some(value) = members.remove(&argument.name) {
                    arguments.insert(argument.name.clone(), value);
                }
            }
            (Place::Body, _) => {
                drop(entry.body.clone().map(|body| arguments.insert(argument.name.clone(), body)));
            }
            (Place::Form, Kind::Named(_)) => {
                entry.body.clone().map(|body| arguments.insert(argument.name.clone(), body));
            }
            _ => {}
        }
    }
    arguments
}

/// The members of a filter, with those as lists that take several values.
fn listed(model: &str, members: Arguments) -> Arguments {
    let fields = surface().models.get(model).map(|model| model.fields.as_slice()).unwrap_or_default();
    let is_list =
        |name: &str| fields.iter().any(|field| field.name == name && matches!(field.kind, Kind::List(_)));
    let member = |(name, value): (String, Value)| {
        let value = if is_list(&name) && !value.is_array() { json!([value]) } else { value };
        (name, value)
    };
    members.into_iter().map(member).collect()
}

/// The parameters of a query; one that comes several times is a list.
fn grouped<'a>(
    pairs: impl Iterator<Item = (std::borrow::Cow<'a, str>, std::borrow::Cow<'a, str>)>,
) -> Arguments {
    let mut values = BTreeMap::<String, Vec<Value>>::new();
    for (name, value) in pairs {
        values.entry(name.into_owned()).or_default().push(value.into_owned().into());
    }
    let single = |mut values: Vec<Value>| if values.len() == 1 { values.remove(0) } else { values.into() };
    values.into_iter().map(|(name, values)| (name, single(values))).collect()
}

/// The choices of a form, the one that it begins with first. `given` has arguments by name, and the number of
/// a company
/// as `company`.
pub(crate) fn presets(world: &World, operation: &Operation, given: &BTreeMap<String, String>) -> Vec<Preset> {
    let wanted = given.get("company").map(String::as_str);
    let mut presets = match operation.name.as_str() {
        "borrowers.enroll" => companies(world),
        "loans.request" => loans(world, wanted),
        "webhooks.create" => vec![webhook()],
        _ => Vec::new(),
    };
    let example = example(world, operation, given);
    let mut everything = example.clone();
    let is_filter =
        |name: &str| operation.arguments.iter().any(|known| known.name == name && !known.required);
    everything.retain(|name, _| name != "filter" || !is_filter(name));
    if everything.len() < example.len() {
        presets.push(Preset { name: "Everything".to_owned(), arguments: everything });
    }
    presets.push(Preset { name: "Example of the reference".to_owned(), arguments: example });
    presets
}

/// The example of the reference, about what exists here.
fn example(world: &World, operation: &Operation, given: &BTreeMap<String, String>) -> Arguments {
    let mut arguments = operation.example.arguments.clone();
    for argument in &operation.arguments {
        let name = &argument.name;
        if let Some(id) = offers(world, name).first().filter(|_| argument.place == Place::Path) {
            arguments.insert(name.clone(), id.0.clone().into());
        }
        if let Some(value) = given.get(name) {
            arguments.insert(name.clone(), value.clone().into());
        }
    }
    let company = company(world, given.get("company").map(String::as_str));
    for (_, value) in arguments.iter_mut().filter(|(name, _)| *name == "body") {
        fit(world, company.as_ref(), value);
    }
    arguments
}

/// The company that is asked for, or the newest one with a credit line, or the newest one.
fn company(world: &World, wanted: Option<&str>) -> Option<Value> {
    let is_active = |company: &&str| world.active_borrower_of(company).is_some();
    let lines = || world.lines.iter().rev().map(|line| line.identifier.as_str());
    let borrowers = || world.borrowers.iter().rev().map(|borrower| borrower.identifier.as_str());
    let found = wanted.into_iter().chain(lines()).chain(borrowers()).find(is_active)?;
    let mut company = json!({"identifier": found});
    if let Some(kind) =
        world.active_borrower_of(found).and_then(|known| known.body["identifier_type"].as_str())
    {
        company["identifier_type"] = kind.into();
    }
    Some(company)
}

/// What must happen before an operation can succeed: a loan needs a company.
pub(crate) fn first(world: &World, operation: &Operation) -> Option<Action> {
    let needs_company = operation.name == "loans.request" && company(world, None).is_none();
    needs_company.then(|| entities::enroll("Enrol a company"))
}

/// Puts a company and ids that exist in the place of invented ones.
fn fit(world: &World, company: Option<&Value>, value: &mut Value) {
    let newest = |name: &str| offers(world, name).into_iter().next().map(|(id, _)| Value::from(id));
    let Value::Object(members) = value else { return };
    for (name, member) in members {
        match (name.as_str(), &mut *member) {
            ("borrower" | "debtor", Value::Object(_)) => {
                member.clone_from(company.unwrap_or(&member.clone()));
            }
            (name, Value::Array(ids)) if name.ends_with("_ids") => {
                if let Some(id) = newest(name.trim_end_matches('s')) {
                    *ids = vec![id];
                }
            }
            (name, Value::String(_)) => member.clone_from(&newest(name).unwrap_or(member.clone())),
            (_, Value::Array(items)) => items.iter_mut().for_each(|item| fit(world, company, item)),
            (_, Value::Object(_)) => fit(world, company, member),
            _ => {}
        }
    }
}

/// Companies that are not enrolled yet, of several countries.
fn companies(world: &World) -> Vec<Preset> {
    /// The generator has given out those of smaller numbers, or will.
    const UNUSED: u64 = 1_000_000;
    let number = UNUSED + world.borrowers.len() as u64;
    let countries =
        [("French", "FRA"), ("German", "DEU"), ("Spanish", "ESP"), ("Dutch", "NLD"), ("Belgian", "BEL")];
    let preset = |(name, code): (&str, &str)| {
        let mut body = inventions::invent(world.seed, inventions::country_of(code).ok()?, number);
        body["signed_at"] = day_of(world.now(), 0).into();
        body["name"] = format!("Example {name} company {}", number - UNUSED + 1).into();
        let arguments = [("body".to_owned(), body)].into_iter().collect();
        Some(Preset { name: format!("An invented {name} company"), arguments })
    };
    countries.into_iter().filter_map(preset).collect()
}

/// Requests that fit the company's credit line, with what becomes of each.
fn loans(world: &World, wanted: Option<&str>) -> Vec<Preset> {
    let company =
        company(world, wanted).unwrap_or(json!({"identifier": "913572467", "identifier_type": "siren"}));
    let line = company["identifier"]
        .as_str()
        .and_then(|known| world.lines.iter().rev().find(|line| line.identifier == known));
    let available = line.and_then(|line| line.body["balance_available"].as_i64()).filter(|cents| *cents > 0);
    let amount = available.unwrap_or(100_000).min(100_000);
    let of = |name: &str, scenario: &str, amount: i64, auto: bool| {
        let digit = Scenario::digit(scenario).unwrap_or(1);
        let account = inventions::invent_iban(world.seed, inventions::FRANCE, digit, 0);
        let day = |days| day_of(world.now(), days);
        let body = json!({
            "amount": amount,
            "borrower": company,
            "loan_to": {"account_number": account},
            "to_pay_at": day(10),
            "to_repay_at": day(70),
            "auto_validate": auto,
            "salt_id": salt(),
        });
        let arguments = [("body".to_owned(), body)].into_iter().collect();
        Preset { name: name.to_owned(), arguments }
    };
    vec![
        of("Paid out, repaid, closed", "SUCCESS", amount, true),
        of("Offered first: the borrower validates", "SUCCESS", amount, false),
        of("Paid out a day late", "SUCCESS_ONE_DAY_LATER", amount, true),
        of("Declined by the lender", "REJECT", amount, true),
        of("Declined: more than the line has", "SUCCESS", available.unwrap_or(100_000) + 10_000_000, true),
        of("The payout fails", "FAIL", amount, true),
    ]
}

/// Ten o'clock, so many days later.
fn day_of(now: Timestamp, days: i64) -> String {
    days_after(now, days).strftime("%Y-%m-%dT10:00:00Z").to_string()
}

/// A new idempotency key. It need not follow from the seed: each form is for a request of its own.
fn salt() -> String {
    let mut bytes = [0; 16];
    // Without randomness the forms of one sandbox share a key, which the sandbox reports.
    let _ = getrandom::fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// A subscription to all events.
fn webhook() -> Preset {
    let events: Vec<&str> = crate::world::emission::event_types().collect();
    let body =
        json!({"name": "All events", "to_url": "http://127.0.0.1:9000/webhooks", "event_types": events});
    Preset { name: "All events".to_owned(), arguments: [("body".to_owned(), body)].into_iter().collect() }
}

/// The ids that exist of what an argument names, the newest first, each with what it is.
pub(crate) fn offers(world: &World, argument: &str) -> Vec<(String, String)> {
    /// More than a person reads.
    const MOST: usize = 50;
    let ledger = &world.ledger;
    let of = |id: &str, what: String| (id.to_owned(), what);
    let value = |value: &Value| of(entities::text(value, "id"), entities::text(value, "name").to_owned());
    let mut offers: Vec<(String, String)> = match argument {
        "borrower_id" => {
            world.borrowers.iter().map(|known| of(&known.id, entities::name(world, known))).collect()
        }
        "business_id" => {
            world.borrowers.iter().map(|known| of(&known.business_id, entities::name(world, known))).collect()
        }
        "credit_line_id" => world.lines.iter().map(|line| of(&line.id, line.identifier.clone())).collect(),
        "loan_id" => {
            let what = |body: &Value, status: &str| format!("{} {status}", format::amount(body, "amount"));
            ledger.loans.iter().map(|loan| of(&loan.id, what(&loan.body, loan.status.as_str()))).collect()
        }
        "invoice_id" => {
            ledger.invoices.iter().map(|known| of(&known.id, known.status.as_str().to_owned())).collect()
        }
        "installment_plan_id" => ledger.plans.iter().map(|plan| of(&plan.id, String::new())).collect(),
        "recollection_case_id" => ledger.cases.iter().map(|case| of(&case.id, String::new())).collect(),
        "bill_id" => ledger.bills.iter().map(|bill| of(&bill.id, String::new())).collect(),
        "card_id" => world.cards.iter().map(|card| of(&card.id, card.status.as_str().to_owned())).collect(),
        "counterparty_id" => world.counterparties.iter().map(value).collect(),
        "webhook_id" => world.webhooks.iter().map(value).collect(),
        "subscription_id" => world.subscriptions.iter().map(value).collect(),
        "revenue_share_id" => world.revenue_shares.iter().map(value).collect(),
        "referrer_id" => vec![(referrer::id(world.seed), String::new())],
        "onboarding_id" => {
            world.onboardings.iter().map(|known| of(&known.id, known.status.as_str().to_owned())).collect()
        }
        "batch_id" => world.batches.iter().map(|batch| of(&batch.id, String::new())).collect(),
        _ => Vec::new(),
    };
    offers.reverse();
    offers.truncate(MOST);
    offers
}
