//! How each feature compares with its latency target.

use crate::estimate::NoWait;
use crate::estimate::latency::goodput::Assessment;
use crate::estimate::self_hosted::FleetOutcome;
use crate::format::{Locale, exact};
use crate::presentation::View;
use crate::presentation::words::verdict::{Standing, Status, against_target, margin, metric};
use crate::scenario::Slo;

/// The latency of the feature at `index` against its target; nothing without a target or a latency.
#[must_use]
pub fn assessed<'a>(view: &View<'a>, index: usize) -> Option<&'a Assessment> {
    view.wait_of(index).and_then(|wait| wait.assessment())
}

/// What keeps self-hosted GPUs from responding at all.
#[must_use]
pub fn trouble(view: &View, index: usize) -> Option<&'static str> {
    match view.costs_of(index)?.own_gpus.as_ref()?.as_ref().ok()?.outcome {
        FleetOutcome::DoesNotFit => Some("does not start"),
        FleetOutcome::Refused(_) => Some("refused"),
        FleetOutcome::Overloaded { .. } => Some("grows without end"),
        FleetOutcome::Steady(_) => None,
    }
}

/// The tokens of the last turn and the context window of the model that refuses it.
#[must_use]
pub fn too_long(view: &View, index: usize) -> Option<(u64, u32)> {
    match view.wait_of(index)?.action {
        Err(NoWait::TooLong { needed, window }) => Some((needed, window)),
        _ => None,
    }
}

/// "250,400 tokens do not fit into its context window of 200,000", of the feature that is open.
pub(super) fn too_long_words((needed, window): (u64, u32), locale: Locale) -> String {
    let [needed, window] = [needed as f64, f64::from(window)].map(|tokens| exact(tokens, locale));
    [&needed, " tokens do not fit into its context window of ", &window].concat()
}

/// The feature at `index` against its target, for a row of a table: "0.4 s to spare".
#[must_use]
pub fn standing(view: &View, index: usize) -> Standing {
    if let Some(trouble) = trouble(view, index) {
        return Standing::new(Status::Misses, trouble);
    }
    if too_long(view, index).is_some() {
        return Standing::new(Status::Misses, "does not fit");
    }
    let has_target =
        view.scenario.features.get(index).is_some_and(|feature| matches!(feature.slo, Slo::Target(_)));
    if !has_target {
        return Status::NoTarget.plain();
    }
    assessed(view, index).map_or_else(|| Status::Unknown.plain(), |found| margin(found, view.locale))
}

/// The feature that is open against its target: "Time to first token 1.6 s at p95, meets the 2 s target."
#[must_use]
pub fn standing_sentence(view: &View) -> Standing {
    let Standing { status, text } = standing(view, view.chosen);
    if trouble(view, view.chosen).is_some() {
        return Standing { status, text: ["On these GPUs it ", &text, "."].concat() };
    }
    if let Some(found) = too_long(view, view.chosen) {
        let text = ["The prompt is too long: ", &too_long_words(found, view.locale), "."].concat();
        return Standing { status, text };
    }
    let text = match (assessed(view, view.chosen), status) {
        (Some(found), _) => {
            [metric(found.target.metric), " ", &against_target(found, view.locale), "."].concat()
        }
        (None, Status::NoTarget) => "It has no latency target.".to_owned(),
        (None, _) => ["Latency: ", &text, "."].concat(),
    };
    Standing { status, text }
}

/// How many features miss their target.
#[must_use]
pub fn missed(view: &View) -> usize {
    (0..view.scenario.features.len()).filter(|index| standing(view, *index).status == Status::Misses).count()
}

/// "1 target missed"; nothing where none is.
#[must_use]
pub fn missed_words(view: &View) -> Option<String> {
    match missed(view) {
        0 => None,
        1 => Some("1 target missed".to_owned()),
        several => Some([&several.to_string(), " targets missed"].concat()),
    }
}
