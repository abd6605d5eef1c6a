//! Received events, by which a later delivery is known as a duplicate.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Mutex;

use defacto_sdk_macros::open_enum;

use crate::error::Result;
use crate::lock::Unpoisoned;
use crate::model::Timestamp;
use crate::world;

/// Whether a receiver received an event before.
#[open_enum(snake_case)]
pub enum Freshness {
    /// The event was not received before.
    New,
    /// The same event was received before: there is nothing to do.
    Duplicate,
    /// A later event of the same entity was received before, so the state in this one is out of date.
    Outdated,
}

/// The key by which deliveries are deduplicated. The API's events have no id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EventKey {
    /// The type of the event.
    pub event_type: String,
    /// The id of the entity; empty without one.
    pub id: String,
    /// The time of the event.
    pub timestamp: Option<Timestamp>,
    /// A digest of the event's content, if it has no id or no time.
    pub content: Option<String>,
}

impl EventKey {
    /// Returns the event as one text.
    pub fn event(&self) -> String {
        let at = self.timestamp.map(|at| at.to_string());
        let parts: Vec<_> = at.iter().chain(&self.content).map(String::as_str).collect();
        format!("{} {} {}", self.event_type, self.id, parts.join(" "))
    }

    /// Returns the entity as one text: its kind, from the event's type, and its id. Without an id, returns
    /// the event.
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

/// Remembers received events. Many threads may ask about one event at once; only one of them gets `New`.
pub trait SeenEvents: Send + Sync {
    /// Returns whether an event was received before, and remembers it in the same step.
    ///
    /// # Errors
    /// `Store` when the event cannot be remembered: the API has to deliver it again then.
    fn record(&self, event: &EventKey) -> Result<Freshness>;

    /// Forgets an event that could not be handled: its next delivery is new.
    ///
    /// # Errors
    /// `Store` when the store cannot be written.
    fn forget(&self, event: &EventKey) -> Result<()>;
}

/// Remembers the last events in memory: for one process that may miss a duplicate after a restart.
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
    /// Creates a memory of the last `most` events.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), memory: Mutex::default() }
    }

    /// Forgets the events that were received before `before`.
    pub(crate) fn forget_before(&self, before: Timestamp) {
        let mut memory = self.memory.lock().unpoisoned();
        while memory.order.front().is_some_and(|known| known.received_at < before) {
            memory.drop_at(0);
        }
    }
}

impl Default for MemorySeen {
    /// Remembers ten thousand events, about 2 MB.
    fn default() -> Self {
        Self::new(10_000)
    }
}

impl SeenEvents for MemorySeen {
    fn record(&self, event: &EventKey) -> Result<Freshness> {
        let mut memory = self.memory.lock().unpoisoned();
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
        let mut memory = self.memory.lock().unpoisoned();
        // Its place in the order goes, too: it would push the next delivery out too soon.
        let name = event.event();
        if let Some(at) = memory.order.iter().position(|known| known.event == name) {
            memory.drop_at(at);
            memory.find_newest(&event.entity());
        }
        Ok(())
    }
}

impl Memory {
    /// Removes an event, and its entity if that was its last event.
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

    /// Sets the newest time of an entity again: a forgotten event makes no other one outdated.
    fn find_newest(&mut self, entity: &str) {
        let Some((newest, _)) = self.newest.get_mut(entity) else { return };
        let moments = self.order.iter().filter(|known| known.entity == entity).map(|known| known.happened_at);
        *newest = moments.max().unwrap_or(Timestamp::MIN);
    }
}
