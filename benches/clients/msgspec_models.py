"""The models written with msgspec."""

# mypy: disable-error-code="import-not-found, no-any-return, misc, call-arg"

from datetime import date, datetime, timezone
from typing import Any
from uuid import UUID

import msgspec

SIGNED_AT = datetime(2026, 1, 15, 9, 24, tzinfo=timezone.utc)
HEADERS = {"authorization": "Bearer bench-key", "content-type": "application/json"}


class Address(msgspec.Struct, omit_defaults=True):
    """An address."""

    address_line_1: str | None = None
    address_line_2: str | None = None
    city: str | None = None
    country: str | None = None
    postal_code: str | None = None
    state: str | None = None


class Director(msgspec.Struct, omit_defaults=True):
    """A director."""

    id: str | None = None
    role: str | None = None
    entity_type: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    birth_date: date | None = None
    nationality: str | None = None
    business_email: str | None = None
    address: Address | None = None


class NewBorrower(msgspec.Struct, omit_defaults=True):
    """The enrolment request."""

    identifier: str
    identifier_type: str | None = None
    name: str | None = None
    legal_form: str | None = None
    vat_number: str | None = None
    address: Address | None = None
    directors: list[Director] | None = None
    account_number: str | None = None
    preferred_language: str | None = None
    signed_at: datetime | None = None
    metadata: dict[str, Any] | None = None


class Account(msgspec.Struct):
    """A bank account."""

    account_number: str
    account_number_type: str
    bank_identifier: str
    bank_identifier_type: str
    account_name: str | None = None


class Borrower(msgspec.Struct):
    """A borrower. The sandbox sends null for what is missing."""

    identifier: str
    id: UUID | None = None
    identifier_type: str | None = None
    name: str | None = None
    legal_form: str | None = None
    vat_number: str | None = None
    status: str | None = None
    status_reason: str | None = None
    signed_at: datetime | None = None
    address: Address | None = None
    accounts: list[Account] | None = None
    directors: list[Director] | None = None
    next_actions: list[str] | None = None
    can_reonboard: bool | None = None
    metadata: dict[str, Any] | None = None


class Page(msgspec.Struct):
    """A page of borrowers."""

    count: int
    page_size: int
    data: list[Borrower] = []
    next_page: str | None = None


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
        address=Address(address_line_1="8 quai des Tanneurs", city="Lyon", country="FRA", postal_code="69001"),
        directors=[director],
        account_number="FR7611111000870000874615333",
        preferred_language="fr",
        signed_at=SIGNED_AT,
        metadata={"crm_id": "C-2041"},
    )


class MsgspecPeer:
    """The common part of the clients with msgspec: everything except the HTTP."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/borrowers"
        self.encoder = msgspec.json.Encoder()
        self.borrower = msgspec.json.Decoder(Borrower)
        self.page = msgspec.json.Decoder(Page)
        self.ready = msgspec.to_builtins(request())

    def send(self, method: str, url: str, body: bytes | None) -> bytes:
        """Send one request; return the body of a 2xx answer."""
        raise NotImplementedError

    def post(self) -> int:
        """Enrol."""
        borrower = self.borrower.decode(self.send("POST", self.url, self.encoder.encode(request())))
        _ = borrower.id, borrower.status, borrower.name
        return 1

    def list(self) -> int:
        """Follow the cursors."""
        items, url = 0, self.url
        while True:
            page = self.page.decode(self.send("GET", url, None))
            for borrower in page.data:
                _ = borrower.identifier, borrower.status
                items += 1
            if page.next_page is None:
                return items
            url = f"{self.url}?cursor={page.next_page}"

    def validate(self) -> int:
        """Validate the form; msgspec has no check digits."""
        msgspec.convert(self.ready, NewBorrower)
        return 0
