//! The core of this SDK, measured.

use defacto_benches::{API_KEY, Arguments, Outcome, Peer, REQUEST, SIGNED_AT, WEBHOOK};
use defacto_sdk::Client;
use defacto_sdk::api::borrowers::{BorrowerFilter, NewBorrower};
use defacto_sdk::model::{
    Address, BusinessAddress, Director, EntityType, IdentifierType, JsonObject, PersonRole, from_json,
};
use defacto_sdk::webhook::{Receiver, WebhookEntity};

/// The URL of a subscription.
const SUBSCRIPTION: &str = "https://partner.example/hooks?token=0123456789abcdef0123456789abcdef0123456789a";

struct Ours {
    client: Client,
    ready: NewBorrower,
    receiver: Receiver,
}

fn request() -> Outcome<NewBorrower> {
    let home = Address::new()
        .address_line_1("21 montée du Chemin-Neuf")
        .city("Lyon")
        .country("FRA")
        .postal_code("69005");
    let director = Director::new()
        .role(PersonRole::Director)
        .entity_type(EntityType::People)
        .first_name("Inès")
        .last_name("Garnier")
        .birth_date(jiff::civil::date(1986, 4, 17))
        .nationality("FRA")
        .business_email("ines.garnier@brasserie-vallon.example")
        .address(home);
    let mut metadata = JsonObject::default();
    metadata.insert("crm_id", "C-2041".into());
    Ok(NewBorrower::new("874615305")
        .identifier_type(IdentifierType::Siren)
        .name("Brasserie du Vallon SAS")
        .legal_form("SAS")
        .vat_number("FR01874615305")
        .address(BusinessAddress::new("8 quai des Tanneurs", "Lyon", "FRA", "69001"))
        .directors(vec![director])
        .account_number("FR7611111000870000874615333")
        .preferred_language("fr")
        .signed_at(SIGNED_AT.parse::<jiff::Timestamp>()?)
        .metadata(metadata))
}

impl Peer for Ours {
    fn post(&self) -> Outcome<()> {
        let borrower = self.client.borrowers().enroll(&request()?)?;
        std::hint::black_box((&borrower.id, &borrower.status, &borrower.name));
        Ok(())
    }

    fn list(&self) -> Outcome<usize> {
        let mut items = 0;
        for borrower in self.client.borrowers().list(&BorrowerFilter::new())? {
            let borrower = borrower?;
            std::hint::black_box((&borrower.identifier, &borrower.status));
            items += 1;
        }
        Ok(items)
    }

    fn validate(&self) -> usize {
        self.ready.validate(None).len()
    }

    fn webhook(&self) -> Outcome<()> {
        if !self.receiver.verify(SUBSCRIPTION) {
            return Err("the sender is not accepted".into());
        }
        match self.receiver.parse(WEBHOOK.as_bytes())?.entity() {
            WebhookEntity::CreditLine { credit_line } => {
                std::hint::black_box((&credit_line.pool_amount, &credit_line.start_date));
                Ok(())
            }
            _ => Err("the entity is not a credit line".into()),
        }
    }
}

fn main() -> Outcome<()> {
    let arguments = Arguments::read()?;
    arguments.run(|| {
        let client = Client::new(API_KEY, arguments.url.as_str())?;
        Ok(Ours { client, ready: from_json(REQUEST)?, receiver: Receiver::new(SUBSCRIPTION)? })
    })
}
