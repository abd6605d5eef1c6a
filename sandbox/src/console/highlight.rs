//! Code and JSON as HTML, with a class for each kind of token. Every character of the text is escaped.

use serde_json::Value;

/// HTML whose texts are escaped already.
#[derive(Debug, Clone, Default)]
pub(crate) struct Markup(pub(crate) String);

/// What a token is, by the class that the style has for it.
#[derive(Clone, Copy)]
struct Words {
    comment: &'static [&'static str],
    keywords: &'static [&'static str],
    /// Whether apostrophes hold texts of several characters.
    apostrophes: bool,
}

const SHELL: Words = Words { comment: &["#"], keywords: &["curl"], apostrophes: true };
const PYTHON: Words = Words {
    comment: &["#"],
    keywords: &[
        "as", "async", "await", "False", "for", "from", "import", "in", "None", "print", "True", "with",
    ],
    apostrophes: true,
};
const BRACES: Words = Words {
    comment: &["//"],
    keywords: &[
        "as", "async", "await", "catch", "class", "false", "final", "fn", "for", "fun", "func", "if",
        "import", "in", "let", "mut", "new", "nil", "none", "null", "public", "return", "static", "struct",
        "throws", "true", "try", "use", "val", "var", "void",
    ],
    apostrophes: false,
};

/// JSON over several lines.
pub(crate) fn json(value: &Value) -> Markup {
    code(&serde_json::to_string_pretty(value).unwrap_or_default(), "json")
}

/// Code of a language.
pub(crate) fn code(text: &str, language: &str) -> Markup {
    let words = match language {
        "curl" => SHELL,
        "Python" => PYTHON,
        _ => BRACES,
    };
    let mut html = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while !rest.is_empty() {
        let (class, length) = token(rest, words);
        let (token, after) = rest.split_at(length);
        push(&mut html, class, token, after);
        rest = after;
    }
    Markup(html)
}

fn push(html: &mut String, class: &str, token: &str, after: &str) {
    // The key of a member, which JSON and several languages follow with a colon.
    let class = if class == "s" && after.starts_with(':') { "k" } else { class };
    if class.is_empty() {
        escape(html, token);
        return;
    }
    html.push_str("<span class=\"");
    html.push_str(class);
    html.push_str("\">");
    escape(html, token);
    html.push_str("</span>");
}

/// The class and the length of the token that a text begins with.
fn token(text: &str, words: Words) -> (&'static str, usize) {
    let first = text.chars().next().unwrap_or(' ');
    if words.comment.iter().any(|mark| text.starts_with(mark)) {
        return ("c", text.find('\n').unwrap_or(text.len()));
    }
    if first == '"' || (first == '\'' && words.apostrophes) {
        return ("s", quoted(text, first));
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if first.is_ascii_digit() {
        return ("n", run(text, |c| is_word(c) || c == '.'));
    }
    if is_word(first) {
        let length = run(text, is_word);
        let word = &text[..length];
        let class = match word {
            _ if words.keywords.contains(&word) => "w",
            _ if word.starts_with(char::is_uppercase) => "t",
            _ if text[length..].starts_with('(') => "f",
            _ => "",
        };
        return (class, length);
    }
    ("", first.len_utf8())
}

/// The length of the beginning whose characters are of a kind.
fn run(text: &str, is_of_it: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_of_it(c)).unwrap_or(text.len())
}

/// The length of a text in quotes, with the quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (place, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return place + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Adds a text to HTML, in content as well as in attributes.
fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The text that a browser shows.
    fn shown(html: &str) -> String {
        let mut text = String::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once('<') {
            text.push_str(before);
            rest = after.split_once('>').map_or("", |(_, rest)| rest);
        }
        text.push_str(rest);
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .iter()
            .fold(text, |text, (from, to)| text.replace(from, to))
    }

    #[test]
    fn every_character_is_shown_and_none_is_markup() {
        for text in [
            "let x = \"<script>alert(1)</script>\"; // it's &amp; <b>",
            "curl -d '{\"name\": \"O'\\''Neil\"}' \\\n  'http://127.0.0.1'",
            "\"never closed",
            "é\u{1F600} 'x' 1.5e3 Ünï",
            "",
        ] {
            for language in ["curl", "Python", "Rust", "json"] {
                let html = code(text, language).0;
                assert_eq!(shown(&html), text, "{language}");
                assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
            }
        }
    }

    #[test]
    fn members_and_values_differ() {
        let html = json(&json!({"a": "b", "c": 1})).0;
        assert!(html.contains("<span class=\"k\">&quot;a&quot;</span>"), "{html}");
        assert!(html.contains("<span class=\"s\">&quot;b&quot;</span>"), "{html}");
        assert!(html.contains("<span class=\"n\">1</span>"), "{html}");
    }
}
