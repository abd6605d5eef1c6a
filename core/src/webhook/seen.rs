//! Which events were received before.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use super::Freshness;
use crate::error::Result;
use crate::model::Timestamp;
use crate::world;

/// What makes two deliveries the same event. The API gives events no id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EventKey {
    /// What happened.
    pub event_type: String,
    /// What it happened to.
    pub id: String,
    /// When it happened.
    pub timestamp: Option<Timestamp>,
    /// A digest of the event's content, where it has no id or no time.
    pub content: Option<String>,
}

impl EventKey {
    /// The event as one text.
    pub fn event(&self) -> String {
        let at = self.timestamp.map(|at| at.to_string());
        let parts: Vec<_> = at.iter().chain(&self.content).map(String::as_str).collect();
        format!("{} {} {}", self.event_type, self.id, parts.join(" "))
    }

    /// The entity as one text: its kind, as the event's type names it, and its id. An event that does not say what it is
    /// about has one of its own.
    pub fn entity(&self) -> String {
        if self.id.is_empty() {
            return self.event();
        }
        let kind = self.event_type.split('.').next().unwrap_or_default();
        // `BorrowerFinancialProductCreated` has no dot.
        let kind = kind.strip_suffix("Created").or_else(|| kind.strip_suffix("Updated")).unwrap_or(kind);
        format!("{kind} {}", self.id)
    }
}

/// Remembers which events were received. It is asked by many threads at once and must decide for one of them.
pub trait SeenEvents: Send + Sync {
    /// Says what is known of an event, and remembers it in the same step.
    ///
    /// # Errors
    /// `Store` when it cannot be remembered: the event is to be delivered again then.
    fn record(&self, event: &EventKey) -> Result<Freshness>;

    /// Forgets an event again, because it could not be dealt with: its next delivery is new.
    ///
    /// # Errors
    /// `Store` when that cannot be written down.
    fn forget(&self, event: &EventKey) -> Result<()>;
}

/// Remembers the last events in memory: enough for one process that may miss a repetition when it starts again.
#[derive(Debug)]
pub struct MemorySeen {
    most: usize,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    events: HashSet<String>,
    order: VecDeque<Known>,
    newest: HashMap<String, (Timestamp, usize)>,
}

#[derive(Debug)]
struct Known {
    event: String,
    entity: String,
    happened_at: Timestamp,
    received_at: Timestamp,
}

impl MemorySeen {
    /// Remembers at most so many events, the last ones.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), memory: Mutex::default() }
    }

    /// Forgets what was received before then.
    pub(crate) fn forget_before(&self, before: Timestamp) {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        while memory.order.front().is_some_and(|known| known.received_at < before) {
            memory.drop_at(0);
        }
    }
}

impl Default for MemorySeen {
    /// Ten thousand events, about 2 MB.
    fn default() -> Self {
        Self::new(10_000)
    }
}

impl SeenEvents for MemorySeen {
    fn record(&self, event: &EventKey) -> Result<Freshness> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if !memory.events.insert(event.event()) {
            return Ok(Freshness::Duplicate);
        }
        let at = event.timestamp.unwrap_or(Timestamp::MIN);
        memory.order.push_back(Known {
            event: event.event(),
            entity: event.entity(),
            happened_at: at,
            received_at: world::wall_clock(),
        });
        let (newest, known) = memory.newest.entry(event.entity()).or_insert((at, 0));
        *known += 1;
        let outdated = event.timestamp.is_some_and(|at| at < *newest);
        *newest = at.max(*newest);
        while memory.order.len() > self.most {
            memory.drop_at(0);
        }
        Ok(if outdated { Freshness::Outdated } else { Freshness::New })
    }

    fn forget(&self, event: &EventKey) -> Result<()> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        // Its place in the order as well: it would push the next delivery out too soon.
        let name = event.event();
        if let Some(at) = memory.order.iter().position(|known| known.event == name) {
            memory.drop_at(at);
            memory.find_newest(&event.entity());
        }
        Ok(())
    }
}

impl Memory {
    /// An entity is known as long as one of its events is.
    fn drop_at(&mut self, place: usize) {
        let Some(dropped) = self.order.remove(place) else { return };
        self.events.remove(&dropped.event);
        if let Some((_, known)) = self.newest.get_mut(&dropped.entity) {
            *known -= 1;
            if *known == 0 {
                self.newest.remove(&dropped.entity);
            }
        }
    }

    /// What could not be dealt with overtakes nothing.
    fn find_newest(&mut self, entity: &str) {
        let Some((newest, _)) = self.newest.get_mut(entity) else { return };
        let moments = self.order.iter().filter(|known| known.entity == entity).map(|known| known.happened_at);
        *newest = moments.max().unwrap_or(Timestamp::MIN);
    }
}
