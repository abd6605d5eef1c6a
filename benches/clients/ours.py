"""This SDK."""

from datetime import date, datetime, timezone
from pathlib import Path

from defacto_sdk import Address, BusinessAddress, Client, Director, NewBorrower, WebhookEntity, WebhookReceiver

#: The URL of a subscription.
SUBSCRIPTION = "https://partner.example/hooks?token=0123456789abcdef0123456789abcdef0123456789a"
SIGNED_AT = datetime(2026, 1, 15, 9, 24, tzinfo=timezone.utc)


def request() -> NewBorrower:
    """Build the enrolment request."""
    home = Address(address_line_1="21 montée du Chemin-Neuf", city="Lyon", country="FRA", postal_code="69005")
    director = Director(
        role="DIRECTOR",
        entity_type="people",
        first_name="Inès",
        last_name="Garnier",
        birth_date=date(1986, 4, 17),
        nationality="FRA",
        business_email="ines.garnier@brasserie-vallon.example",
        address=home,
    )
    return NewBorrower(
        identifier="874615305",
        identifier_type="siren",
        name="Brasserie du Vallon SAS",
        legal_form="SAS",
        vat_number="FR01874615305",
        address=BusinessAddress(address_line_1="8 quai des Tanneurs", city="Lyon", country="FRA", postal_code="69001"),
        directors=[director],
        account_number="FR7611111000870000874615333",
        preferred_language="fr",
        signed_at=SIGNED_AT,
        metadata={"crm_id": "C-2041"},
    )


class Ours:
    """The client with its areas."""

    def __init__(self, url: str) -> None:
        self.client = Client("bench-key", url)
        self.ready = request()
        self.receiver = WebhookReceiver(SUBSCRIPTION)
        self.event = (Path(__file__).parent.parent / "data/webhook.json").read_bytes()

    def post(self) -> int:
        """Enrol; the SDK validates the request as well."""
        borrower = self.client.borrowers.enroll(request())
        _ = borrower.id, borrower.status, borrower.name
        return 1

    def build(self) -> int:
        """Only build the request."""
        request()
        return 1

    def list(self) -> int:
        """Iterate over all pages."""
        items = 0
        for borrower in self.client.borrowers.list():
            _ = borrower.identifier, borrower.status
            items += 1
        return items

    def validate(self) -> int:
        """Validate with all checks."""
        return len(self.ready.validate())

    def webhook(self) -> int:
        """Check the sender of an event and read its typed entity."""
        assert self.receiver.verify(SUBSCRIPTION)
        entity = self.receiver.parse(self.event).entity()
        assert isinstance(entity, WebhookEntity.CreditLine)
        line = entity.credit_line
        _ = line.pool_amount, line.start_date
        return 1


def connect(url: str) -> Ours:
    """Return the client."""
    return Ours(url)
