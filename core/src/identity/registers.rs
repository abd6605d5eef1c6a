//! Which register a number belongs to, and the number in canonical form.
//!
//! Each rule names its source. Rules say what a number *is*; whether it is right, the checks of `validation` say.

use stdnum::Validator;
use stdnum::country::{es, fr};

use super::german::{RegisterEntry, TaxNumber};
use super::text::{compact, is_digits, plain, without_fraction};

/// A company number in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// France: the SIREN, nine digits (Code de commerce, R. 123-221). A SIRET is a SIREN and five digits of an
    /// establishment; a VAT number is `FR`, two characters and the SIREN (Code general des impots, annexe 2, 242 sexies A).
    Siren(String),
    /// Spain: the NIF of persons and companies (Real Decreto 1065/2007, articles 19 to 23). What was called CIF until
    /// 2008 is the NIF of a company; a VAT number is `ES` and the NIF.
    Nif(String),
    /// Belgium: the enterprise number, ten digits (Code de droit economique, III.17; Royal Decree of 24 June 2003). A VAT
    /// number is `BE` and the enterprise number; nine digits of older documents have lost a zero in front.
    Enterprise(String),
    /// Netherlands: the number of the Chamber of Commerce, eight digits (Handelsregisterwet 2007, article 9).
    Kvk(String),
    /// Netherlands: the citizen service number, nine digits (Wet algemene bepalingen burgerservicenummer).
    Bsn(String),
    /// Germany: an entry of a court's register.
    Entry(RegisterEntry),
    /// Germany: a tax number.
    Tax(TaxNumber),
    /// A VAT number that holds no number of a register, with its country: Council Directive 2006/112/EC, article 215,
    /// and the structures that VIES publishes. DE, IT, PT, LU, AT, PL, IE, NL, GB and the others.
    Vat {
        /// Its prefix; that of Greece is EL, that of Northern Ireland GB.
        country: String,
        /// What stands behind the prefix, without the branch.
        number: String,
        /// Three digits that tell members of a British group apart, or branches.
        branch: Option<String>,
    },
    /// No number that is known here, as it is written.
    Other(String),
}

/// Countries whose companies stand in the French registers (INSEE), by their alpha-3 codes.
const FRENCH: [&str; 11] = ["FRA", "GUF", "GLP", "MTQ", "MYT", "REU", "MAF", "BLM", "SPM", "NCL", "PYF"];

/// Prefixes of VAT numbers: the member states (EL is Greece), Northern Ireland, the United Kingdom, and neighbours.
const VAT_PREFIXES: [&str; 33] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE",
    "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI", "NO", "CH", "IS",
];

impl Number {
    /// The country of the register, as VAT numbers name it.
    pub(super) fn country(&self) -> Option<&str> {
        Some(match self {
            Self::Siren(_) => "FR",
            Self::Nif(_) => "ES",
            Self::Enterprise(_) => "BE",
            Self::Kvk(_) | Self::Bsn(_) => "NL",
            Self::Entry(_) | Self::Tax(_) => "DE",
            Self::Vat { country, .. } => country,
            Self::Other(_) => return None,
        })
    }

    /// Whether both come from one register, so that they name one company exactly if they are equal.
    pub(super) fn is_of_register_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Vat { country: one, .. }, Self::Vat { country: other, .. }) => one == other,
            (Self::Other(_), _) => false,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// Whether two numbers of one register are equal, and so their companies.
    pub(super) fn is_certainly(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Vat { number: one, .. }, Self::Vat { number: two, .. }) => one == two,
            _ => !self.is_weak() && !other.is_weak() && self == other,
        }
    }

    /// Whether both name branches of one number, and not the same one.
    pub(super) fn is_branch_beside(&self, other: &Self) -> bool {
        let branch = |number: &Self| match number {
            Self::Vat { branch, .. } => branch.clone(),
            _ => None,
        };
        branch(self).zip(branch(other)).is_some_and(|(one, two)| one != two)
    }

    /// Whether two numbers of one register may be one, in different spellings.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Entry(one), Self::Entry(two)) => one.has_number_of(two),
            (Self::Tax(one), Self::Tax(two)) => (self.is_weak() || other.is_weak()) && one.fits(two),
            _ => false,
        }
    }

    /// Whether a company may get another number of this register.
    pub(super) fn may_change(&self) -> bool {
        matches!(self, Self::Entry(_) | Self::Tax(_))
    }

    /// Whether another company may have the same number.
    pub(super) fn is_weak(&self) -> bool {
        match self {
            Self::Entry(_) => true,
            Self::Tax(number) => !number.is_federal(),
            _ => false,
        }
    }

    /// Whether it is the number of a natural person: a BSN, a Spanish NIF that is no company's.
    pub(crate) fn is_personal(&self) -> bool {
        match self {
            Self::Bsn(_) => true,
            Self::Nif(nif) => !nif.starts_with(|first: char| super::text::SPANISH_COMPANY.contains(first)),
            _ => false,
        }
    }

    /// The canonical form as text, with what a weak number needs beside it left out.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Siren(number)
            | Self::Nif(number)
            | Self::Enterprise(number)
            | Self::Kvk(number)
            | Self::Bsn(number)
            | Self::Other(number) => number.clone(),
            Self::Entry(entry) => compact(&entry.number_without_court().to_uppercase()),
            Self::Tax(number) => number.digits(),
            Self::Vat { country, number, .. } => format!("{country}{number}"),
        }
    }
}

