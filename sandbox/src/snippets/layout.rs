//! Breaks expressions into lines, as the formatters of the languages do.

/// The length of a line.
const WIDTH: usize = 100;

const STEP: usize = 4;

/// An expression.
#[derive(Debug)]
pub(super) enum Expr {
    Atom(String),
    /// Items between brackets: a call, a list.
    Group {
        open: String,
        items: Vec<Expr>,
        close: &'static str,
    },
    /// Something before an expression, such as the name of an argument.
    Before(String, Box<Expr>),
    /// Calls one after the other on a value.
    Chain(Box<Expr>, Vec<Expr>),
}

impl Expr {
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    pub(super) fn call(open: impl Into<String>, items: Vec<Self>) -> Self {
        Self::Group { open: open.into() + "(", items, close: ")" }
    }

    pub(super) fn before(text: impl Into<String>, expr: Self) -> Self {
        Self::Before(text.into(), Box::new(expr))
    }

    /// Returns `true` for a list: alone in brackets, it shares their lines.
    fn is_list(&self) -> bool {
        matches!(self, Self::Group { open, .. } if open == "[")
    }

    fn flat(&self) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Group { open, items, close } => {
                let items: Vec<String> = items.iter().map(Self::flat).collect();
                format!("{open}{}{close}", items.join(", "))
            }
            Self::Before(text, expr) => format!("{text}{}", expr.flat()),
            Self::Chain(base, calls) => calls.iter().fold(base.flat(), |text, call| text + &call.flat()),
        }
    }
}

/// How a language breaks lines.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    /// Whether a comma stands behind the last of the items.
    pub(super) trailing_comma: bool,
}

impl Layout {
    /// Returns an expression that follows `head` on the same line, at an indent.
    pub(super) fn statement(self, indent: usize, head: &str, expr: &Expr, tail: &str) -> String {
        let before = " ".repeat(indent) + head;
        let text = self.write(expr, indent, before.chars().count(), tail.len());
        format!("{before}{text}{tail}\n")
    }

    /// Returns an expression whose first line begins at `column`, with `rest` characters behind its last one.
    fn write(self, expr: &Expr, indent: usize, column: usize, rest: usize) -> String {
        let flat = expr.flat();
        if column + flat.chars().count() + rest <= WIDTH {
            return flat;
        }
        match expr {
            Expr::Atom(text) => text.clone(),
            Expr::Before(text, inner) => {
                format!("{text}{}", self.write(inner, indent, column + text.chars().count(), rest))
            }
            Expr::Group { open, items, close } if items.is_empty() => format!("{open}{close}"),
            Expr::Group { open, items, close } if matches!(items.as_slice(), [only] if only.is_list()) => {
                let item = self.write(&items[0], indent, column + open.chars().count(), rest + close.len());
                format!("{open}{item}{close}")
            }
            Expr::Group { open, items, close } => {
                let inner = indent + STEP;
                let lines = items.iter().enumerate().map(|(at, item)| {
                    let comma = if self.trailing_comma || at + 1 < items.len() { "," } else { "" };
                    format!("{}{}{comma}\n", " ".repeat(inner), self.write(item, inner, inner, 1))
                });
                format!("{open}\n{}{}{close}", lines.collect::<String>(), " ".repeat(indent))
            }
            Expr::Chain(base, calls) => {
                let base = self.write(base, indent, column, 0);
                // Below a base of several lines, the calls continue its bracket.
                let inner = if base.contains('\n') { indent } else { indent + STEP };
                let before = format!("\n{}", " ".repeat(inner));
                let calls = calls.iter().map(|call| self.write(call, inner, inner, rest + 1));
                calls.fold(base, |text, call| text + &before + &call)
            }
        }
    }
}
