//! The floors of each crate, as ARCHITECTURE.md draws them. To have a crate checked, add it to `PLANS`.

/// Which files of a crate may use which.
pub(crate) struct Plan {
    /// The name of the crate.
    pub(crate) name: &'static str,
    /// Its sources, from the root of the repository.
    pub(crate) folder: &'static str,
    /// The floors from below. A file uses what stands below it or in its own room. A space parts the files and
    /// folders of a room; `|` parts the rooms of a floor, which do not use each other. The longest entry that
    /// fits a file counts.
    pub(crate) floors: &'static [&'static str],
    /// Arrows that no floor allows, from one entry to another, each with its reason in a comment.
    pub(crate) exceptions: &'static [(&'static str, &'static str)],
    /// The most files that may use each other in a circle.
    pub(crate) largest_circle: usize,
}

/// All crates that are checked.
pub(crate) const PLANS: &[Plan] = &[
    Plan {
        name: "defacto-sandbox",
        folder: "sandbox/src",
        floors: &[
            "rules | snippets",
            "error settings wire",
            "world",
            "life | http",
            "api",
            "server",
            "console",
            "builder lib sandbox",
        ],
        exceptions: &[],
        largest_circle: 6,
    },
    Plan {
        name: "defacto-bindings",
        folder: "tools/bindings/src",
        floors: &[
            "surface native journeys filters",
            "names",
            "dialect",
            "view areas openapi snippets",
            "kotlin | swift | calls | reference | inventory",
            "main",
        ],
        exceptions: &[],
        largest_circle: 6,
    },
    Plan {
        name: "defacto-cli",
        folder: "cli/src",
        floors: &["terminal", "outcome", "settings", "commands", "main"],
        exceptions: &[],
        largest_circle: 6,
    },
    Plan {
        name: "defacto-sdk",
        folder: "core/src",
        floors: &[
            "lock per_process world",
            "wire scrub",
            "error stream",
            "model",
            "validation",
            "identity",
            "redact",
            "retry wait",
            "observe",
            "rate_limiter reasons",
            "store",
            "transport",
            "intent page",
            "api pdf",
            "client",
            "enrollment lending explain testing",
            "webhook",
            "pending",
            "portfolio",
            "logging",
            "python",
            "foreign",
            "fuzzing lib reference",
        ],
        exceptions: &[],
        largest_circle: 6,
    },
];

impl Plan {
    /// Returns the entry that a file belongs to, with its floor and room, or `None` if it stands nowhere.
    pub(crate) fn place(&self, file: &str) -> Option<(&'static str, (usize, usize))> {
        let entries = self.entries().filter(|(entry, _)| covers(entry, file));
        entries.max_by_key(|(entry, _)| entry.len())
    }

    /// Returns every entry with its floor and room.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'static str, (usize, usize))> {
        self.floors.iter().enumerate().flat_map(|(floor, rooms)| {
            let rooms = rooms.split('|').enumerate();
            rooms.flat_map(move |(room, files)| {
                files.split_whitespace().map(move |entry| (entry, (floor, room)))
            })
        })
    }

    /// Returns `true` if one file may use another.
    pub(crate) fn allows(&self, from: &str, to: &str) -> bool {
        let (Some((_, from_place)), Some((_, to_place))) = (self.place(from), self.place(to)) else {
            return false;
        };
        from_place == to_place || to_place.0 < from_place.0 || self.exception(from, to).is_some()
    }

    /// Returns the position of the exception that allows an arrow, or `None` if there is none.
    pub(crate) fn exception(&self, from: &str, to: &str) -> Option<usize> {
        self.exceptions.iter().position(|(above, below)| covers(above, from) && covers(below, to))
    }
}

/// Returns `true` if an entry is the file, or a folder that holds it.
fn covers(entry: &str, file: &str) -> bool {
    file.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