/// Where a company is, as far as that is known.
#[derive(Clone, Copy, Default)]
pub(super) struct Place<'a> {
    /// The prefix of VAT numbers of the country of its address: it rules registers of other countries out.
    pub(super) country: Option<&'a str>,
    /// The same of its account, which may be anywhere: it only tells which zeros were lost.
    pub(super) bank: Option<&'a str>,
}

/// The numbers that an identifier may be; several when its type is not given or not known.
pub(super) fn numbers_of(kind: Option<&str>, value: &str, place: Place<'_>) -> Vec<Number> {
    let kind = kind.map(|kind| plain(kind).to_lowercase());
    let text = plain(value);
    let typed = kind.as_deref().and_then(|kind| number_of_type(kind, &text));
    if let Some(number) = typed {
        return vec![number];
    }
    let mut numbers = numbers_by_form(&text);
    numbers.extend(place.country.or(place.bank).and_then(|country| padded(&text, country)));
    numbers.retain(|number| place.country.is_none() || number.country() == place.country);
    // Of a type that nobody knows, the number as it is written may be all that there is.
    if numbers.is_empty()
        || kind.is_some() && !numbers.iter().any(|number| matches!(number, Number::Entry(_)))
    {
        numbers.push(Number::Other(compact_or_plain(&text)));
    }
    numbers
}

/// A number of a country's main register that has lost its zero in front.
fn padded(text: &str, country: &str) -> Option<Number> {
    let number = compact(without_fraction(text));
    match (country, number.len()) {
        ("FR", 8 | 13) => siren(&number),
        ("NL", 7) => number_of_type("kvk", text),
        ("BE", 9) => enterprise(&number),
        _ => None,
    }
}

/// The number that a VAT number holds: that of a register where its country embeds one.
pub(super) fn number_of_vat(value: &str) -> Option<Number> {
    vat(&compact(&plain(value)))
}

fn compact_or_plain(text: &str) -> String {
    Some(compact(without_fraction(text)))
        .filter(|number| !number.is_empty())
        .unwrap_or_else(|| text.to_owned())
}

/// `None` if the number does not have the form of its type.
fn number_of_type(kind: &str, text: &str) -> Option<Number> {
    let number = compact(without_fraction(text));
    let digits =
        |length: usize| Some(number.clone()).filter(|number| number.len() == length && is_digits(number));
    match kind {
        // One is often written where the other is asked for.
        "siren" | "siret" => siren(&number),
        "nif" | "cif" => nif(&number),
        "belgium_registration_number" => enterprise(number.strip_prefix("BE").unwrap_or(&number)),
        "kvk" => digits(8).or_else(|| digits(7).map(|seven| format!("0{seven}"))).map(Number::Kvk),
        "bsn" => digits(9).or_else(|| digits(8).map(|eight| format!("0{eight}"))).map(Number::Bsn),
        "hr_nummer" => RegisterEntry::parse(text).map(Number::Entry),
        "steuernummer" => TaxNumber::parse(&padded_tax(&number)).map(Number::Tax),
        "vat_number" => vat(&number),
        _ => None,
    }
}

fn padded_tax(number: &str) -> String {
    if number.len() == 9 { format!("0{number}") } else { number.to_owned() }
}

