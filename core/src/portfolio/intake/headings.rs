//! Headings of columns as people and programs write them, in English, French, German, Dutch and Spanish.
//!
//! Sources of the words:
//!
//! - France: the variables of the Sirene files of INSEE (`denominationUniteLegale`, `codePostalEtablissement`),
//!   the import of customers of Atimeüs (<https://help.atimeus.com/support/solutions/articles/201000109424>).
//! - Germany: the imports of customers of Lexware Office (<https://support.lexoffice.de>, "Import von Kontakten")
//!   and Collmex (<https://www.collmex.de/cgi-bin/cgi.exe?1005,1,help,daten_importieren_kunde>);
//!   Handelsgesetzbuch, section 35a: register number and managing directors on business letters.
//! - Netherlands and Belgium: the imports of Webxpress (<https://webxpress.nl/klanten-tabel-CSV-bestand>) and
//!   Kleisteen (<https://support.kleisteen.nl/knowledge-base/relaties-importeren/>); the terms of the Dutch and
//!   Belgian registers.
//! - Spain: the imports of Banktrack (<https://docs.banktrack.com/banktrack/contactos/como-importar-contactos>) and
//!   Dataweb (<https://www.soportedataweb.com/knowledgebase.php?article=158>).
//!
//! Words with two meanings are left out unless another word of the heading decides: `Nom` may be a company or
//! a person, `TVA` a number or a rate, `Contact` anybody.

use crate::validation::plain_words;

/// What else a file must have for a heading of the table to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Nothing,
    /// All four parts of the company's address: the API refuses an address in part.
    WholeAddress,
    /// Other data of the director, since names alone may be those of a contact.
    PersonalData,
    /// Both names of the director, since a single one is the whole name.
    BothNames,
}

/// The place that a heading means.
pub(super) struct Meaning {
    /// The place as a path of the request, or a type of identifier.
    pub(super) path: String,
    /// What else the file must have for the heading to count.
    pub(super) need: Need,
}

/// Numbers of companies and accounts: a path, and headings without blanks and small words. A `#` stands for a
/// word such as `number`: a heading that begins with it counts only with such a word.
const NUMBERS: [(&str, &str); 11] = [
    ("siren", "siren sirenentreprise sirensociete"),
    ("siret", "siret siretsiege siretentreprise siretetablissement"),
    (
        "hr_nummer",
        "handelsregister handelsregisternummer handelsregisternr handelsregistereintrag hrb \
         hrbnummer hrbnr hrnr commercialregister",
    ),
    ("steuernummer", "steuernummer steuernr stnr"),
    ("kvk", "kvk kvknummer kvknr kamerkoophandel kamerkoophandelnummer dossierkvk"),
    (
        "belgium_registration_number",
        "ondernemingsnummer ondernemingsnr kbo kbonummer bce #entreprise #bce #kbo",
    ),
    ("cif", "cif cifempresa"),
    ("nif", "nif nifempresa"),
    ("identifier", "cifnif nifcif"),
    (
        "vat_number",
        "#tva #tvaintracommunautaire tvaintracommunautaire tvaintra #tvaintra #vat vatid \
         vatregistration ustid ustidnr umsatzsteuerid umsatzsteueridnr \
         umsatzsteueridentifikationsnummer #btw btwnummer btwnr btwid nifiva nifintracomunitario \
         #iva #ivaintracomunitario",
    ),
    (
        "account_number",
        "iban ibannummer ibannr ibancompte codeiban bankrekening bankrekeningnummer \
         rekeningnummer bankrekeningiban cuentabancaria cuentaiban bankaccount",
    ),
];

/// Texts about a company.
const COMPANY: [(&str, &str); 2] = [
    (
        "name",
        "companyname company legalname registeredname businessname raisonsociale denomination \
         denominationsociale denominationunitelegale nomentreprise nomsociete entreprise societe \
         firma firmenname firmenname1 unternehmen unternehmensname firmenbezeichnung bedrijfsnaam \
         bedrijf naambedrijf handelsnaam statutairenaam juridischenaam razonsocial empresa \
         nombreempresa denominacionsocial",
    ),
    ("legal_form", "formejuridique formelegale rechtsform rechtsvorm formajuridica"),
];

/// The parts of an address, of a company or with the word for a person.
const ADDRESS: [(&str, &str); 4] = [
    (
        "address_line_1",
        "addressline1 address1 street streetaddress adresse adresse1 adresseligne1 rue #rue \
         adressepostale adressesiege strasse #strasse strassehausnummer anschrift adres \
         adresregel1 straat straathuisnummer #straat direccion domicilio domiciliosocial calle \
         #calle direccion1",
    ),
    (
        "postal_code",
        "postalcode postcode zip zipcode codepostal cp codepostaletablissement postleitzahl plz \
         codigopostal codpostal",
    ),
    (
        "city",
        "city town ville commune localite libellecommuneetablissement ort stadt wohnort plaats \
         woonplaats vestigingsplaats stad gemeente ciudad poblacion localidad municipio",
    ),
    (
        "country",
        "country countrycode pays codepays land landercode laendercode landcode landkurzel pais \
         codigopais",
    ),
];

