//! Checks of a path. Servers resolve the dot segments of a URL, so that a value of `..` would call another
//! operation than intended.

use percent_encoding::percent_decode_str;

/// Percent-encoding within percent-encoding is decoded to this depth.
const DEEPEST: usize = 4;

/// Returns why `value` cannot be part of a path, as a text that follows the name of its argument. Returns
/// `None` if it can.
pub(super) fn wrong_value(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return Some("must not be empty: it is part of the URL's path");
    }
    if value.contains(|sign: char| sign == '\\' || sign.is_control()) || has_bad_segment(value, false) {
        return Some(
            "must not hold '.', '..', a backslash or nothing between slashes: it is part of the URL's path",
        );
    }
    None
}

/// Returns why a path that a caller wrote cannot be sent as it is; `None` if it can.
pub(super) fn wrong_path(path: &str) -> Option<&'static str> {
    if !path.starts_with('/') {
        return Some("the path must begin with a slash");
    }
    let (path, _) = path.split_once('?').unwrap_or((path, ""));
    if path.contains(|sign: char| sign == '\\' || sign == '#' || sign.is_control() || sign.is_whitespace()) {
        return Some("the path holds a backslash, a number sign, a blank or a control character");
    }
    let hidden = |sign: char| matches!(sign, '?' | '#' | '\\') || sign.is_control();
    if decoded(path).iter().skip(1).any(|text| text.contains(hidden)) {
        return Some(
            "the path holds a question mark, a number sign, a backslash or a control character in disguise",
        );
    }
    if has_bad_segment(path.strip_prefix('/').unwrap_or(path), true) {
        return Some("the path holds a segment that is '.', '..' or empty");
    }
    None
}

/// Returns `true` if a segment is empty or a dot segment, as written or after decoding. With
/// `may_end_with_slash`, the text may end with a slash.
fn has_bad_segment(text: &str, may_end_with_slash: bool) -> bool {
    decoded(text).iter().any(|text| {
        let text = if may_end_with_slash { text.strip_suffix('/').unwrap_or(text) } else { text };
        if text.is_empty() {
            return !may_end_with_slash;
        }
        text.split(['/', '\\']).any(|segment| {
            // Some servers treat the text after a semicolon as a parameter of the segment.
            let (name, _) = segment.split_once(';').unwrap_or((segment, ""));
            matches!(name.trim(), "" | "." | "..")
        })
    })
}

/// Returns the text as it is and after each decoding, until nothing changes.
fn decoded(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned()];
    while all.len() <= DEEPEST
        && let Some(last) = all.last()
    {
        let next = percent_decode_str(last).decode_utf8_lossy().into_owned();
        if next == *last {
            break;
        }
        all.push(next);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_would_change_the_path_is_refused() {
        let values = [
            "",
            " ",
            ".",
            "..",
            "../loans",
            "a/../b",
            "a//b",
            "%2e%2e",
            "%2E.",
            "%252e%252e",
            "a\\b",
            "..%2fa",
            "..;x",
            "a\0",
        ];
        for value in values {
            assert!(wrong_value(value).is_some(), "{value:?}");
        }
    }

    #[test]
    fn other_values_are_not() {
        for value in [
            "a",
            "...",
            "a.b",
            ".a",
            "HRB 42 B",
            "A B/C?D#E%2F&é",
            "50%",
            "KYB_PENDING",
            "cession de créance/annexe",
        ] {
            assert!(wrong_value(value).is_none(), "{value:?}");
        }
    }

    #[test]
    fn a_path_that_is_not_what_it_looks_like_is_refused() {
        let paths = [
            "",
            "hello",
            "https://elsewhere.example/",
            "//elsewhere.example/x",
            "/\\elsewhere.example",
            "/a/../b",
            "/a/./b",
            "/..",
            "/a/%2e%2e/b",
            "/a/%252E%252e",
            "/a//b",
            "/a%3Fb=c",
            "/a%23b",
            "/a%5c..%5cb",
            "/a#b",
            "/a\t/b",
            "/.\t./b",
            "/a/..;/b",
        ];
        for path in paths {
            assert!(wrong_path(path).is_some(), "{path:?}");
        }
    }

    #[test]
    fn other_paths_are_not() {
        for path in
            ["/", "/hello", "/borrowers/", "/a/b%20c", "/a%2Fb", "/a.b/...", "/list?cursor=../x&y=//", "/é"]
        {
            assert!(wrong_path(path).is_none(), "{path:?}");
        }
    }
}
