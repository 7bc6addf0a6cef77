//! The chosen point, simulated: what the closed forms missed, and whether one copy fewer would do.

use super::frontier::{Point, with_batch};
use super::sizing::{Configuration, Demand, Policy, Sizer};
use crate::estimate::self_hosted::queueing::{
    Arrivals, Distribution, Load, Outcome, Percentiles, Run, Server, SimulationError, Target,
};
use crate::units::{Percentile, RequestsPerSec};

/// How far the closed form lies from the simulation, relative to it: 0.1 is 10 % too long.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// The percentile compared: of the five that are simulated, the one nearest to the target's.
    pub percentile: Percentile,
    /// In the time to first token.
    pub ttft: f64,
    /// In the time per token; nothing where answers have one token.
    pub tpot: Option<f64>,
    /// In the whole answer.
    pub e2e_latency: f64,
}

/// A number of copies, simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// Copies that share the load.
    pub copies: u32,
    /// What one of them does at the peak hour.
    pub outcome: Outcome,
    /// Whether the target is kept, by the simulation.
    pub meets_target: bool,
    /// How far the closed forms were off; nothing where either says that there is no steady state.
    pub gap: Option<Gap>,
}

/// Simulates a point with the copies that the closed forms chose and then with one more or fewer, until it stands
/// between a number that keeps the target and one that does not. One simulation a call, for use between frames.
pub struct Confirmation<'a> {
    server: Server<'a>,
    sizer: Sizer<'a>,
    load: Load,
    peak: RequestsPerSec,
    target: Target,
    policy: Policy,
    run: Run,
    /// Whether more copies can help, by the closed forms.
    within_reach: bool,
    next: Option<u32>,
    trials: Vec<Trial>,
}

/// Simulations that one confirmation may cost.
const MOST_TRIALS: usize = 8;

impl<'a> Confirmation<'a> {
    /// Of `point`, which is one of `configuration`.
    ///
    /// # Errors
    /// [`SimulationError`] when the mean request does not fit.
    pub fn new(
        point: &Point,
        configuration: &Configuration<'a>,
        demand: &Demand,
        target: &Target,
        policy: &Policy,
        run: Run,
    ) -> Result<Self, SimulationError> {
        let server = with_batch(configuration, point.max_batch);
        Ok(Self {
            server,
            sizer: Sizer::new(&server, &demand.load, target, policy)?,
            load: demand.load,
            peak: demand.peak(),
            target: *target,
            policy: *policy,
            run,
            within_reach: point.size.meets_target,
            next: Some(point.size.copies),
            trials: Vec::with_capacity(MOST_TRIALS),
        })
    }

    /// Simulates one number of copies; true when there is no more to do.
    ///
    /// # Errors
    /// [`SimulationError`] when the run is too short.
    pub fn advance(&mut self) -> Result<bool, SimulationError> {
        let Some(copies) = self.next else { return Ok(true) };
        let trial = self.simulate(copies)?;
        self.trials.push(trial);
        self.next = self.after(copies, trial.meets_target);
        Ok(self.next.is_none())
    }

    /// All simulations, the first with the copies that the closed forms chose.
    #[must_use]
    pub fn trials(&self) -> &[Trial] {
        &self.trials
    }

    /// The fewest copies that keep the target, of those simulated.
    #[must_use]
    pub fn fewest(&self) -> Option<&Trial> {
        self.trials.iter().filter(|trial| trial.meets_target).min_by_key(|trial| trial.copies)
    }

    /// One fewer while the target is kept, one more while it is not; done where the two meet.
    fn after(&self, copies: u32, meets: bool) -> Option<u32> {
        let next = if meets { copies.checked_sub(1).filter(|fewer| *fewer > 0)? } else { copies + 1 };
        if !meets && !self.within_reach {
            return None;
        }
        let known = self.trials.iter().any(|trial| trial.copies == next);
        let room = self.trials.len() < MOST_TRIALS && next <= self.policy.most_copies;
        (!known && room).then_some(next)
    }

    fn simulate(&self, copies: u32) -> Result<Trial, SimulationError> {
        let arrivals = Arrivals { rate: self.peak, ..self.load.arrivals };
        let load = Load { arrivals: arrivals.per_copy(copies, self.policy.routing), ..self.load };
        let outcome = self.server.simulate(&load, &self.target, self.run)?;
        let report = outcome.steady();
        let meets_target = report.is_some_and(|report| {
            report.attained.meets(&self.target) && report.utilisation <= self.policy.most_utilisation
        });
        let gap = report.zip(self.sizer.size(self.peak, copies)).map(|(report, size)| {
            let off = |closed: &Distribution, simulated: &Percentiles| {
                let (rank, measured) = simulated.nearest(self.target.percentile);
                closed.at(rank).get() / measured.value.get().max(1e-9) - 1.0
            };
            Gap {
                percentile: report.ttft.nearest(self.target.percentile).0,
                ttft: off(&size.expected.ttft, &report.ttft),
                tpot: report.tpot.map(|tpot| off(&size.expected.tpot, &tpot)),
                e2e_latency: off(&size.expected.e2e_latency, &report.e2e_latency),
            }
        });
        Ok(Trial { copies, outcome, meets_target, gap })
    }
}