/// Data that only a director has, so the word for the person may be missing.
const PERSON: [(&str, &str); 6] = [
    (
        "birth_date",
        "datebirth birthdate birthday dob datenaissance geburtsdatum geburtstag geboortedatum \
         fechanacimiento",
    ),
    (
        "nationality",
        "nationality nationalite nationalitat nationalitaet staatsangehorigkeit \
         staatsangehoerigkeit staatsburgerschaft nationaliteit nacionalidad",
    ),
    (
        "birth_place_city",
        "placebirth birthplace lieunaissance villenaissance geburtsort geboorteplaats \
         lugarnacimiento",
    ),
    ("birth_place_country", "countrybirth paysnaissance geburtsland geboorteland paisnacimiento"),
    ("first_name", "firstname firstnames givenname prenom prenoms vorname vornamen voornaam voornamen"),
    (
        "last_name",
        "lastname surname familyname nomfamille nachname familienname zuname achternaam apellido \
         apellidos primerapellido",
    ),
];

/// Data of a director that needs the word for the person.
const DIRECTOR: [(&str, &str); 4] = [
    ("first_name", "nombre"),
    ("last_name", "nom name naam"),
    (
        "business_email",
        "email mail emailaddress emailadresse mailadresse emailadres mailadres courriel \
         adressemail adresseemail correo correoelectronico",
    ),
    (
        "business_phone_number",
        "phone #phone telephone #telephone tel #tel mobile portable telefon telefonnummer handy \
         handynummer mobil mobilnummer telefoon telefoonnummer gsm mobiel telefono #telefono \
         movil",
    ),
];

/// The words for a person who directs a company.
const DIRECTS: &str = "director directors managing ceo dirigeant dirigeante representant legal gerant gerante \
     president directeur geschaftsfuhrer geschaeftsfuehrer geschaftsfuhrerin vorstand gf \
     bestuurder zaakvoerder administrador administradora representante gerente directora \
     vertreter";

/// Words without a meaning of their own.
const SMALL: &str = "de du des d la le l les et of the and der die das und von van het en del el los y da do";

/// Words for a number.
const NUMBER_WORDS: &str = "n no nr num numero number nummer nbr numeros";

/// Returns the place that a heading means, or `None`.
pub(super) fn find(heading: &str) -> Option<Meaning> {
    let heading = Heading::read(heading);
    if heading.is_director {
        return heading.of_director();
    }
    if let Some(path) = look_up(&NUMBERS, &heading.marked()).or_else(|| look_up(&NUMBERS, &heading.words)) {
        return Some(Meaning { path: path.to_owned(), need: Need::Nothing });
    }
    if let Some(path) = look_up(&ADDRESS, &heading.marked()) {
        return Some(Meaning { path: format!("address.{path}"), need: Need::WholeAddress });
    }
    if let Some(path) = look_up(&COMPANY, &heading.marked()) {
        return Some(Meaning { path: path.to_owned(), need: Need::Nothing });
    }
    let path = look_up(&PERSON, &heading.marked())?;
    let need = if path.ends_with("t_name") { Need::PersonalData } else { Need::Nothing };
    Some(Meaning { path: heading.place_of(path), need })
}

/// Returns `true` if a heading seems to be about a director, whatever it holds.
pub(super) fn is_about_director(heading: &str) -> bool {
    let heading = Heading::read(heading);
    heading.is_director || look_up(&PERSON, &heading.words).is_some()
}

/// A heading, taken apart.
struct Heading {
    /// The words that mean something, without blanks between them.
    words: String,
    has_number_word: bool,
    is_director: bool,
    /// Which director, from zero.
    at: usize,
}

impl Heading {
    fn read(heading: &str) -> Self {
        let parted = heading.replace(['\'', '’', '.', 'º', '°'], " ");
        let mut read = Self { words: String::new(), has_number_word: false, is_director: false, at: 0 };
        for word in plain_words(&parted).split(' ') {
            let digits = word.len() - word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let (letters, number) = word.split_at(word.len() - digits);
            let number: Option<usize> = number.parse().ok().filter(|number| (1..=20).contains(number));
            if is_among(DIRECTS, letters) {
                read.is_director = true;
                read.at = number.map_or(read.at, |number| number - 1);
            } else if let (true, Some(number)) = (letters.is_empty() && read.is_director, number) {
                read.at = number - 1;
            } else if is_among(NUMBER_WORDS, word) {
                read.has_number_word = true;
            } else if !is_among(SMALL, word) {
                read.words.push_str(word);
            }
        }
        read
    }

    /// Returns the words, marked if a word such as `number` stood among them.
    fn marked(&self) -> String {
        if self.has_number_word { format!("#{}", self.words) } else { self.words.clone() }
    }

    fn of_director(&self) -> Option<Meaning> {
        // `legal` also stands in `legal name`, `directeur` in names of places: another word must follow.
        let known = look_up(&PERSON, &self.words).or_else(|| look_up(&DIRECTOR, &self.marked()));
        if let Some(path) = known {
            let is_bare_name = ["nom", "name", "naam", "nombre"].contains(&self.words.as_str());
            let need = if is_bare_name { Need::BothNames } else { Need::Nothing };
            return Some(Meaning { path: self.place_of(path), need });
        }
        let path = look_up(&ADDRESS, &self.marked())?;
        Some(Meaning { path: self.place_of(&format!("address.{path}")), need: Need::Nothing })
    }

