//! Finds the register of a number, and the number in canonical form.
//!
//! Each rule names its source. It says what a number *is*; the checks of `validation` say if it is valid.

use stdnum::Validator;
use stdnum::country::{es, fr};

use super::german::{RegisterEntry, TaxNumber};
use super::text::{compact, is_digits, plain, without_fraction};

/// A company number in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// France: the SIREN, nine digits (Code de commerce, R. 123-221). A SIRET adds five digits of a site. A
    /// VAT number is `FR`, two characters and the SIREN (Code general des impots, annexe 2, 242 sexies A).
    Siren(String),
    /// Spain: the NIF of persons and companies (Real Decreto 1065/2007, articles 19 to 23). Until 2008 the
    /// NIF of a company was called CIF. A VAT number is `ES` and the NIF.
    Nif(String),
    /// Belgium: the enterprise number, ten digits (Code de droit economique, III.17; Royal Decree of 24 June
    /// 2003). A VAT number is `BE` and this number. Nine digits in older documents lack a leading zero.
    Enterprise(String),
    /// Netherlands: the number of the Chamber of Commerce, eight digits (Handelsregisterwet 2007, article 9).
    Kvk(String),
    /// Netherlands: the citizen service number, nine digits (Wet algemene bepalingen burgerservicenummer).
    Bsn(String),
    /// Germany: an entry of a court's register.
    Entry(RegisterEntry),
    /// Germany: a tax number.
    Tax(TaxNumber),
    /// A VAT number that holds no register number (Council Directive 2006/112/EC, article 215, and the
    /// structures that VIES publishes): DE, IT, PT, LU, AT, PL, IE, NL, GB and the others.
    Vat {
        /// Its prefix: EL for Greece, GB for Northern Ireland.
        country: String,
        /// The part after the prefix, without the branch.
        number: String,
        /// Three digits that tell branches, or members of a British group, apart.
        branch: Option<String>,
    },
    /// A number of no register that is known here, as it is written.
    Other(String),
}

/// Countries whose companies are in the French registers (INSEE), by their alpha-3 codes.
const FRENCH: [&str; 11] = ["FRA", "GUF", "GLP", "MTQ", "MYT", "REU", "MAF", "BLM", "SPM", "NCL", "PYF"];

/// Prefixes of VAT numbers: EU member states (EL is Greece), Northern Ireland, the UK, and neighbours.
const VAT_PREFIXES: [&str; 33] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE",
    "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI", "NO", "CH", "IS",
];

impl Number {
    /// Returns the country of the register, as the prefix of VAT numbers.
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

    /// Returns `true` if both are of one register, so that they name one company exactly if they are equal.
    pub(super) fn is_of_register_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Vat { country: one, .. }, Self::Vat { country: other, .. }) => one == other,
            (Self::Other(_), _) => false,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// Returns `true` if two numbers of one register are equal, and so their companies.
    pub(super) fn is_certainly(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Vat { number: one, .. }, Self::Vat { number: two, .. }) => one == two,
            _ => !self.is_weak() && !other.is_weak() && self == other,
        }
    }

    /// Returns `true` if both name branches of one number, and the branches differ.
    pub(super) fn is_branch_beside(&self, other: &Self) -> bool {
        let branch = |number: &Self| match number {
            Self::Vat { branch, .. } => branch.clone(),
            _ => None,
        };
        branch(self).zip(branch(other)).is_some_and(|(one, two)| one != two)
    }

    /// Returns `true` if two numbers of one register may be one number in different spellings.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Entry(one), Self::Entry(two)) => one.has_number_of(two),
            (Self::Tax(one), Self::Tax(two)) => (self.is_weak() || other.is_weak()) && one.fits(two),
            _ => false,
        }
    }

    /// Returns `true` if a company may get another number of this register.
    pub(super) fn may_change(&self) -> bool {
        matches!(self, Self::Entry(_) | Self::Tax(_))
    }

    /// Returns `true` if another company may have the same number.
    pub(super) fn is_weak(&self) -> bool {
        match self {
            Self::Entry(_) => true,
            Self::Tax(number) => !number.is_federal(),
            _ => false,
        }
    }

    /// Returns `true` for the number of a natural person: a BSN, or a Spanish NIF that is not a company's.
    pub(crate) fn is_personal(&self) -> bool {
        match self {
            Self::Bsn(_) => true,
            Self::Nif(nif) => !nif.starts_with(|first: char| super::text::SPANISH_COMPANY.contains(first)),
            _ => false,
        }
    }

    /// Returns the canonical form as text. A register entry is without its court.
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

/// The known place of a company.
#[derive(Clone, Copy, Default)]
pub(super) struct Place<'a> {
    /// The VAT prefix of the country of its address. It excludes registers of other countries.
    pub(super) country: Option<&'a str>,
    /// The same of its account, which may be anywhere. It only tells which zeros were lost.
    pub(super) bank: Option<&'a str>,
}

/// Returns the numbers that an identifier may be: several if its type is missing or unknown.
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
    // If the type is unknown, the number as it is written may be all that there is.
    if numbers.is_empty()
        || kind.is_some() && !numbers.iter().any(|number| matches!(number, Number::Entry(_)))
    {
        numbers.push(Number::Other(compact_or_plain(&text)));
    }
    numbers
}

/// Returns a number of a country's main register with the zero in front that it lost.
fn padded(text: &str, country: &str) -> Option<Number> {
    let number = compact(without_fraction(text));
    match (country, number.len()) {
        ("FR", 8 | 13) => siren(&number),
        ("NL", 7) => number_of_type("kvk", text),
        ("BE", 9) => enterprise(&number),
        _ => None,
    }
}

/// Returns the number that a VAT number holds: a register number if its country embeds one.
pub(super) fn number_of_vat(value: &str) -> Option<Number> {
    vat(&compact(&plain(value)))
}

fn compact_or_plain(text: &str) -> String {
    Some(compact(without_fraction(text)))
        .filter(|number| !number.is_empty())
        .unwrap_or_else(|| text.to_owned())
}

/// Returns a number of type `kind`; `None` if it does not have the form of its type.
fn number_of_type(kind: &str, text: &str) -> Option<Number> {
    let number = compact(without_fraction(text));
    let digits =
        |length: usize| Some(number.clone()).filter(|number| number.len() == length && is_digits(number));
    match kind {
        // Each is often written where the other is asked for.
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

/// Reads nine digits, or the first nine of fourteen; one less if a zero in front fits the check digit.
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

/// Reads nine characters: a letter or digit, seven digits, a letter or digit.
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
        // Nine digits of a legal person, and a suffix (Belastingdienst: omzetbelastingnummer).
        "NL" if rest.len() == 12 && is_digits(&rest[..9]) && rest[9..].starts_with('B') => {
            own("NL", &rest[..9])
        }
        "GR" => own("EL", rest),
        // The length keeps most other text from counting as a VAT number.
        _ if (2..=15).contains(&rest.len()) => own(country, rest),
        _ => None,
    }
}

/// Returns the VAT prefix of a country by its alpha-3 code; `None` if it is not known.
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
