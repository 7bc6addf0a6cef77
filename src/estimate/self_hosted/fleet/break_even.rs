//! From how many requests a day on the own fleet is cheaper than a hosted model, and where it is not again.

use super::cost::HOURS_PER_MONTH;
use super::sizing::{Configuration, Demand, Policy, Scaling, Sizer};
use crate::catalogue::gpu::PriceKind;
use crate::estimate::self_hosted::queueing::{SimulationError, Target};
use crate::units::{Count, Power, RequestsPerSec, Share, Usd, Within};

/// Volumes to look at, in requests a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Volumes {
    /// Fewest.
    pub from: Count,
    /// Most.
    pub to: Count,
    /// Points of the curve, evenly spaced by ratio.
    pub points: u32,
}

/// The monthly cost of a fleet that is as large as each volume needs. What is not entered is not counted: staff,
/// networks, storage, traffic. Idle time is counted, since rented GPUs run all month.
pub struct OwnFleet<'a> {
    sizer: Sizer<'a>,
    policy: Policy,
    /// Rates of the hours, relative to their mean.
    shape: Vec<f64>,
    busiest: f64,
    usd_per_copy_month: f64,
    staff_per_month: f64,
    /// Requests a second that a copy for prompts alone takes; nothing where the copies compute their own.
    prompts_each: Option<f64>,
    kind: PriceKind,
    /// Copies, and the rate that they can take; what lies between is interpolated by rate a copy.
    capacities: Vec<(u32, f64)>,
}

/// One volume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// Requests a day.
    pub requests_per_day: Count,
    /// Own fleet, a month.
    pub own_per_month: Usd,
    /// Hosted model, a month.
    pub hosted_per_month: Usd,
    /// Copies at the busiest hour, spare ones included.
    pub copies: u32,
    /// Mean load of the copies as a share of what they could sustain: the rest is paid idle.
    pub utilisation: Share,
}

/// Where the cheaper side changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// Requests a day.
    pub requests_per_day: Count,
    /// Whether the own fleet is the cheaper side above it.
    pub own_cheaper_above: bool,
    /// Whether it lies at a step, where another copy is added.
    pub at_a_step: bool,
}

/// Own fleet against hosted model.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEven {
    /// The kind of price that the fleet is paid at.
    pub kind: PriceKind,
    /// Whether the copies keep the target; where even nearly idle ones miss it, only the load counts.
    pub keeps_target: bool,
    /// The staff counted in, US dollars a month; nothing if none was entered.
    pub staff_per_month: Option<Usd>,
    /// Both costs over the volume.
    pub curve: Vec<CurvePoint>,
    /// All crossings within the volumes, in their order. None means that one side is cheaper throughout.
    pub crossings: Vec<Crossing>,
}

/// A volume and what the own fleet costs more than the hosted model there.
type Difference = (f64, f64);

impl<'a> OwnFleet<'a> {
    /// The fleet of `configuration`; nothing if its device has no price: its cost is not known. With `prompts_each`,
    /// copies of their own compute the prompts, each so many a second, and the demand is that of the answers.
    ///
    /// # Errors
    /// [`SimulationError`] when the mean request does not fit.
    pub fn new(
        configuration: &Configuration<'a>,
        demand: &Demand,
        target: &Target,
        policy: &Policy,
        staff_per_month: Option<Usd>,
        prompts_each: Option<RequestsPerSec>,
    ) -> Result<Option<Self>, SimulationError> {
        let sizer = Sizer::new(&configuration.server, &demand.load, target, policy)?;
        let Some(price) = configuration.price else { return Ok(None) };
        let mean = demand.mean().get().max(1e-12);
        let shape: Vec<f64> = demand.hours.iter().map(|rate| rate.get() / mean).collect();
        Ok(Some(Self {
            sizer,
            policy: *policy,
            busiest: shape.iter().copied().fold(0.0, f64::max).max(1e-12),
            shape,
            usd_per_copy_month: price.rate.get() * configuration.gpus_per_copy.get() * HOURS_PER_MONTH,
            staff_per_month: staff_per_month.map_or(0.0, Usd::get),
            prompts_each: prompts_each.map(RequestsPerSec::get),
            kind: price.kind,
            capacities: Vec::new(),
        }))
    }

