//! The models that could respond instead, by cost and latency, for the feature that is open.
//!
//! Those are drawn whose latency was measured or published for the model itself; the class of a model does not tell
//! which of two is faster.

use crate::catalogue::latency::effects::Size;
use crate::catalogue::{Catalogue, ModelId};
use crate::chart::{Axis, Chart, Dot, Frame, Joined, Quantity, Role, Scatter};
use crate::estimate::Comparison;
use crate::estimate::compare::ModelRow;
use crate::estimate::latency::goodput::Verdict;
use crate::format::{Column, Locale, exact, usd};
use crate::presentation::View;
use crate::presentation::words::questions::size_class;
use crate::presentation::words::verdict::metric;
use crate::scenario::{SloMetric, Target};
use crate::units::{Date, Millis, Usd};

/// One model that could respond to all calls of the feature that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its number.
    pub id: ModelId,
    /// Its name.
    pub name: String,
    /// What the feature would cost a month, in US dollars.
    pub month: f64,
    /// The time that the target limits, at the target's percentile.
    pub wait: Millis,
    /// Whether it meets the target; nothing without one.
    pub verdict: Option<Verdict>,
    /// Whether the workload does not fit.
    pub is_too_small: bool,
    /// Whether it responds now.
    pub is_chosen: bool,
    /// Its size class.
    pub size: Option<Size>,
}

impl Candidate {
    /// Whether it could respond: it meets the target, where there is one, and takes the workload.
    #[must_use]
    pub fn meets(&self) -> bool {
        self.verdict.is_none_or(|verdict| matches!(verdict, Verdict::Met | Verdict::Close))
            && !self.is_too_small
    }
}

/// The models of a comparison whose latency is their own, and the present one.
#[must_use]
pub fn candidates(found: &Comparison, catalogue: &Catalogue, as_of: Date) -> Vec<Candidate> {
    let candidate = |row: &ModelRow| {
        let wait = row.wait?;
        let model = catalogue.hosted.model(row.model);
        // A model that others resell at the same price is shown once.
        let is_shown = wait.is_own() && !row.is_resold;
        (is_shown || row.is_today).then(|| Candidate {
            id: row.model,
            name: model.map(|model| model.name.clone()).unwrap_or_default(),
            size: model.and_then(|model| catalogue.size_class(model, as_of)),
            month: row.month.get(),
            wait: wait.at(found.metric).typical,
            verdict: wait.verdict,
            is_too_small: row.is_too_small(),
            is_chosen: row.is_today,
        })
    };
    found.rows.iter().filter_map(candidate).collect()
}

/// Cost against latency, to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct CostAgainstLatency {
    /// One point for each model.
    pub dots: Vec<Dot>,
    /// The models of the points; none where the points are no models.
    pub ids: Vec<ModelId>,
    /// The heading of the names.
    pub names: Column,
    /// Latency.
    pub x: Axis,
    /// Cost.
    pub y: Axis,
    /// The longest latency that is allowed, in seconds.
    pub target: Option<f64>,
    /// The chart in a sentence.
    pub name: String,
}

impl CostAgainstLatency {
    /// The chart, `width` CSS pixels wide.
    #[must_use]
    pub fn draw(&self, width: f64, locale: Locale) -> Chart {
        let Self { dots, ids: _, names, x, y, target, name: _ } = self;
        let scatter = Scatter {
            name_column: names.clone(),
            dots,
            x: x.clone(),
            y: y.clone(),
            target: *target,
            joined: Joined::Frontier,
        };
        scatter.draw(Frame::new(width, 260.0), locale)
    }
}

/// The axis of latencies at the percentile of `target`, or at p95.
#[must_use]
pub fn latency_axis(target: Option<Target>, locale: Locale) -> Axis {
    let rank = exact(target.map_or(95.0, |target| target.percentile.get()), locale);
    let what = metric(target.map_or(SloMetric::Ttft, |target| target.metric));
    Axis {
        title: [what, ", p", &rank, "; left is faster"].concat(),
        key: "wait_s",
        quantity: Quantity::Seconds,
        role: Role::Latency,
        log: false,
    }
}

/// The models that could respond instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Models {
    /// What was found, in a sentence without a full stop.
    pub heading: String,
    /// The chart; nothing where there is one model.
    pub chart: Option<CostAgainstLatency>,
}

/// What the figures of the models are.
pub const MODELS_NOTE: &str = "Models whose latency was measured or published. Response quality is not estimated: \
     try your own prompts on a model before you switch.";

