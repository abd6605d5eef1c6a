//! Finds the place in the request that the name of a column means, by the tables of the models.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::headings::{self, Need};
use crate::api::borrowers::NewBorrower;
use crate::model::IdentifierType;
use crate::validation::is_blank;
use crate::wire::{Described, Kind, ModelInfo};

/// The place of the company's number.
pub(super) const IDENTIFIER: &str = "/identifier";

/// The limit of items in a list. No practical table has columns for more.
const MAX_ITEMS: usize = 100;

/// One step on the way to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

/// A place in the request that a cell can fill.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) pointer: String,
    pub(super) steps: Vec<Step>,
    /// The kind of the value. `None` means free text.
    pub(super) kind: Option<&'static Kind>,
    /// The type of the identifier, if the name of the column gives it.
    pub(super) identifier_type: Option<&'static str>,
    /// What else the file must have for the column to be used.
    pub(super) need: Need,
    /// Whether the name is a heading of the table, which a name of a field goes before.
    pub(super) is_heading: bool,
}

impl Target {
    fn new(steps: Vec<Step>, kind: Option<&'static Kind>) -> Self {
        let pointer = steps.iter().fold(String::new(), |mut pointer, step| {
            pointer.push('/');
            match step {
                Step::Member(name) => pointer.push_str(&name.replace('~', "~0").replace('/', "~1")),
                Step::Item(at) => pointer.push_str(&at.to_string()),
            }
            pointer
        });
        Self { pointer, steps, kind, identifier_type: None, need: Need::Nothing, is_heading: false }
    }

    /// Returns `true` if the place is an item of a list, or inside one.
    pub(super) fn is_in_list(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Item(_)))
    }
}

/// Returns the place that `name` means: a path in the request, or a type of identifier.
pub(super) fn find(name: &str) -> Option<Target> {
    let plain = normalize_name(name);
    find_field(NewBorrower::INFO, &plain)
        .or_else(|| find_type(&plain))
        .or_else(|| find_free(name))
        .or_else(|| find_heading(name))
}

/// Returns the place that a heading of the table means.
fn find_heading(name: &str) -> Option<Target> {
    let meaning = headings::find(name)?;
    let plain = normalize_name(&meaning.path);
    let target = find_field(NewBorrower::INFO, &plain).or_else(|| find_type(&plain))?;
    Some(Target { need: meaning.need, is_heading: true, ..target })
}

/// Returns the place of a whole field of the request, with all its members.
pub(super) fn find_whole(name: &str) -> Option<Target> {
    let plain = normalize_name(name);
    let field = NewBorrower::INFO.fields.iter().find(|field| normalize_name(field.name) == plain)?;
    Some(Target::new(vec![Step::Member(field.name.to_owned())], Some(field.kind)))
}

/// Returns a name in lower case, without separators and blanks. A letter with an accent is one character:
/// some systems write two.
pub(super) fn normalize_name(name: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(name);
    composed.chars().filter(|c| !is_separator(*c)).flat_map(char::to_lowercase).collect()
}

fn is_separator(c: char) -> bool {
    is_blank(c) || matches!(c, '/' | '.' | '_' | '-')
}

fn find_field(model: &'static ModelInfo, name: &str) -> Option<Target> {
    let (mut steps, kind) = in_model(model, name)?;
    steps.reverse();
    Some(Target::new(steps, Some(kind)))
}

