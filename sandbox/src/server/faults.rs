//! The faults that are set.

use std::sync::{Mutex, MutexGuard, PoisonError};

use fastrand::Rng;

use crate::{
    server::fault::{Fault, FaultKind},
    world::seed::Seed,
};

/// The faults that are set, in the order in which they were set.
#[derive(Debug)]
pub(crate) struct Faults {
    seed: Seed,
    set: Mutex<Set>,
}

#[derive(Debug)]
struct Set {
    /// Each with its number, by which it can be removed.
    faults: Vec<(u64, Fault)>,
    /// How many were set, and how often some were removed.
    revision: u64,
    rng: Rng,
}

impl Faults {
    pub(crate) fn new(seed: Seed) -> Self {
        let set = Set { faults: Vec::new(), revision: 0, rng: seed.rng("faults", "") };
        Self { seed, set: Mutex::new(set) }
    }

    fn lock(&self) -> MutexGuard<'_, Set> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, mut fault: Fault) {
        if fault.probability.is_none() {
            fault.times.get_or_insert(1);
        }
        let mut set = self.lock();
        set.revision += 1;
        let number = set.revision;
        set.faults.push((number, fault));
    }

    /// The first fault that strikes this valid request; it is used up by that.
    pub(crate) fn take(&self, operation: &str, companies: &[&str]) -> Option<Fault> {
        self.take_of(|kind| kind != FaultKind::Answer, operation, companies)
    }

    /// The first answer that is set for this request, valid or not; it is used up by that.
    pub(crate) fn take_answer(&self, operation: &str, companies: &[&str]) -> Option<Fault> {
        self.take_of(|kind| kind == FaultKind::Answer, operation, companies)
    }

    fn take_of(
        &self,
        wanted: impl Fn(FaultKind) -> bool,
        operation: &str,
        companies: &[&str],
    ) -> Option<Fault> {
        let Set { faults, rng, .. } = &mut *self.lock();
        let strikes = |(_, fault): &&mut (u64, Fault)| {
            wanted(fault.kind)
                && fault.fits(operation, companies)
                && rng.f64() < fault.probability.unwrap_or(1.0)
        };
        let (_, fault) = faults.iter_mut().find(strikes)?;
        fault.times = fault.times.map(|times| times - 1);
        let taken = fault.clone();
        faults.retain(|(_, fault)| fault.times != Some(0));
        Some(taken)
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.lock().faults.iter().map(|(_, fault)| fault.clone()).collect()
    }

    /// The faults that are set, each with the number by which it can be removed.
    pub(crate) fn numbered(&self) -> Vec<(u64, Fault)> {
        self.lock().faults.clone()
    }

    /// Removes one fault. Returns `false` if no fault has this number.
    pub(crate) fn remove(&self, number: u64) -> bool {
        let mut set = self.lock();
        let before = set.faults.len();
        set.faults.retain(|(known, _)| *known != number);
        let removed = set.faults.len() < before;
        set.revision += u64::from(removed);
        removed
    }

    /// A number that differs when a fault was set or removed since.
    pub(crate) fn revision(&self) -> u64 {
        self.lock().revision
    }

    pub(crate) fn clear(&self) {
        let mut set = self.lock();
        let revision = set.revision + 1;
        *set = Set { faults: Vec::new(), revision, rng: self.seed.rng("faults", "") };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(fault: Fault) -> Faults {
        let faults = Faults::new(Seed(1));
        faults.add(fault);
        faults
    }

    #[test]
    fn a_fault_strikes_as_often_as_told() {
        let faults = faults(Fault::new(FaultKind::BadGateway).times(2));
        assert!(faults.take("GET /hello", &[]).is_some());
        assert!(faults.take("GET /hello", &[]).is_some());
        assert!(faults.take("GET /hello", &[]).is_none());
        assert!(faults.list().is_empty());
    }

    #[test]
    fn a_fault_strikes_its_operation_and_company_only() {
        let faults = faults(Fault::new(FaultKind::BadGateway).operation("POST /borrowers").identifier("1"));
        assert!(faults.take("GET /borrowers", &["1"]).is_none());
        assert!(faults.take("POST /borrowers", &["2"]).is_none());
        assert!(faults.take("POST /borrowers", &[]).is_none());
        assert!(faults.take("POST /borrowers", &["1"]).is_some());
    }

    #[test]
    fn a_probability_has_no_end_and_repeats_with_the_seed() {
        let hits = || {
            let faults = faults(Fault::new(FaultKind::BadGateway).probability(0.5));
            (0..1000).map(|_| faults.take("GET /hello", &[]).is_some()).collect::<Vec<_>>()
        };
        assert_eq!(hits(), hits());
        assert!((300..700).contains(&hits().iter().filter(|hit| **hit).count()));
    }
}
