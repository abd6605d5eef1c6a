//! Names in the case of a language.

/// What stands for the API key in the code.
pub const API_KEY: &str = "YOUR_API_KEY";

/// The words that Kotlin and Swift reserve among the names that fields have or may have.
const KOTLIN: &str = "as break class continue do else false for fun if in interface is null object package \
                      return super this throw true try typealias typeof val var when while";
const SWIFT: &str = "as associatedtype break case catch class continue default defer deinit do else enum \
                     extension fallthrough false fileprivate for func guard if import in init inout \
                     internal is let nil operator private protocol public repeat rethrows return self \
                     static struct subscript super switch throw throws true try typealias var where while";

/// Returns `loan_id` as `loanId`.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + &upper_first(word))
}

pub(super) fn kotlin(name: &str) -> String {
    unreserved(camel(name), KOTLIN)
}

pub(super) fn swift(name: &str) -> String {
    unreserved(camel(name), SWIFT)
}

/// Returns a variant in Swift: `ToRepay` as `toRepay`.
pub(super) fn swift_variant(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    unreserved(first.into_iter().chain(characters).collect(), SWIFT)
}

/// Returns `BusinessSegment` as `business_segment`.
pub(super) fn snake(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}

/// Returns a variant as a constant of Python: `ToRepay` as `TO_REPAY`.
pub(super) fn constant(name: &str) -> String {
    snake(name).to_ascii_uppercase()
}

fn upper_first(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn unreserved(name: String, reserved: &str) -> String {
    if reserved.split(' ').any(|word| word == name) { format!("`{name}`") } else { name }
}
