//! The questions of the form: headings, choices without a number, and what a step of the history is called.

use crate::catalogue::latency::effects::Size;
use crate::estimate::latency::goodput::Verdict;

/// Heading and first words of an element, with the smaller words after it.
pub type Pair = (&'static str, &'static str);

/// Who uses the product, and what they pay.
pub const AUDIENCE: &str = "Users and price";
/// How often they use it, and the term.
pub const TRAFFIC: Pair = ("How often?", "traffic");
/// What one request carries, and the term.
pub const WORKLOAD: Pair = ("What does one request carry?", "workload");
/// The latency target, and the term.
pub const TARGET: Pair = ("How fast must it be?", "latency target");
/// Which model responds, and the term.
pub const SERVING: Pair = ("Which model, and where?", "serving");
/// The distributions, and their explanation.
pub const SPREAD: &str = "How sure are these figures?";
/// What a high end is.
pub const SPREAD_MEANS: &str =
    "A high end that 95 of 100 stay below; what you typed above is the middle. Empty: it does not vary.";

/// Which hours of the week.
pub const HOURS: Pair = ("When in the week", "in UTC; some prices change");
/// What a step of the history is called that changes them.
pub const CHANGE_OF_HOURS: &str = "change of hours";

/// The choice of a target.
pub const TARGETS: &str = "Latency target";
/// Said where there is none.
pub const NO_TARGET: &str = "No target: it may take as long as it takes";
/// Between what is timed and the limit.
pub const IN_UNDER: &str = " in under ";
/// Between the limit and the percentile.
pub const AT: &str = " at ";
/// What a step of the history is called that changes it.
pub const CHANGE_OF_TARGET: &str = "change of target";
/// The choice of what is timed.
pub const TIMED: Pair = ("What is timed", "metric");
/// The choice of the percentile.
pub const PERCENTILE: Pair = ("For", "percentile");

/// The choice of where the price is from.
pub const PLACE: &str = "Where the price is from";
/// The choice between one model and a mix.
pub const HOW_MANY_MODELS: &str = "How many models";
/// Its options.
pub const ONE_OR_MIX: [&str; 2] = ["One model", "Mix"];
/// What a step of the history is called that changes the place.
pub const CHANGE_OF_PLACE: &str = "change of where the model runs";
/// What a step of the history is called that changes the mix.
pub const CHANGE_OF_MIX: &str = "change of the mix";
/// After the price of a request.
pub const A_REQUEST: &str = " a request";
/// Before the sources of the prices: of one model, of several.
pub const PRICE_FROM: Pair = ("Price: ", "Prices: ");
/// Between the sources and the day of the price list.
pub const UPDATED: &str = ". Price list updated ";
/// A model.
pub const MODEL: &str = "Model";
/// What a step of the history is called that chooses one.
pub const CHOICE_OF_MODEL: &str = "choice of model";
/// What a step of the history is called that names one.
pub const NAME_OF_MODEL: &str = "name of the model";
/// What a step of the history is called that adds one.
pub const ONE_MORE_MODEL: &str = "one more model";
/// What a step of the history is called that removes one.
pub const REMOVAL_OF_MODEL: &str = "removal of a model";
/// Adds a model to a mix.
pub const ADD_A_MODEL: &str = "Add a model";
/// The share of the last model, and what that is.
pub const REST: Pair = ("the rest", "What the other shares leave");
/// The name of a custom model, and what that is.
pub const CUSTOM_NAME: Pair = ("Its name ", "your own model");
/// A custom model without a name.
pub const YOUR_OWN_MODEL: &str = "Your own model";

/// "Remove model 2"
#[must_use]
pub fn remove_model(number: usize) -> String {
    ["Remove model ", &number.to_string()].concat()
}

/// "Model number 12", where the price list does not have it.
#[must_use]
pub fn model_number(id: &str) -> String {
    ["Model number ", id].concat()
}

/// Said in place of the prices of a model that is not listed.
pub const NOT_LISTED: &str = "not in this price list";
/// The label of the search.
pub const FIND: &str = "Find";
/// Shown in it while it is empty.
pub const FIND_HINT: &str = "part of a name or provider";
/// The list of models.
pub const MODELS: &str = "Models";
/// Above the columns of a list of models: name, three figures, time, verdict.
pub type PickerHeads = [&'static str; 6];
/// Those of hosted models.
pub const HOSTED_HEADS: PickerHeads =
    ["Model", "In, per 1M", "Out, per 1M", "Context", "TTFT, likely range", "Target; a month"];
/// Those of open models.
pub const OPEN_HEADS: PickerHeads = ["Model", "Parameters", "At 8 bits", "Context", "", ""];
/// The newest models of each maker.
pub const USUAL_CHOICES: &str = "Usual choices: newest of each maker";
/// The other models, where there is no target.
pub const OTHERS: &str = "Others";
/// Models that were found at their makers.
pub const FROM_MAKERS: &str = "From its maker: exact name first, then newer before older";
/// Models that were found elsewhere.
pub const FROM_RESELLERS: &str = "From resellers";
/// The order of the groups that typing finds.
pub const FOUND_UNDER: [&str; 4] = ["", FROM_MAKERS, FROM_RESELLERS, super::hosted::MEDIA_MODELS];
/// Before the day since which a price is known.
pub const PRICED_SINCE: &str = "priced since ";
/// In place of a time.
pub const TIME_NOT_KNOWN: &str = "not known";
/// A time of calls to the model itself.
pub const TIME_MEASURED: &str = "measured";
/// A time of other models of its kind.
pub const TIME_OF_CLASS: &str = "of its class";
/// In place of a verdict where the context is too small.
pub const DOES_NOT_FIT: &str = "does not fit";
/// What the keys do in a list, and what it does not say.
pub const KEYS: &str = "\u{2191}\u{2193} move · Enter choose · Esc close";

/// The name of a size class.
#[must_use]
pub const fn size_class(size: Size) -> &'static str {
    match size {
        Size::Frontier => "frontier",
        Size::Mid => "mid-size",
        Size::Small => "small",
    }
}

/// ", global" where the name for requests says where they are processed.
#[must_use]
pub fn region_of(slug: &str) -> &'static str {
    if slug.starts_with("global.") {
        ", global"
    } else if slug.starts_with("regional.") {
        ", regional"
    } else {
        ""
    }
}

/// Asked before the way to enter a model.
pub const IS_IT_NOT_LISTED: &str = "Not listed? ";
/// Enters a model.
pub const ENTER_A_MODEL: &str = "Enter a model and its prices";
/// Said where nothing matches.
pub const NO_MATCH: &str = "No model of that name. ";
/// Said below a list that was cut.
pub const MORE_MATCH: &str = "More models match: type more of the name.";
/// Models whose context does not take the prompt.
pub const DO_NOT_FIT: &str = "Do not fit";

/// The heading of the models with this verdict on the target.
#[must_use]
pub const fn verdict_heading(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Met | Verdict::Close) => "Meet the target",
        Some(Verdict::Missed) => "Miss it",
        Some(Verdict::Unknown) | None => "Cannot tell",
    }
}

/// "Enter “our-model” and its prices"
#[must_use]
pub fn enter_named(typed: &str) -> String {
    ["Enter \u{201c}", typed.trim(), "\u{201d} and its prices"].concat()
}

/// "1 model", "14 models"
#[must_use]
pub fn models(number: usize) -> String {
    if number == 1 { "1 model".to_owned() } else { [&number.to_string(), " models"].concat() }
}