/// The models that could respond instead, from the candidates of the last comparison.
#[must_use]
pub fn models(view: &View, all: &[Candidate]) -> Models {
    Models { heading: heading(view, all), chart: chart(view, all) }
}

fn number(count: usize) -> String {
    const WORDS: [&str; 11] =
        ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
    WORDS.get(count).map_or_else(|| exact(count as f64, Locale::ENGLISH), |word| (*word).to_owned())
}

/// "Six other models would meet the target, and all cost less"
fn heading(view: &View, all: &[Candidate]) -> String {
    let chosen = all.iter().find(|candidate| candidate.is_chosen);
    let Some(chosen) = chosen else { return "Other models, by cost and latency".to_owned() };
    let others: Vec<&Candidate> =
        all.iter().filter(|candidate| !candidate.is_chosen && candidate.meets()).collect();
    let cheaper = others.iter().filter(|candidate| candidate.month < chosen.month).count();
    let models = if others.len() == 1 { " other model" } else { " other models" };
    let could = if view.target().is_some() { " would meet the target" } else { " could respond" };
    let first = [&number(others.len()), models, could].concat();
    match (others.len(), cheaper) {
        (0, _) => first,
        (all, cheaper) if all == cheaper && all > 1 => first + ", and all cost less",
        (1, 1) => first + ", and it costs less",
        (1, _) => first + ", and it does not cost less",
        (_, 0) => first + ", and none costs less",
        (_, cheaper) => {
            let verb = if cheaper == 1 { " costs less" } else { " cost less" };
            [first.as_str(), "; ", &*number(cheaper).to_ascii_lowercase(), verb].concat()
        }
    }
}

fn chart(view: &View, all: &[Candidate]) -> Option<CostAgainstLatency> {
    if all.len() < 2 {
        return None;
    }
    let target = view.target();
    let dot = |candidate: &Candidate| Dot {
        name: candidate.name.clone(),
        x: candidate.wait.get() / 1000.0,
        y: candidate.month,
        chosen: candidate.is_chosen,
    };
    let name = [
        "Cost against latency of ",
        &exact(all.len() as f64, view.locale),
        " models; the table has the same figures",
    ];
    Some(CostAgainstLatency {
        dots: all.iter().map(dot).collect(),
        ids: all.iter().map(|candidate| candidate.id).collect(),
        names: Column::new("Model", "model"),
        x: latency_axis(target, view.locale),
        y: Axis {
            title: [view.feature_name(), ", a month; lower is cheaper"].concat(),
            key: "usd_per_month",
            quantity: Quantity::Usd,
            role: Role::Cost,
            log: true,
        },
        target: target.map(|target| target.limit.get() / 1000.0),
        name: name.concat(),
    })
}

/// A cheaper model, or one that meets the target where the present one does not.
#[derive(Debug, Clone, PartialEq)]
pub struct Better {
    /// Its number.
    pub id: ModelId,
    /// Its name.
    pub name: String,
    /// ", also mid-size, meets the target too, for $750 a month. "
    pub text: String,
}

/// "No cheaper mid-size model is known to meet the target."
fn none_of(size: Size, has_target: bool) -> String {
    let end = if has_target { " model is known to meet the target. " } else { " model is known. " };
    ["No cheaper ", size_class(size), end].concat()
}

/// The cheapest model of the class of the present one that could respond, where it costs less or meets the target that the
/// present one does not; nothing where the present model is not known.
#[must_use]
pub fn better(all: &[Candidate], locale: Locale) -> Option<Result<Better, String>> {
    let chosen = all.iter().find(|candidate| candidate.is_chosen)?;
    let size = chosen.size?;
    let cheapest = all
        .iter()
        .filter(|candidate| !candidate.is_chosen && candidate.size == Some(size) && candidate.meets())
        .min_by(|a, b| a.month.total_cmp(&b.month));
    let found = cheapest.filter(|candidate| candidate.month < chosen.month || !chosen.meets());
    let Some(found) = found else { return Some(Err(none_of(size, chosen.verdict.is_some()))) };
    let verb = match (found.verdict, chosen.meets()) {
        (None, _) => ", would respond for ",
        (Some(_), true) => ", meets the target too, for ",
        (Some(_), false) => ", meets the target, for ",
    };
    let month = usd(Usd::saturating(found.month), locale);
    let text = [", also ", size_class(size), verb, &month, " a month. "].concat();
    Some(Ok(Better { id: found.id, name: found.name.clone(), text }))
}