/// The steps in reverse order, and the kind of the value.
type Way = (Vec<Step>, &'static Kind);

fn in_model(model: &'static ModelInfo, name: &str) -> Option<Way> {
    model.fields.iter().find_map(|field| {
        let plain = normalize_name(field.name);
        let rest = name.strip_prefix(&plain).and_then(|rest| in_kind(field.kind, rest));
        let (mut steps, kind) =
            rest.or_else(|| in_single(field.kind, name.strip_prefix(singular(&plain)?)?))?;
        steps.push(Step::Member(field.name.to_owned()));
        Some((steps, kind))
    })
}

fn in_kind(kind: &'static Kind, rest: &str) -> Option<Way> {
    match kind {
        Kind::Model(model) => in_model(model, rest),
        Kind::List(item) => {
            let (number, rest) = split_number(rest);
            in_item(item, number?, rest)
        }
        Kind::Map(_) | Kind::Bytes | Kind::Pdf => None,
        _ => rest.is_empty().then(|| (Vec::new(), kind)),
    }
}

/// Finds a list item by the singular: `director_` is the first, and `director2_` the second.
fn in_single(kind: &'static Kind, rest: &str) -> Option<Way> {
    let Kind::List(item) = kind else { return None };
    let (number, rest) = split_number(rest);
    in_item(item, number.map_or(0, |number| number.saturating_sub(1)), rest)
}

fn in_item(item: &'static Kind, at: usize, rest: &str) -> Option<Way> {
    let (mut steps, kind) = in_kind(item, rest)?;
    steps.push(Step::Item(at));
    (at < MAX_ITEMS).then_some((steps, kind))
}

fn singular(name: &str) -> Option<&str> {
    name.strip_suffix('s')
}

fn split_number(text: &str) -> (Option<usize>, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    (digits.parse().ok(), rest)
}

/// Returns the place of the company's number if `plain` is a type of identifier, such as `siren`.
fn find_type(plain: &str) -> Option<Target> {
    let kind = IdentifierType::VALUES.iter().find(|kind| normalize_name(kind) == plain)?;
    let mut target = find_field(NewBorrower::INFO, "identifier")?;
    target.identifier_type = Some(kind);
    Some(target)
}

/// Finds a member of a free object, such as `metadata.crm_id`. The spelling of its name is kept.
fn find_free(name: &str) -> Option<Target> {
    let is_pointer = name.starts_with('/');
    let name = name.trim_start_matches(is_separator).trim_end_matches(is_blank);
    let objects = NewBorrower::INFO.fields.iter().filter(|field| matches!(field.kind, Kind::Object));
    objects.into_iter().find_map(|field| {
        let plain = normalize_name(field.name);
        let ends = name.char_indices().filter(|(_, c)| is_separator(*c));
        let mut rests =
            ends.filter(|(at, _)| normalize_name(&name[..*at]) == plain).map(|(at, _)| &name[at..]);
        let rest = rests.next()?.trim_start_matches(is_separator);
        let member = if is_pointer { rest.replace("~1", "/").replace("~0", "~") } else { rest.to_owned() };
        let steps = vec![Step::Member(field.name.to_owned()), Step::Member(member)];
        (!rest.is_empty()).then(|| Target::new(steps, None))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(name: &str) -> Option<String> {
        find(name).map(|target| target.pointer)
    }

    #[test]
    fn a_name_is_a_path_however_it_is_written() {
        for name in [
            "account_number",
            "Account Number",
            "/account_number",
            "\u{feff}ACCOUNT.NUMBER ",
            "accountNumber",
        ] {
            assert_eq!(pointer(name).as_deref(), Some("/account_number"), "{name}");
        }
        for name in ["owner.identity_documents.identity_document_front.filename", "address.address_line_1"] {
            assert_eq!(pointer(name), Some(format!("/{}", name.replace('.', "/"))));
        }
    }

    #[test]
    fn directors_are_counted_from_zero_by_path_and_from_one_by_name() {
        for (name, place) in [
            ("directors.0.first_name", "/directors/0/first_name"),
            ("directors/1/address/country", "/directors/1/address/country"),
            ("director_first_name", "/directors/0/first_name"),
            ("director1_first_name", "/directors/0/first_name"),
            ("director2_birth_place_city", "/directors/1/birth_place/city"),
            ("Director 2 Last Name", "/directors/1/last_name"),
        ] {
            assert_eq!(pointer(name).as_deref(), Some(place), "{name}");
        }
    }

    #[test]
    fn a_list_or_an_object_as_a_whole_is_no_place_for_a_cell() {
        for name in
            ["directors", "directors.0", "director", "owner", "address", "directors.100.first_name", "", "_"]
        {
            assert_eq!(pointer(name), None, "{name}");
        }
        assert_eq!(pointer("directors.99999999999999999999999.first_name"), None);
    }

    #[test]
    fn every_type_of_identifier_names_the_number_unless_it_is_a_field() {
        for kind in IdentifierType::VALUES.iter().filter(|kind| !["name", "vat_number"].contains(kind)) {
            let target = find(kind).unwrap();
            assert_eq!((target.pointer.as_str(), target.identifier_type), (IDENTIFIER, Some(*kind)));
        }
        assert_eq!(pointer("vat_number").as_deref(), Some("/vat_number"));
        assert_eq!(pointer("name").as_deref(), Some("/name"));
        assert_eq!(find("identifier").unwrap().identifier_type, None);
    }

    #[test]
    fn metadata_keeps_the_names_of_its_members() {
        assert_eq!(pointer("metadata.crm_Id").as_deref(), Some("/metadata/crm_Id"));
        assert_eq!(pointer("Metadata_Größe (m²)").as_deref(), Some("/metadata/Größe (m²)"));
        assert_eq!(pointer("/metadata/a~1b").as_deref(), Some("/metadata/a~1b"));
        assert_eq!(pointer("metadata.").as_deref(), Some("/metadata"));
    }

    #[test]
    fn no_two_fields_share_a_name() {
        fn paths(model: &'static ModelInfo, before: &str, found: &mut Vec<String>) {
            for field in model.fields {
                let path = format!("{before}/{}", field.name);
                match field.kind {
                    Kind::Model(model) => paths(model, &path, found),
                    Kind::List(Kind::Model(model)) => paths(model, &format!("{path}/0"), found),
                    _ => found.push(path),
                }
            }
        }
        let mut found = Vec::new();
        paths(NewBorrower::INFO, "", &mut found);
        assert!(found.len() > 40);
        for path in found {
            assert_eq!(pointer(&path), Some(path.clone()));
        }
    }
}
