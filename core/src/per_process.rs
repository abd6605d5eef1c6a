//! One value for each process, also after a fork.

use std::sync::OnceLock;

/// A value of which each process has its own, also a forked child.
///
/// A thread that the child does not have may hold the lock of the parent's value; the child must not wait.
pub(crate) struct PerProcess<T>(OnceLock<Box<Node<T>>>);

struct Node<T> {
    process: u32,
    value: T,
    child: PerProcess<T>,
}

impl<T> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Returns the value of this process. `make` creates it from the parent's value, if there is one.
    pub(crate) fn get(&'static self, make: impl Fn(Option<&T>) -> T) -> &'static T
    where
        T: 'static,
    {
        #[cfg(feature = "simulation")]
        if let Some(world) = crate::world::simulated::world() {
            let place = std::ptr::from_ref(self).addr();
            return crate::world::simulated::of_process(place, &*world, || make(None));
        }
        let process = std::process::id();
        let (mut at, mut parent) = (self, None);
        loop {
            let node =
                at.0.get_or_init(|| Box::new(Node { process, value: make(parent), child: Self::new() }));
            if node.process == process {
                return &node.value;
            }
            (at, parent) = (&node.child, Some(&node.value));
        }
    }
}
