//! The core's inventory, in the order that a generator needs.

use defacto_sdk::wire::{AreaInfo, Entry, EnumInfo, ModelInfo, entries};
use heck::{ToLowerCamelCase, ToSnakeCase};

/// Not offered in Swift: an app enrols companies one by one and needs no portfolios. The native library has
/// these functions all the same.
const NOT_IN_SWIFT: [&str; 9] = [
    "PortfolioOutcome",
    "PortfolioProgress",
    "PortfolioResult",
    "ReportLanguage",
    "ReportReason",
    "ReportSummary",
    "Resolution",
    "ResolutionOutcome",
    "RowProblem",
];

/// Returns `true` if Swift offers a model or an enum.
pub(crate) fn is_in_swift(name: &str) -> bool {
    !NOT_IN_SWIFT.contains(&name)
}

pub(crate) struct Surface {
    pub(crate) areas: Vec<&'static AreaInfo>,
    pub(crate) models: Vec<&'static ModelInfo>,
    pub(crate) enums: Vec<&'static EnumInfo>,
}

impl Surface {
    pub(crate) fn read() -> Self {
        let (mut areas, mut models, mut enums) = (vec![], vec![], vec![]);
        for entry in entries() {
            match entry {
                Entry::Area(info) => areas.push(info),
                Entry::Model(info) => models.push(info),
                Entry::Enum(info) => enums.push(info),
            }
        }
        Self { areas, models, enums }
    }
}

/// Returns a note with its operations in camel case: `credit_lines.list` as `creditLines.list`.
pub(crate) fn in_camel_case(note: &str) -> String {
    let word =
        |word: &str| word.split('.').map(ToLowerCamelCase::to_lower_camel_case).collect::<Vec<_>>().join(".");
    let words = note.split(' ').map(|text| if text.contains('_') { word(text) } else { text.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}

/// Returns the area's accessor on the client: `credit_lines`. It is also the prefix of its native methods.
pub(crate) fn accessor(area: &AreaInfo) -> String {
    area.name.to_snake_case()
}

/// Returns the first sentence of a description, in one line.
pub(crate) fn first_sentence(doc: &str) -> String {
    let words = doc.trim().split("\n\n").next().unwrap_or_default().split_whitespace();
    let paragraph = words.collect::<Vec<_>>().join(" ");
    let end = paragraph.find(". ").map_or(paragraph.len(), |at| at + 1);
    paragraph[..end].to_owned()
}