fn numbers_by_form(text: &str) -> Vec<Number> {
    let number = compact(without_fraction(text));
    if !is_digits(&number) {
        if let Some(entry) = RegisterEntry::parse(text) {
            return vec![Number::Entry(entry)];
        }
        return nif(&number).or_else(|| vat(&number)).into_iter().collect();
    }
    let mut numbers = Vec::new();
    match number.len() {
        8 => numbers.push(Number::Kvk(number)),
        9 => numbers.extend([Number::Siren(number.clone()), Number::Bsn(number)]),
        10 => {
            numbers.extend(enterprise(&number).into_iter().chain(TaxNumber::parse(&number).map(Number::Tax)));
        }
        11 | 13 => numbers.extend(TaxNumber::parse(&number).map(Number::Tax)),
        14 => numbers.extend(siren(&number)),
        _ => {}
    }
    numbers
}

/// Nine digits, or the first nine of fourteen; one digit less when a zero in front makes the check digit right.
fn siren(number: &str) -> Option<Number> {
    let number =
        number.strip_prefix("FR").filter(|rest| is_digits(rest) && rest.len() != 11).unwrap_or(number);
    if !is_digits(number) {
        return vat(number);
    }
    let padded = format!("0{number}");
    let number = match number.len() {
        9 | 14 => number,
        8 if fr::SIREN.validate(&padded).is_ok() => &padded,
        13 if fr::SIRET.validate(&padded).is_ok() => &padded,
        _ => return None,
    };
    number.get(..9).map(|siren| Number::Siren(siren.to_owned()))
}

/// Nine characters: a letter or digit, seven digits, a letter or digit.
fn nif(number: &str) -> Option<Number> {
    let number = number.strip_prefix("ES").filter(|rest| rest.len() == 9).unwrap_or(number);
    let has_form = |number: &str| {
        let letters = number.bytes().filter(u8::is_ascii_alphabetic).count();
        number.len() == 9 && number.get(1..8).is_some_and(is_digits) && letters > 0
    };
    if has_form(number) {
        return Some(Number::Nif(number.to_owned()));
    }
    let padded = format!("0{number}");
    (number.len() == 8 && has_form(&padded) && es::NIF.validate(&padded).is_ok())
        .then_some(Number::Nif(padded))
}

fn enterprise(number: &str) -> Option<Number> {
    let number = if number.len() == 9 { format!("0{number}") } else { number.to_owned() };
    let fits = number.len() == 10 && is_digits(&number) && number.starts_with(['0', '1']);
    fits.then_some(Number::Enterprise(number))
}

fn vat(number: &str) -> Option<Number> {
    let (country, rest) = number.split_at_checked(2)?;
    if !VAT_PREFIXES.contains(&country) || !rest.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let own = |country: &str, number: &str| {
        Some(Number::Vat { country: country.to_owned(), number: number.to_owned(), branch: None })
    };
    match country {
        "FR" if rest.len() == 11 => match rest.get(2..).filter(|siren| is_digits(siren)) {
            Some(siren) => Some(Number::Siren(siren.to_owned())),
            None => own("FR", rest),
        },
        "ES" => nif(rest).or_else(|| own("ES", rest)),
        "BE" => enterprise(rest).or_else(|| own("BE", rest)),
        // Twelve digits name a branch: the first nine are the business (HMRC, VAT Notice 700).
        "GB" | "XI" if rest.len() == 12 && is_digits(rest) => {
            let (number, branch) = (rest[..9].to_owned(), Some(rest[9..].to_owned()));
            Some(Number::Vat { country: "GB".to_owned(), number, branch })
        }
        "GB" | "XI" => own("GB", rest),
        // Nine digits of a legal person, and which of its numbers it is (Belastingdienst: omzetbelastingnummer).
        "NL" if rest.len() == 12 && is_digits(&rest[..9]) && rest[9..].starts_with('B') => {
            own("NL", &rest[..9])
        }
        "GR" => own("EL", rest),
        // Nobody gets past two characters and a country by writing a word.
        _ if (2..=15).contains(&rest.len()) => own(country, rest),
        _ => None,
    }
}

/// The prefix of VAT numbers of a country by its alpha-3 code.
pub(super) fn prefix_of(alpha3: &str) -> Option<&'static str> {
    const PREFIXES: [(&str, &str); 13] = [
        ("ESP", "ES"),
        ("BEL", "BE"),
        ("NLD", "NL"),
        ("DEU", "DE"),
        ("ITA", "IT"),
        ("LUX", "LU"),
        ("PRT", "PT"),
        ("GBR", "GB"),
        ("AUT", "AT"),
        ("POL", "PL"),
        ("IRL", "IE"),
        ("GRC", "EL"),
        ("CHE", "CH"),
    ];
    if FRENCH.contains(&alpha3) {
        return Some("FR");
    }
    PREFIXES.iter().find(|(code, _)| *code == alpha3).map(|(_, prefix)| *prefix)
}