    /// Whether the copies keep the target; where even nearly idle ones miss it, they are as many as the load takes.
    #[must_use]
    pub fn keeps_target(&mut self) -> bool {
        let rate = self.capacity_of(1);
        self.sizer.size(RequestsPerSec::saturating(rate), 1).is_some_and(|size| size.meets_target)
    }

    /// The cost at `volume` requests a day; nothing if the most copies of the policy are too few.
    pub fn per_month(&mut self, volume: Count) -> Option<Usd> {
        self.at(volume.get()).map(|(usd, _, _)| Usd::saturating(usd))
    }

    /// Cost a month, copies at the busiest hour and mean copies, spare ones included.
    fn at(&mut self, per_day: f64) -> Option<(f64, u32, f64)> {
        let mean = per_day / 86_400.0;
        let at_peak = self.copies(mean * self.busiest)?;
        let spare = f64::from(self.policy.spare_copies);
        let copies = spare
            + match self.policy.scaling {
                Scaling::Fixed => f64::from(at_peak),
                Scaling::Auto => {
                    let alone = self.capacity_of(1).max(1e-12);
                    let of_hour = |rate: &f64| (rate * mean / alone).ceil().within(1.0, f64::from(at_peak));
                    self.shape.iter().map(of_hour).sum::<f64>() / self.shape.len().max(1) as f64
                }
            };
        let of_prompts =
            self.prompts_each.map_or(0.0, |each| (mean * self.busiest / each.max(1e-12)).ceil().max(1.0));
        if of_prompts > f64::from(self.policy.most_copies) {
            return None;
        }
        let usd = (copies + of_prompts) * self.usd_per_copy_month + self.staff_per_month;
        Some((usd, at_peak + self.policy.spare_copies + of_prompts as u32, copies))
    }

    /// The fewest copies whose capacity reaches `rate`.
    fn copies(&mut self, rate: f64) -> Option<u32> {
        while self.capacities.last().is_none_or(|(_, capacity)| *capacity < rate) {
            let last = self.capacities.last().map_or(0, |(copies, _)| *copies);
            if last >= self.policy.most_copies {
                return None;
            }
            // Up to 16 copies each is worked out; beyond, the rate a copy hardly changes from one to the next.
            let next = (last + 1).max((f64::from(last) * 1.06) as u32).min(self.policy.most_copies);
            let capacity = self.sizer.capacity(next).get();
            if capacity <= 0.0 {
                return None;
            }
            self.capacities.push((next, capacity));
        }
        let place = self.capacities.partition_point(|(_, capacity)| *capacity < rate);
        let (most, capacity) = *self.capacities.get(place)?;
        let (least, below) =
            place.checked_sub(1).and_then(|p| self.capacities.get(p)).map_or((0, 0.0), |c| *c);
        let part = (rate - below) / (capacity - below);
        Some((f64::from(least) + part * f64::from(most - least)).ceil().max(1.0) as u32)
    }

    fn capacity_of(&mut self, copies: u32) -> f64 {
        match self.capacities.first() {
            Some((first, capacity)) if *first == copies => *capacity,
            _ => self.sizer.capacity(copies).get(),
        }
    }

