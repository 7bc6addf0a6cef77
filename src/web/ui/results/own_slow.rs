//! What takes longer than a key press, for the self-hosted GPUs of the feature that is open: it follows after a pause, in
//! slices, so that typing never waits.

use crate::catalogue::precision::WeightPrecision;
use crate::catalogue::{Catalogue, ModelId};
use crate::estimate::self_hosted::fleet::{BreakEven, Volumes};
use crate::estimate::self_hosted::queueing::Run;
use crate::estimate::self_hosted::{
    FleetEstimate, FleetOutcome, FleetPoint, FleetSearch, break_even, hosted_twins, precisions, search_space,
    simulate,
};
use crate::estimate::{FeatureEstimate, costs};
use crate::presentation::answers::own_settings::{Against, COMPARE_STEP};
use crate::presentation::form::{find_models, model_name};
use crate::scenario::{
    Field, FieldGroup, Fleet, HostedModelChoice, Leg, ModelRef, Preset, Processing, Route, Scenario, Serving,
};
use crate::units::{Count, Share};
use crate::web::ui::Ui;
use crate::web::ui::edits::{edit_fleet, fleet};
use crate::web::ui::figures::Figures;
use crate::web::ui::live::{RwSignal, StoredValue};
use crate::web::ui::schedule::{self, Phase, Progress, work_after_change};
use std::rc::Rc;

/// Configurations of one slice: a few milliseconds.
const SLICE: usize = 8;
/// Hosts of the same open model that a break-even shows at most.
const MOST_TWINS: usize = 2;
/// Volumes of the break-even curve.
const VOLUMES: u32 = 120;

/// What was found.
#[derive(Default)]
pub struct Found {
    /// With weights in 16, 8 and 4 bits.
    pub precisions: Vec<(WeightPrecision, FleetEstimate)>,
    /// Against the hosted model that was picked.
    pub even: Option<BreakEven>,
    /// Against other hosted models, with their names.
    pub others: Vec<Against>,
    /// Configurations around the present one, which is the first.
    pub points: Vec<FleetPoint>,
    /// Settings that were simulated, by their place among the points: the whole answer by closed forms over that of
    /// the simulation, less 1.
    pub gaps: Vec<(usize, f64)>,
    /// Configurations of a search that still goes on.
    coming: Vec<FleetPoint>,
    /// Settings that are still to be simulated.
    waiting: Vec<usize>,
}

/// Handles of what is found.
#[derive(Clone, Copy)]
pub struct Slow {
    found: StoredValue<Found>,
    /// Counts what was found, for those who follow.
    at: RwSignal<usize>,
    /// The form that the hosted model to compare with is kept in.
    ui: Ui,
}

impl Slow {
    /// Follows the form until its owner goes.
    pub fn new(ui: Ui) -> Self {
        let slow = Self { found: StoredValue::new(Found::default()), at: RwSignal::new(0), ui };
        let follow = move || {
            ui.chosen.track();
            ui.draft.parsed().track();
        };
        work_after_change(Phase::Search, follow, move || {
            Some(Box::new(Search { slow, ui, step: 0, simulated: None }))
        });
        slow
    }

    /// Reads what was found, and follows it.
    pub fn read<T>(self, read: impl FnOnce(&Found) -> T) -> T {
        self.at.track();
        self.found.with_value(read)
    }

    /// The hosted model to compare with.
    pub fn hosted(self) -> HostedModelChoice {
        let picked = fleet(self.ui, |fleet| fleet.compare_with.clone()).flatten();
        // The same open model where somebody hosts it: the price that self-hosting competes with first.
        let twin = || {
            let own = fleet(self.ui, Clone::clone)?;
            let twins = self.ui.catalogue.with_value(|catalogue| hosted_twins(&own, catalogue));
            twins.first().map(|id| HostedModelChoice::Book(ModelRef::Id(*id)))
        };
        picked.or_else(twin).unwrap_or_else(|| self.ui.catalogue.with_value(usual_hosted))
    }

