//! What becomes due at a time of the simulator's clock.

use std::{collections::BTreeMap, fmt};

use jiff::Timestamp;

/// Something to do. It looks at the state first: what it was planned for may have changed.
pub(crate) type Task<W> = Box<dyn FnOnce(&mut W) + Send>;

/// All that is planned, in the order of due times; what is due at one time runs in the order of planning.
pub(crate) struct Agenda<W> {
    tasks: BTreeMap<(Timestamp, u64), Task<W>>,
    planned: u64,
}

impl<W> Default for Agenda<W> {
    fn default() -> Self {
        Self { tasks: BTreeMap::new(), planned: 0 }
    }
}

impl<W> Agenda<W> {
    pub(crate) fn add(&mut self, due: Timestamp, task: Task<W>) {
        self.planned += 1;
        self.tasks.insert((due, self.planned), task);
    }

    /// When the next task is due.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.tasks.keys().next().map(|(due, _)| *due)
    }

    /// Takes the first task that is due by then.
    pub(crate) fn take(&mut self, by: Timestamp) -> Option<(Timestamp, Task<W>)> {
        let entry = self.tasks.first_entry().filter(|entry| entry.key().0 <= by)?;
        let ((due, _), task) = entry.remove_entry();
        Some((due, task))
    }
}

impl<W> fmt::Debug for Agenda<W> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Agenda").field("tasks", &self.tasks.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_come_in_the_order_of_their_due_times() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut agenda = Agenda::<()>::default();
        for second in [3, 1, 2] {
            agenda.add(at(second), Box::new(|&mut ()| {}));
        }
        assert_eq!(agenda.next_due(), Some(at(1)));
        let due: Vec<_> = std::iter::from_fn(|| agenda.take(at(2)).map(|(due, _)| due)).collect();
        assert_eq!(due, [at(1), at(2)]);
        assert_eq!(agenda.next_due(), Some(at(3)));
    }
}