    /// Sets the fleet against `hosted`, which gives the cost of one request at a volume in requests a day.
    ///
    /// The own cost is a staircase; each step within the volumes is found, and between steps each crossing. With
    /// autoscaling the steps are many and small, and crossings are sought between points of the curve.
    pub fn against(&mut self, hosted: impl Fn(Count) -> Usd, volumes: Volumes) -> BreakEven {
        let from = volumes.from.get().max(1.0);
        let to = volumes.to.get().max(from);
        let points = volumes.points.max(2);
        let ratio = (to / from).raised_to(1.0 / f64::from(points - 1));
        let hosted_month =
            |per_day: f64| hosted(Count::saturating(per_day)).get() * per_day * HOURS_PER_MONTH / 24.0;
        let sustainable = self.sizer.sustainable().get();
        let mut curve = Vec::with_capacity(points as usize);
        let mut crossings = Vec::new();
        let mut before: Option<(f64, u32)> = None;
        for place in 0..points {
            let per_day = if place + 1 == points { to } else { from * ratio.powi(place as i32) };
            let Some((own, copies, mean_copies)) = self.at(per_day) else { break };
            if let Some((last, last_copies)) = before {
                self.cross((last, last_copies), (per_day, copies), &hosted_month, &mut crossings);
            }
            before = Some((per_day, copies));
            curve.push(CurvePoint {
                requests_per_day: Count::saturating(per_day),
                own_per_month: Usd::saturating(own),
                hosted_per_month: Usd::saturating(hosted_month(per_day)),
                copies,
                utilisation: Share::saturating(per_day / 86_400.0 / (mean_copies * sustainable)),
            });
        }
        let staff_per_month = (self.staff_per_month > 0.0).then(|| Usd::saturating(self.staff_per_month));
        let keeps_target = self.keeps_target();
        BreakEven { kind: self.kind, keeps_target, staff_per_month, curve, crossings }
    }

    /// Crossings between two volumes with the copies that they need.
    fn cross(
        &mut self,
        (from, copies): (f64, u32),
        (to, more): (f64, u32),
        hosted_month: &impl Fn(f64) -> f64,
        crossings: &mut Vec<Crossing>,
    ) {
        let mut left = (from, self.difference(from, hosted_month));
        for step in copies..more.min(copies + MOST_STEPS) {
            // The last volume that `step` copies carry, and the first that they do not.
            let (mut low, mut high) = (left.0, to);
            while high - low > 1e-9 * high {
                let middle = 0.5 * (low + high);
                let needs_more = self.at(middle).is_none_or(|(_, copies, _)| copies > step);
                if needs_more { high = middle } else { low = middle }
            }
            let (foot, head) =
                ((low, self.difference(low, hosted_month)), (high, self.difference(high, hosted_month)));
            self.cross_smoothly(left, foot, hosted_month, crossings);
            if foot.1 * head.1 < 0.0 {
                crossings.push(crossing(high, head.1, true));
            }
            left = head;
        }
        let right = (to, self.difference(to, hosted_month));
        self.cross_smoothly(left, right, hosted_month, crossings);
    }

    fn cross_smoothly(
        &mut self,
        left: Difference,
        right: Difference,
        hosted_month: &impl Fn(f64) -> f64,
        crossings: &mut Vec<Crossing>,
    ) {
        if left.1 * right.1 >= 0.0 && right.1 != 0.0 {
            return;
        }
        let (mut low, mut high) = (left.0, right.0);
        while high - low > 1e-9 * high {
            let middle = 0.5 * (low + high);
            if self.difference(middle, hosted_month) * left.1 > 0.0 { low = middle } else { high = middle }
        }
        if left.1 != 0.0 {
            crossings.push(crossing(high, -left.1, false));
        }
    }

    /// Own less hosted cost; infinite where the fleet cannot be large enough.
    fn difference(&mut self, per_day: f64, hosted_month: &impl Fn(f64) -> f64) -> f64 {
        self.at(per_day).map_or(f64::INFINITY, |(own, _, _)| own - hosted_month(per_day))
    }
}

/// Steps looked at between two points of the curve.
const MOST_STEPS: u32 = 64;

fn crossing(per_day: f64, difference_above: f64, at_a_step: bool) -> Crossing {
    Crossing {
        requests_per_day: Count::saturating(per_day),
        own_cheaper_above: difference_above < 0.0,
        at_a_step,
    }
}