    fn place_of(&self, path: &str) -> String {
        format!("directors.{}.{path}", self.at)
    }
}

fn look_up<'a>(table: &[(&'a str, &str)], words: &str) -> Option<&'a str> {
    table.iter().find(|(_, headings)| is_among(headings, words)).map(|(path, _)| *path)
}

fn is_among(words: &str, word: &str) -> bool {
    words.split(' ').any(|other| other == word)
}

#[cfg(test)]
mod tests {
    use super::super::target;
    use super::*;

    fn pointer(heading: &str) -> Option<(String, Option<&'static str>)> {
        target::find(heading).map(|target| (target.pointer, target.identifier_type))
    }

    #[test]
    fn headings_of_five_languages_are_known_in_usual_spellings() {
        for (place, headings) in [
            ("/name", ["Raison sociale", "Firmenname", "Bedrijfsnaam", "Razón social", "Company name"]),
            ("/name", ["Dénomination sociale", "FIRMA", "Handelsnaam", "Empresa", "Nom de l’entreprise"]),
            ("/address/postal_code", ["Code postal", "PLZ", "Postcode", "Código postal", "ZIP Code"]),
            ("/address/city", ["Ville", "Ort", "Plaats", "Población", "Town"]),
            ("/address/country", ["Pays", "Land", "País", "Code pays", "Country"]),
            ("/address/address_line_1", ["Adresse", "Straße", "Straat + nr.", "Dirección", "N° et rue"]),
            (
                "/directors/0/birth_date",
                [
                    "Date de naissance",
                    "Geburtsdatum",
                    "Geboortedatum",
                    "Fecha de nacimiento",
                    "Date of birth",
                ],
            ),
            ("/vat_number", ["N° TVA intracommunautaire", "USt-IdNr.", "BTW-nummer", "NIF-IVA", "VAT no."]),
            ("/account_number", ["IBAN", "IBAN-Nummer", "Bankrekening", "Cuenta bancaria", "Numéro IBAN"]),
            (
                "/directors/1/first_name",
                [
                    "Prénom du dirigeant 2",
                    "Geschäftsführer 2 Vorname",
                    "Voornaam bestuurder 2",
                    "Nombre del administrador 2",
                    "Director 2 first name",
                ],
            ),
            (
                "/directors/0/last_name",
                [
                    "Nom du dirigeant",
                    "Nachname Geschäftsführer",
                    "Naam bestuurder",
                    "Apellidos del representante",
                    "Last name of managing director",
                ],
            ),
        ] {
            for heading in headings {
                assert_eq!(pointer(heading).map(|found| found.0).as_deref(), Some(place), "{heading}");
            }
        }
    }

    #[test]
    fn numbers_of_registers_have_their_type() {
        for (kind, headings) in [
            ("siren", ["N° SIREN", "Numéro de SIREN", "SIREN", "No. Siren", "Nº SIREN"]),
            (
                "hr_nummer",
                ["Handelsregisternummer", "Handelsregister", "HRB-Nr.", "HRB", "Handelsregister-Nr."],
            ),
            ("kvk", ["KvK-nummer", "KVK", "KvK nr", "Kamer van Koophandel nummer", "kvknummer"]),
            (
                "belgium_registration_number",
                ["Ondernemingsnummer", "Numéro d'entreprise", "KBO-nummer", "N° BCE", "Numéro BCE"],
            ),
        ] {
            for heading in headings {
                let wanted = Some(("/identifier".to_owned(), Some(kind)));
                assert_eq!(pointer(heading), wanted, "{heading}");
            }
        }
    }

    #[test]
    fn words_with_two_meanings_are_left_alone() {
        for heading in [
            "Nom",
            "Naam",
            "Nombre",
            "TVA",
            "BTW",
            "Company no.",
            "N° client",
            "Kundennummer",
            "Contact",
            "Email",
            "Telefon",
            "Directeur",
            "Représentant légal",
            "Date",
            "Numéro",
            "",
            "N°",
        ] {
            assert_eq!(pointer(heading), None, "{heading}");
        }
    }

    #[test]
    fn every_heading_is_written_as_it_is_looked_up_and_stands_once() {
        let tables = [&NUMBERS[..], &COMPANY, &ADDRESS, &PERSON, &DIRECTOR];
        let mut seen = std::collections::HashSet::new();
        for (path, heading) in tables
            .iter()
            .flat_map(|table| table.iter())
            .flat_map(|(path, words)| words.split(' ').map(move |it| (path, it)))
        {
            let bare = heading.trim_start_matches('#');
            assert_eq!(plain_words(bare), bare);
            assert!(seen.insert(heading), "{heading}");
            let is_place = target::find(path).or_else(|| target::find(&format!("director_{path}")));
            assert!(is_place.or_else(|| target::find(&format!("address.{path}"))).is_some(), "{path}");
        }
    }
}
