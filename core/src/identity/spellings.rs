//! The spellings under which the API may know a company.

use super::Company;
use super::german::RegisterEntry;
use super::registers::Number;

impl Company {
    /// Returns every spelling of the company's numbers that can be derived, the given one first. `known` adds
    /// spellings that cannot be derived, such as the SIRETs of a SIREN or the court of a number.
    pub(crate) fn spellings(&self, identifier: &str, known: &[String]) -> Vec<String> {
        let mut spellings = vec![identifier.to_owned()];
        let mut add = |spelling: String| {
            if !spelling.is_empty() && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        };
        for number in self.numbers.iter().chain(self.vat.iter()) {
            spellings_of(number).into_iter().for_each(&mut add);
        }
        known.iter().cloned().for_each(&mut add);
        spellings
    }

    /// Returns `true` if `spelling` can be derived from the company's numbers.
    pub(crate) fn derives(&self, spelling: &str) -> bool {
        self.numbers
            .iter()
            .chain(self.vat.iter())
            .any(|number| spellings_of(number).iter().any(|known| known == spelling))
    }
}

fn spellings_of(number: &Number) -> Vec<String> {
    match number {
        Number::Siren(siren) => [Some(siren.clone()), french_vat(siren)].into_iter().flatten().collect(),
        Number::Nif(nif) => vec![nif.clone(), format!("ES{nif}")],
        Number::Enterprise(digits) => {
            let groups = [&digits[..4], &digits[4..7], &digits[7..]].join(".");
            vec![digits.clone(), format!("BE{digits}"), groups]
        }
        Number::Entry(entry) => entry_spellings(entry),
        Number::Other(_) => Vec::new(),
        number => vec![number.text()],
    }
}

fn entry_spellings(entry: &RegisterEntry) -> Vec<String> {
    let number = entry.number_without_court();
    let bare =
        entry.suffix.as_ref().map(|suffix| number.trim_end_matches(suffix.as_str()).trim_end().to_owned());
    let compact = number.replace(' ', "");
    [Some(number), bare, Some(compact)].into_iter().flatten().collect()
}

/// Returns the VAT number of a SIREN, with its key (Code general des impots, annexe 2, 242 sexies A).
fn french_vat(siren: &str) -> Option<String> {
    let number: u64 = siren.parse().ok()?;
    let key = (12 + 3 * (number % 97)) % 97;
    Some(format!("FR{key:02}{siren}"))
}
