//! The paths that a source file names: those of its `use` declarations, and those in its code.

/// A part of a source file that matters here.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    PathSeparator,
    Sign(char),
}

/// A path of names: `crate::life::loan` is `["crate", "life", "loan"]`.
pub(crate) type Path = Vec<String>;

/// Returns the paths that a source file names, with `super` counted from the file's own module. What is
/// compiled for tests only does not count.
pub(crate) fn paths(source: &str) -> Vec<Path> {
    let tokens = without_tests(&tokens(source));
    let mut found = Vec::new();
    // How deep the braces are, and at which depths modules inside the file begin.
    let (mut depth, mut modules) = (0_usize, Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let start = found.len();
        match &tokens[at] {
            Token::Word(word) if word == "use" => at = read_tree(&tokens, at + 1, &[], &mut found),
            // Who may use an item is no use of it: `pub(in crate::life)`.
            Token::Word(word)
                if word == "pub" && tokens.get(at + 2) == Some(&Token::Word("in".to_owned())) =>
            {
                at += tokens[at..].iter().take_while(|token| **token != Token::Sign(')')).count();
            }
            Token::Word(word) if word == "mod" && tokens.get(at + 2) == Some(&Token::Sign('{')) => {
                modules.push(depth);
                at += 1;
            }
            Token::Word(_) => at = read_path(&tokens, at, &mut found),
            Token::Sign('{') => (depth, at) = (depth + 1, at + 1),
            Token::Sign('}') => {
                depth = depth.saturating_sub(1);
                modules.retain(|begun| *begun < depth);
                at += 1;
            }
            _ => at += 1,
        }
        for path in &mut found[start..] {
            leave(path, modules.len());
        }
    }
    found
}

/// Makes a path relative to the file if it is in a module that many levels inside the file.
fn leave(path: &mut Path, levels: usize) {
    for _ in 0..levels {
        if path.first().is_some_and(|name| name == "super") {
            path.remove(0);
        }
    }
    if levels > 0 && path.first().is_some_and(|name| name != "crate" && name != "super") {
        path.insert(0, "self".to_owned());
    }
}

/// Reads the path that begins here; returns where it ends. A single name is none.
fn read_path(tokens: &[Token], mut at: usize, found: &mut Vec<Path>) -> usize {
    let mut path = Vec::new();
    while let Some(Token::Word(word)) = tokens.get(at) {
        path.push(word.clone());
        at += 1;
        if tokens.get(at) != Some(&Token::PathSeparator) {
            break;
        }
        at += 1;
    }
    if path.len() > 1 {
        found.push(path);
    }
    at
}

/// Reads a tree of imports; returns where it ends.
fn read_tree(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<Path>) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens.get(at) {
            Some(Token::Word(word)) if word == "as" => at += 1,
            Some(Token::Word(word)) => path.push(word.clone()),
            Some(Token::PathSeparator) => {}
            Some(Token::Sign('{')) => {
                at = read_list(tokens, at + 1, &path, found);
                path.clear();
                continue;
            }
            Some(Token::Sign('*')) => path.push("*".to_owned()),
            _ => break,
        }
        at += 1;
    }
    if path.len() > before.len() {
        found.push(path);
    }
    at
}

/// Reads the trees between braces; returns what comes after.
fn read_list(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<Path>) -> usize {
    loop {
        at = read_tree(tokens, at, before, found);
        match tokens.get(at) {
            Some(Token::Sign(',')) => at += 1,
            _ => return at + 1,
        }
    }
}

/// Returns the modules in files of their own that are compiled for tests only.
pub(crate) fn test_modules(source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let marker = test_marker();
    let starts = tokens.windows(marker.len()).enumerate().filter(|(_, found)| **found == marker);
    let named = starts.filter_map(|(at, _)| match &tokens[at + marker.len()..] {
        [Token::Word(word), Token::Word(name), Token::Sign(';'), ..] if word == "mod" => Some(name.clone()),
        _ => None,
    });
    named.collect()
}

/// Leaves out every item that stands behind `#[cfg(test)]`.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let marker = test_marker();
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if tokens[at..].starts_with(&marker) {
            at = end_of_item(tokens, at + marker.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Returns `#[cfg(test)]` as tokens.
fn test_marker() -> [Token; 7] {
    let word = |text: &str| Token::Word(text.to_owned());
    let sign = Token::Sign;
    [sign('#'), sign('['), word("cfg"), sign('('), word("test"), sign(')'), sign(']')]
}

/// Returns where an item ends: behind its semicolon, or behind its braces.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < tokens.len() {
        match tokens[at] {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        let over = depth == 0 && matches!(tokens[at], Token::Sign('}' | ';'));
        at += 1;
        if over {
            break;
        }
    }
    at
}

/// Splits a source file into tokens, without its comments and texts.
fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = behind_comment(rest).or_else(|| behind_text(rest)) {
            rest = after;
        } else if let Some(after) = rest.strip_prefix("::") {
            found.push(Token::PathSeparator);
            rest = after;
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(Token::Word(rest[..length].to_owned()));
            rest = &rest[length..];
        } else {
            if !first.is_whitespace() {
                found.push(Token::Sign(first));
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// Returns what follows a comment that stands here, or `None` if none does.
fn behind_comment(rest: &str) -> Option<&str> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').map_or("", |end| &rest[end..]));
    }
    rest.strip_prefix("/*").map(|inside| inside.split_once("*/").map_or("", |(_, after)| after))
}

/// Returns what follows a text or a character that stands here, or `None` if none does.
fn behind_text(rest: &str) -> Option<&str> {
    if let Some(raw) =
        rest.strip_prefix('r').map(|raw| raw.trim_start_matches('#')).filter(|raw| raw.starts_with('"'))
    {
        let hashes = rest.len() - 1 - raw.len();
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(raw[1..].split_once(&end).map_or("", |(_, after)| after));
    }
    if let Some(text) = rest.strip_prefix('"') {
        return Some(behind_quote(text, '"'));
    }
    // A lifetime has no quote behind it.
    let character = rest.strip_prefix('\'')?;
    let is_character = character.starts_with('\\') || character.chars().nth(1) == Some('\'');
    is_character.then(|| behind_quote(character, '\''))
}

/// Returns what follows the next quote that no backslash escapes.
fn behind_quote(inside: &str, quote: char) -> &str {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if c == quote && !escaped {
            return &inside[at + c.len_utf8()..];
        }
        escaped = c == '\\' && !escaped;
    }
    ""
}