    /// Hosted models beside it: the same open model where others host it, and the usual one.
    fn others(self, first: &HostedModelChoice) -> Vec<HostedModelChoice> {
        let own = fleet(self.ui, Clone::clone);
        let mut all = self.ui.catalogue.with_value(|catalogue| {
            let twins = own.map(|own| hosted_twins(&own, catalogue)).unwrap_or_default();
            let twins = twins.into_iter().map(|id| HostedModelChoice::Book(ModelRef::Id(id)));
            twins.take(MOST_TWINS).chain([usual_hosted(catalogue)]).collect::<Vec<_>>()
        });
        all.retain(|choice| choice != first);
        all
    }

    /// Compares with another hosted model of the book.
    pub fn compare_with(self, choice: &HostedModelChoice) {
        // One with prices of its own has no form for them here.
        if let HostedModelChoice::Book(_) = choice {
            let change = &mut |fleet: &mut Fleet| fleet.compare_with = Some(choice.clone());
            edit_fleet(self.ui, COMPARE_STEP, change);
        }
    }
}

/// The steps: what is known at once, the simulation of the present setting, the search, some settings simulated.
struct Search {
    slow: Slow,
    ui: Ui,
    step: usize,
    /// What was simulated and is not shown yet.
    simulated: Option<Rc<Figures>>,
}

impl schedule::Work for Search {
    fn step(&mut self) -> Progress {
        let Self { slow, ui, step, .. } = *self;
        self.step += 1;
        let index = ui.chosen.get_untracked();
        let scenario = ui.draft.now();
        let model = slow.hosted();
        let per_day = ui.figures_of(index, |feature| feature.volume.per_day.get()).unwrap_or(0.0);
        let mut simulated = None;
        let next = ui.catalogue.with_value(|catalogue| {
            let work = Work { scenario: &scenario, index, catalogue };
            slow.found.try_update_value(|found| match step {
                0 => {
                    found.precisions = work.precisions();
                    found.even = work.break_even(model.clone(), per_day);
                    found.others.clear();
                    found.coming.clear();
                    found.waiting.clear();
                    Progress::Shows
                }
                1 => {
                    simulated = ui.found().and_then(|found| Some(Rc::new(work.simulated(&found)?)));
                    Progress::Shows
                }
                2 => {
                    let others = slow.others(&model).into_iter();
                    let found_for = |choice: HostedModelChoice| {
                        Some((model_name(&choice, catalogue), work.break_even(choice, per_day)?))
                    };
                    found.others = others.filter_map(found_for).collect();
                    Progress::Shows
                }
                _ if !found.waiting.is_empty() => {
                    let next = found.waiting.pop();
                    let gap = next.and_then(|place| Some((place, work.gap(found.points.get(place)?)?)));
                    found.gaps.extend(gap);
                    if found.waiting.is_empty() { Progress::Done } else { Progress::Shows }
                }
                _ => {
                    if !work.search(&mut found.coming) {
                        return Progress::More;
                    }
                    found.points = std::mem::take(&mut found.coming);
                    found.gaps.clear();
                    found.waiting = neighbours(&found.points);
                    if found.waiting.is_empty() { Progress::Done } else { Progress::Shows }
                }
            })
        });
        self.simulated = self.simulated.take().or(simulated);
        // Without an owner there is nobody to show it to.
        next.unwrap_or(Progress::Done)
    }

    fn show(&mut self) {
        if let Some(simulated) = self.simulated.take() {
            self.ui.simulated.set(Some(simulated));
        }
        self.slow.at.update(|at| *at += 1);
    }
}

fn nobody() -> HostedModelChoice {
    HostedModelChoice::Book(ModelRef::Id(ModelId::new(0)))
}

/// The hosted model that the support chat has: the same wherever a link is opened.
fn usual_hosted(catalogue: &std::sync::Arc<Catalogue>) -> HostedModelChoice {
    let mut feature = Preset::SupportChat.feature();
    find_models(&mut feature, catalogue);
    let Serving::Hosted(route) = feature.serving else { return nobody() };
    route.legs.into_iter().next().map_or_else(nobody, |leg| leg.model)
}

