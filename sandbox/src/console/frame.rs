//! What is around every page: the navigation and the clock.

use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use jiff::Timestamp;

use crate::{
    console::{
        format,
        parts::{Action, Cell, Document, Step, Table},
    },
    rules::datetime,
    server::app::App,
    snippets::{Area, surface},
};

/// An entry of the navigation.
#[derive(Debug)]
pub(crate) struct Section {
    id: &'static str,
    pub(crate) path: &'static str,
    pub(crate) name: &'static str,
    /// What is drawn in a square of sixteen.
    pub(crate) icon: &'static str,
}

const fn section(id: &'static str, path: &'static str, name: &'static str, icon: &'static str) -> Section {
    Section { id, path, name, icon }
}

/// The sections of the navigation.
const SECTIONS: [Section; 8] = [
    section("overview", "/", "Overview", r#"<path d="M2.5 7 8 2.5 13.5 7v6.5h-4v-4h-3v4h-4z"/>"#),
    section(
        "borrowers",
        "/_console/borrowers",
        "Borrowers",
        r#"<path d="M3 13.5v-11h6v11M9 6.5h4v7M1.5 13.5h13M5 5.5h2M5 8h2M5 10.5h2"/>"#,
    ),
    section(
        "credit-lines",
        "/_console/credit-lines",
        "Credit lines",
        r#"<rect x="1.5" y="3.5" width="13" height="9" rx="1.5"/><path d="M1.5 6.5h13M4 10h3"/>"#,
    ),
    section(
        "loans",
        "/_console/loans",
        "Loans",
        r#"<circle cx="8" cy="8" r="6"/><path d="M10.5 5.7A3.2 3.2 0 0 0 5.4 8a3.2 3.2 0 0 0 5.1 2.3M4.5 7.2h4M4.5 8.8h4"/>"#,
    ),
    section(
        "deliveries",
        "/_console/deliveries",
        "Deliveries",
        r#"<path d="M14 2 1.8 6.8l4.7 2.7L9.2 14zM6.5 9.5 14 2"/>"#,
    ),
    section("requests", "/_console/requests", "Requests", r#"<path d="M2 4h12M2 8h12M2 12h7"/>"#),
    section(
        "controls",
        "/_console/controls",
        "Clock & faults",
        r#"<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>"#,
    ),
    section(
        "switches",
        "/_console/switches",
        "Switches",
        r#"<rect x="1.5" y="4" width="13" height="8" rx="4"/><circle cx="10.5" cy="8" r="2"/>"#,
    ),
];

/// The clock of the sandbox when a page was made.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    pub(crate) now: String,
    pub(crate) text: String,
    pub(crate) frozen: bool,
    /// How long it is until the next event, in words.
    pub(crate) next: Option<String>,
    pub(crate) next_at: Option<String>,
}

/// What is around a page.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) section: &'static str,
    /// The name of the operation that the page is about, or nothing.
    pub(crate) operation: String,
    pub(crate) token: String,
    pub(crate) run: String,
    pub(crate) revision: u64,
    pub(crate) clock: Clock,
    pub(crate) faults: usize,
    pub(crate) sections: &'static [Section],
    pub(crate) areas: &'static [Area],
    pub(crate) operations: usize,
}

impl Frame {
    /// The frame of a page of a section.
    pub(crate) fn new(app: &App, section: &'static str, title: impl Into<String>) -> Self {
        let revision = app.revision();
        Self {
            title: title.into(),
            section,
            operation: String::new(),
            token: app.guard.token().to_owned(),
            run: app.guard.run().to_owned(),
            revision,
            clock: clock(app),
            faults: app.faults.list().len(),
            sections: &SECTIONS,
            areas: &surface().areas,
            operations: surface().areas.iter().map(|area| area.operations.len()).sum(),
        }
    }
}

impl Frame {
    /// Returns `true` if the page is of this section.
    pub(crate) fn shows(&self, section: &Section) -> bool {
        self.section == section.id
    }
}

/// Reads the clock.
pub(crate) fn clock(app: &App) -> Clock {
    let world = app.world();
    let (now, next) = (world.now(), world.next_due());
    Clock {
        now: datetime(now),
        text: format::moment(now),
        frozen: world.clock_is_frozen(),
        next: next.map(|next| distance(now, next)),
        next_at: next.map(format::moment),
    }
}

/// A time until another one, in its largest unit.
fn distance(from: Timestamp, to: Timestamp) -> String {
    let seconds = to.duration_since(from).as_secs().max(0);
    let (count, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("in {count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Where the browser reaches the sandbox: ports may be forwarded, and the host was checked.
pub(crate) fn base_url(app: &App, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    let host = host.or_else(|| app.address.get().map(ToString::to_string));
    format!("http://{}", host.unwrap_or_default())
}

/// Renders a page.
pub(crate) fn render(page: &impl Template) -> Response {
    page.render().map_or_else(
        |error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        |html| Html(html).into_response(),
    )
}

/// A page with a list.
#[derive(Debug, Template)]
#[template(path = "console/list.html")]
pub(crate) struct List {
    pub(crate) frame: Frame,
    pub(crate) about: &'static str,
    pub(crate) actions: Vec<Action>,
    /// What is searched for, where a list can be searched.
    pub(crate) search: Option<String>,
    pub(crate) links: Vec<(&'static str, String)>,
    pub(crate) table: Table,
}

/// A page about one thing.
#[derive(Debug, Template)]
#[template(path = "console/entity.html")]
pub(crate) struct Entity {
    pub(crate) frame: Frame,
    /// Where its list is.
    pub(crate) back: (&'static str, &'static str),
    pub(crate) status: String,
    pub(crate) id: String,
    pub(crate) actions: Vec<Action>,
    pub(crate) links: Vec<(&'static str, String)>,
    pub(crate) steps: Vec<Step>,
    pub(crate) facts: Vec<(&'static str, Cell)>,
    pub(crate) tables: Vec<Table>,
    pub(crate) documents: Vec<Document>,
}

impl Entity {
    /// A page about a thing of which nothing more is known yet.
    pub(crate) fn new(frame: Frame, back: (&'static str, &'static str), id: &str, status: &str) -> Self {
        Self {
            frame,
            back,
            status: status.to_owned(),
            id: id.to_owned(),
            actions: Vec::new(),
            links: Vec::new(),
            steps: Vec::new(),
            facts: Vec::new(),
            tables: Vec::new(),
            documents: Vec::new(),
        }
    }

    /// Returns `true` if one of the actions is what most people do next.
    fn has_primary(&self) -> bool {
        self.actions.iter().any(|action| action.kind == "primary")
    }
}

#[derive(Debug, Template)]
#[template(path = "console/missing.html")]
struct Missing {
    frame: Frame,
}

/// The page for what is not there.
pub(crate) fn missing(app: &App, section: &'static str) -> Response {
    let page = Missing { frame: Frame::new(app, section, "Not found") };
    (StatusCode::NOT_FOUND, render(&page)).into_response()
}
