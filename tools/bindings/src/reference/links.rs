//! Finds broken links of the pages.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use super::Pages;
use super::index::is_another;
use super::text::anchor;

/// Checks that every link between pages leads to a heading, and that no page has a heading twice.
pub(super) fn check(pages: &Pages) -> Result<()> {
    for (name, text) in pages {
        let mut seen = BTreeSet::new();
        for heading in headings(text) {
            ensure!(seen.insert(anchor(heading)), "{name} has two headings `{heading}`: links are ambiguous");
        }
        for target in targets(text) {
            let (file, place) = target.split_once('#').unwrap_or((target, ""));
            let page = if file.is_empty() { Some(text) } else { pages.get(file) };
            let found = is_another(file)
                || page.is_some_and(|page| {
                    place.is_empty() || headings(page).any(|heading| anchor(heading) == place)
                });
            ensure!(found, "{name} links to {target}, which is not there");
        }
    }
    Ok(())
}

/// Returns the headings outside code blocks.
fn headings(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    prose
        .flat_map(str::lines)
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim())
}

/// Returns the targets of the links between pages.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    let links = prose.flat_map(|part| part.split("](").skip(1)).filter_map(|rest| rest.split(')').next());
    links.filter(|target| !target.starts_with("http") && !target.starts_with("../"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(loans: &str) -> Pages {
        let shared = "# Shared\n\n### Amount\n".to_owned();
        Pages::from([("loans.md".to_owned(), loans.to_owned()), ("models.md".to_owned(), shared)])
    }

    #[test]
    fn links_to_headings_are_followed() {
        let text =
            "# Loans\n\n[list](#loanslist), [Amount](models.md#amount), [all](models.md)\n\n### loans.list\n";
        assert!(check(&pages(text)).is_ok());
    }

    #[test]
    fn a_link_that_leads_nowhere_is_named() {
        for target in ["#gone", "models.md#gone", "gone.md"] {
            let error = check(&pages(&format!("# Loans\n\n[there]({target})\n"))).unwrap_err();
            assert_eq!(error.to_string(), format!("loans.md links to {target}, which is not there"));
        }
    }

    #[test]
    fn two_headings_of_one_name_are_refused() {
        assert!(check(&pages("### Loan\n\n### Loan\n")).is_err());
    }

    #[test]
    fn what_stands_in_code_is_no_heading() {
        assert!(check(&pages("# Loans\n\n```python\n# Loans\n```\n")).is_ok());
    }
}