/// The first setting, which is the present one, and those with the next smaller and the next larger batch limit that
/// change anything, as places among `points`.
fn neighbours(points: &[FleetPoint]) -> Vec<usize> {
    let Some(now) = points.first() else { return Vec::new() };
    let of = |found: &FleetPoint, field| found.fleet.size.value(field).unwrap_or(4096.0);
    let limit = of(now, Field::BatchLimit);
    let wait = |found: &FleetPoint| found.point.map_or(0.0, |point| point.size.latencies.e2e_latency.get());
    let (mut below, mut above) = (None, None);
    for (place, found) in points.iter().enumerate().skip(1) {
        let same = found.fleet.weights == now.fleet.weights
            && of(found, Field::TensorParallel).to_bits() == of(now, Field::TensorParallel).to_bits();
        let differs = (wait(found) - wait(now)).abs() > 1e-2 * wait(now);
        if !same || !differs || found.point.is_none() {
            continue;
        }
        // Limits stand in their order.
        if of(found, Field::BatchLimit) < limit {
            below = Some(place);
        } else if above.is_none() {
            above = Some(place);
        }
    }
    [Some(0), below, above].into_iter().flatten().collect()
}

struct Work<'a> {
    scenario: &'a Scenario,
    index: usize,
    catalogue: &'a Catalogue,
}

impl Work<'_> {
    fn precisions(&self) -> Vec<(WeightPrecision, FleetEstimate)> {
        precisions(self.scenario, self.index, self.catalogue).and_then(Result::ok).unwrap_or_default()
    }

    /// `found` with simulated times in the place of closed forms.
    fn simulated(&self, found: &Rc<Figures>) -> Option<Figures> {
        let outcome = simulate(self.scenario, self.index, self.catalogue, Run::default())?.ok()?;
        let slo = self.scenario.features.get(self.index)?.slo;
        let mut feature = FeatureEstimate::clone(found.costs.features.get(self.index)?);
        let Some(Ok(own)) = &mut feature.own_gpus else { return None };
        let FleetOutcome::Steady(service) = &mut own.outcome else { return None };
        **service = service.simulated(&outcome, slo);
        Some(found.with_feature(self.index, feature))
    }

    /// How much longer the closed form of `found` is than its simulation, in the whole answer.
    fn gap(&self, found: &FleetPoint) -> Option<f64> {
        let mut scenario = self.scenario.clone();
        scenario.features.get_mut(self.index)?.serving = Serving::SelfHosted(Box::new(found.fleet.clone()));
        let outcome = simulate(&scenario, self.index, self.catalogue, Run::default())?.ok()?;
        let report = outcome.steady()?;
        let costs = costs(&scenario, self.catalogue, None).ok()?;
        let own = costs.features.get(self.index)?.own_gpus.as_ref()?.as_ref().ok()?;
        let closed = own.service()?.e2e_latency.p95.get();
        Some(closed / report.e2e_latency.p95.value.get().max(1e-9) - 1.0)
    }

    fn break_even(&self, model: HostedModelChoice, per_day: f64) -> Option<BreakEven> {
        let leg = Leg { share: Share::saturating(1.0), model, processing: Processing::Standard };
        let volumes = Volumes {
            from: Count::saturating((per_day * 0.02).max(1.0)),
            to: Count::saturating((per_day * 3.0).max(100.0)),
            points: VOLUMES,
        };
        break_even(self.scenario, self.index, self.catalogue, &Route { legs: vec![leg] }, volumes)
    }

    /// Looks at some more configurations; true when all are done.
    fn search(&self, found: &mut Vec<FleetPoint>) -> bool {
        let feature = self.scenario.features.get(self.index);
        let Some(Serving::SelfHosted(fleet)) = feature.map(|feature| &feature.serving) else { return true };
        let all = search_space(fleet);
        let total = all.len();
        let slice = all.into_iter().skip(found.len()).take(SLICE).collect();
        let Some(mut search) = FleetSearch::new(self.scenario, self.index, self.catalogue, slice) else {
            return true;
        };
        search.advance(SLICE);
        found.extend_from_slice(search.found());
        found.len() >= total
    }
}
