//! Masks the secrets in URLs of webhooks.

use url::Url;

const MASK: &str = "***";
/// A longer word may be a secret that has only letters.
const LONGEST_WORD: usize = 14;
/// A path segment with more words may be a secret made of words.
const MOST_WORDS: usize = 2;

/// Returns the URL without user and fragment. Masks the query and each path segment that is not made of plain
/// words. The result still shows whether there is a secret.
pub(super) fn masked(text: &str) -> String {
    let Some((url, host)) =
        Url::parse(text).ok().and_then(|url| Some((url.clone(), url.host_str()?.to_owned())))
    else {
        return MASK.to_owned();
    };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let parts: Vec<_> = url.path().split('/').map(|part| if is_plain(part) { part } else { MASK }).collect();
    let query = url.query().map_or("", |_| "?***");
    format!("{}://{host}{port}{}{query}", url.scheme(), parts.join("/"))
}

/// Returns `true` if a path segment is made of words or is a version: `hooks`, `credit-lines`, `v2`. If in
/// doubt, returns `false`.
fn is_plain(part: &str) -> bool {
    let version = part.strip_prefix('v').is_some_and(|number| {
        (1..=2).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
    });
    version || part.split(['-', '_', '.']).count() <= MOST_WORDS && part.split(['-', '_', '.']).all(is_word)
}

/// Returns `true` for a short lower-case text with at most four letters between vowels.
fn is_word(text: &str) -> bool {
    let vowel = |letter: u8| b"aeiouy".contains(&letter);
    text.len() <= LONGEST_WORD
        && text.bytes().all(|letter| letter.is_ascii_lowercase())
        && text.as_bytes().split(|letter| vowel(*letter)).all(|between| between.len() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_secret_is_masked() {
        for (url, wanted) in [
            ("https://example.com/hooks/defacto?token=s3cret", "https://example.com/hooks/defacto?***"),
            ("https://example.com/hooks/9f8a7b6c5d4e3f2a", "https://example.com/hooks/***"),
            ("https://example.com/v2/webhooks/AbCdEf", "https://example.com/v2/webhooks/***"),
            ("https://example.com:8443/in/correcthorsebatterystaple#x", "https://example.com:8443/in/***"),
            ("https://user:s3cret@example.com/", "https://example.com/"),
            ("https://example.com/qzxkvbnmwr/credit-lines", "https://example.com/***/credit-lines"),
            ("https://example.com/hooks/tulip-canoe-ribbon", "https://example.com/hooks/***"),
            ("https://example.com/123456", "https://example.com/***"),
            ("s3cret", "***"),
        ] {
            assert_eq!(masked(url), wanted);
        }
    }
}
