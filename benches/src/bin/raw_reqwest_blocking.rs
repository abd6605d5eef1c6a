//! A Rust program without an SDK: reqwest's blocking client, and serde structs for request and answer.

#![allow(clippy::struct_field_names, reason = "the names are those of the API")]

use std::str::FromStr;

use defacto_benches::{API_KEY, Arguments, Outcome, Peer, SIGNED_AT};
use jiff::Timestamp;
use jiff::civil::Date;
use reqwest::blocking::Client;
use reqwest::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use uuid::Uuid;

/// A value that is written as text.
#[derive(Debug)]
struct Text<T>(T);

impl<T: ToString> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.to_string())
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| serde::de::Error::custom("not of the expected form"))
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Role {
    Director,
    NonDirector,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    AllPaymentSetup,
    Blocked,
    Deactivated,
    Prohibited,
    Ready,
    SddSetup,
    Signed,
    ToSign,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    People,
    Business,
    Siren,
    Siret,
    VatNumber,
    Iban,
    Bic,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Address {
    address_line_1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_line_2: Option<String>,
    city: Option<String>,
    country: Option<String>,
    postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Director {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    role: Option<Role>,
    entity_type: Option<Kind>,
    first_name: Option<String>,
    last_name: Option<String>,
    birth_date: Option<Text<Date>>,
    nationality: Option<String>,
    business_email: Option<String>,
    address: Option<Address>,
}

#[derive(Debug, Serialize)]
struct NewBorrower {
    identifier: String,
    identifier_type: Option<Kind>,
    name: Option<String>,
    legal_form: Option<String>,
    vat_number: Option<String>,
    address: Option<Address>,
    directors: Option<Vec<Director>>,
    account_number: Option<String>,
    preferred_language: Option<String>,
    signed_at: Option<Text<Timestamp>>,
    metadata: Map<String, Value>,
}

#[allow(dead_code)]
#[derive(Debug, Deserialize)]
struct Account {
    account_number: String,
    account_number_type: Kind,
    bank_identifier: String,
    bank_identifier_type: Kind,
    account_name: Option<String>,
}

#[allow(dead_code)]
#[derive(Debug, Deserialize)]
struct Borrower {
    id: Option<Text<Uuid>>,
    identifier: String,
    identifier_type: Option<Kind>,
    name: Option<String>,
    legal_form: Option<String>,
    vat_number: Option<String>,
    status: Option<Status>,
    status_reason: Option<String>,
    signed_at: Option<Text<Timestamp>>,
    address: Option<Address>,
    accounts: Vec<Account>,
    directors: Vec<Director>,
    next_actions: Vec<String>,
    can_reonboard: Option<bool>,
    metadata: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
struct Page {
    data: Vec<Borrower>,
    next_page: Option<String>,
}

struct Raw {
    client: Client,
    url: String,
}

fn address(line: &str, postal_code: &str) -> Address {
    Address {
        address_line_1: Some(line.to_owned()),
        city: Some("Lyon".to_owned()),
        country: Some("FRA".to_owned()),
        postal_code: Some(postal_code.to_owned()),
        ..Address::default()
    }
}

fn request() -> Outcome<NewBorrower> {
    let director = Director {
        id: None,
        role: Some(Role::Director),
        entity_type: Some(Kind::People),
        first_name: Some("Inès".to_owned()),
        last_name: Some("Garnier".to_owned()),
        birth_date: Some(Text(jiff::civil::date(1986, 4, 17))),
        nationality: Some("FRA".to_owned()),
        business_email: Some("ines.garnier@brasserie-vallon.example".to_owned()),
        address: Some(address("21 montée du Chemin-Neuf", "69005")),
    };
    Ok(NewBorrower {
        identifier: "874615305".to_owned(),
        identifier_type: Some(Kind::Siren),
        name: Some("Brasserie du Vallon SAS".to_owned()),
        legal_form: Some("SAS".to_owned()),
        vat_number: Some("FR01874615305".to_owned()),
        address: Some(address("8 quai des Tanneurs", "69001")),
        directors: Some(vec![director]),
        account_number: Some("FR7611111000870000874615333".to_owned()),
        preferred_language: Some("fr".to_owned()),
        signed_at: Some(Text(SIGNED_AT.parse()?)),
        metadata: Map::from_iter([("crm_id".to_owned(), "C-2041".into())]),
    })
}

fn send<T: DeserializeOwned>(request: reqwest::blocking::RequestBuilder) -> Outcome<T> {
    let answer = request.bearer_auth(API_KEY).send()?.error_for_status()?.bytes()?;
    Ok(serde_json::from_slice(&answer)?)
}

impl Peer for Raw {
    fn post(&self) -> Outcome<()> {
        let body = serde_json::to_vec(&request()?)?;
        let url = format!("{}/borrowers", self.url);
        let request = self.client.post(url).header(CONTENT_TYPE, "application/json").body(body);
        let borrower: Borrower = send(request)?;
        std::hint::black_box((&borrower.id, &borrower.status, &borrower.name));
        Ok(())
    }

    fn list(&self) -> Outcome<usize> {
        let (mut items, mut cursor) = (0, None::<String>);
        loop {
            let query = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
            let page: Page = send(self.client.get(format!("{}/borrowers{query}", self.url)))?;
            for borrower in &page.data {
                std::hint::black_box((&borrower.identifier, &borrower.status));
            }
            items += page.data.len();
            cursor = page.next_page;
            if cursor.is_none() {
                return Ok(items);
            }
        }
    }

    fn validate(&self) -> usize {
        0
    }
}

fn main() -> Outcome<()> {
    let arguments = Arguments::read()?;
    // reqwest is built without a default provider. It needs one although the server speaks plain HTTP.
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "a provider is there already")?;
    arguments.run(|| {
        let client = Client::builder().no_proxy().build()?;
        Ok(Raw { client, url: arguments.url.clone() })
    })
}
