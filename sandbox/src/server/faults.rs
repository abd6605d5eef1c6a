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
    set: Mutex<(Vec<Fault>, Rng)>,
}

impl Faults {
    pub(crate) fn new(seed: Seed) -> Self {
        Self { seed, set: Mutex::new((Vec::new(), seed.rng("faults", ""))) }
    }

    fn lock(&self) -> MutexGuard<'_, (Vec<Fault>, Rng)> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, mut fault: Fault) {
        if fault.probability.is_none() {
            fault.times.get_or_insert(1);
        }
        self.lock().0.push(fault);
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
        let (faults, rng) = &mut *self.lock();
        let strikes = |fault: &&mut Fault| {
            wanted(fault.kind)
                && fault.fits(operation, companies)
                && rng.f64() < fault.probability.unwrap_or(1.0)
        };
        let fault = faults.iter_mut().find(strikes)?;
        fault.times = fault.times.map(|times| times - 1);
        let taken = fault.clone();
        faults.retain(|fault| fault.times != Some(0));
        Some(taken)
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.lock().0.clone()
    }

    pub(crate) fn clear(&self) {
        *self.lock() = (Vec::new(), self.seed.rng("faults", ""));
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
