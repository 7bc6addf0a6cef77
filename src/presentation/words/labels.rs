//! Buttons, headings and names for screen readers around the answers.

use crate::format::date;
use crate::scenario::Lever;
use crate::units::Date;

/// " a month", after an amount.
pub const A_MONTH: &str = " a month";
/// The choice between one feature and all of them.
pub const SCOPE: &str = "Show the answer for";
/// All features together.
pub const ALL_FEATURES: &str = "All features";
/// The button of a phone's bar that shows the answer.
pub const SHOW_ANSWER: &str = "Answer ";
/// Opens the steps of the working.
pub const STEPS: &str = "Steps";
/// Closes them.
pub const CLOSE: &str = "Close";
/// Takes a model that was found.
pub const USE_IT: &str = "Use it";
/// The same in an embed.
pub const TRY_IT: &str = "Try it";
/// Said beside a model that was found.
pub const QUALITY: &str = "Response quality is not estimated: test it first.";
/// The same in short.
pub const QUALITY_SHORT: &str = "Response quality is not estimated.";
/// Pins the result.
pub const PIN: &str = "Pin as A";
/// Ends that.
pub const UNPIN_A: &str = "Unpin A";
/// The row of what is pinned.
pub const A_AND_B: &str = "The answer in short";
/// Exchanges A and B.
pub const SWAP: &str = "Swap";
/// Shows A again.
pub const BACK_TO_A: &str = "Back to A";
/// Ends the comparison.
pub const UNPIN: &str = "Unpin";
/// What a step of the history is called that shows A again.
pub const GOING_BACK_TO_A: &str = "going back to A";
/// Ends a notice.
pub const DISMISS: &str = "Dismiss";
/// The text of a link that could not be read.
pub const LINK_AS_IT_CAME: &str = "The link as it arrived";
/// Copies it.
pub const COPY_IT: &str = "Copy it";
/// Said after that.
pub const COPIED: &str = "Copied";
/// Copies a text.
pub const COPY: &str = "Copy";
/// What the export section is for.
pub const EXPORT_TEASER: &str =
    "The answer as sentences to paste, and every figure as text, Markdown or CSV.";
/// What the check of a bill is for.
pub const BILL_TEASER: &str = "A usage or cost file against the estimate: how far apart, and why.";
/// Which feature the sentences are about.
pub const EXPORT_OF: &str = "Sentences about";
/// Asks for the prices of a model that is not in the price list.
pub const ENTER_ITS_PRICES: &str = "Enter its prices";
/// Opens the files of a chart.
pub const SAVE_CHART: &str = "Save";
/// Copies the document as text.
pub const COPY_TEXT: &str = "Copy as text";
/// As Markdown.
pub const COPY_MARKDOWN: &str = "Copy as Markdown";
/// As CSV.
pub const COPY_CSV: &str = "Copy as CSV";

/// The heading over the levers, before the feature's name.
pub const LEVERS_OF: &str = "Levers of ";
/// The heading of the suggestions.
pub const TRY_NEXT: &str = "Try this next";
/// Said where there is no suggestion.
pub const NO_OTHER_LEVER: &str = "No other lever is known to save anything.";
/// The heading of the levers that cannot be used.
pub const DO_NOT_APPLY: &str = "Savings that do not apply here";
/// Switches a lever on.
pub const SWITCH_ON: &str = "Switch on";
/// In place of a model that is not chosen yet.
pub const CHOOSE_A_MODEL: &str = "Choose a model";
/// The list of models of a lever.
pub const CHEAPER_MODEL: &str = "Cheaper model";
/// What a step of the history is called that chooses it.
pub const CHOICE_OF_CHEAPER: &str = "choice of the cheaper model";
/// What a step of the history is called that names it.
pub const NAME_OF_MODEL: &str = "name of the model";

/// What a step of the history is called that switches a lever.
#[must_use]
pub fn switching(on: bool, term: &str) -> String {
    [if on { "switching on " } else { "switching off " }, term].concat()
}

/// The label of the second model of a lever.
#[must_use]
pub const fn second_model(lever: Lever) -> &'static str {
    match lever {
        Lever::Distillation => "The small model",
        Lever::AnswerCache
        | Lever::PromptCache
        | Lever::Batching
        | Lever::Routing
        | Lever::Quantization
        | Lever::ShorterText => "The cheaper model",
    }
}

/// The heading over the fields of a plan.
pub const PRICE_AND_COSTS: &str = "Price and costs of a user";
/// The choice of the billing period.
pub const HOW_OFTEN: &str = "How often a user pays";
/// Its options: every month, once a year.
pub const BILLING: [&str; 2] = ["Paid every month", "Paid once a year"];
/// What a step of the history is called that changes it.
pub const BILLING_CHANGE: &str = "change of the billing period";
/// The heading over the tiers.
pub const SELL: &str = "What would you sell?";
/// The list of what an allowance counts.
pub const ALLOWANCE_COUNTS: (&str, &str) = ("An allowance counts", "what the customer sees");
/// Its first options.
pub const COUNTED: [&str; 3] = ["Requests", "Tokens, input and output", "Credits"];
/// Adds a tier.
pub const ADD_TIER: &str = "Add a tier";
/// What a step of the history is called that adds one.
pub const ONE_MORE_TIER: &str = "one more tier";
/// What a step of the history is called that names one.
pub const NAME_OF_TIER: &str = "name of a tier";
/// What a step of the history is called that removes one.
pub const REMOVAL_OF_TIER: &str = "removal of a tier";
/// The label of a name.
pub const NAME: &str = "Name ";
/// What that name is of.
pub const OF_THIS_TIER: &str = "of this tier";
/// Removes something.
pub const REMOVE: &str = "Remove";
/// The heading of further fields of a tier.
pub const TOKENS_OR_CREDITS: &str = "Tokens or credits instead";

/// "Requests of Support chat"
#[must_use]
pub fn requests_of(feature: &str) -> String {
    ["Requests of ", feature].concat()
}

/// "Tier 2"
#[must_use]
pub fn tier(number: usize) -> String {
    ["Tier ", &number.to_string()].concat()
}

/// "Remove tier Basic"
#[must_use]
pub fn remove_tier(name: &str) -> String {
    ["Remove tier ", name].concat()
}

/// Shows the drawing in place of its table.
pub const CHART: &str = "Chart";
/// Shows the table in place of its drawing.
pub const TABLE: &str = "Table";
/// The form.
pub const QUESTIONS: &str = "Questions";
/// The results.
pub const ANSWERS: &str = "Answers";
/// The panel of the feature that is open.
pub const OPEN_FEATURE: &str = "The feature that is open";
/// The row of links to the sections.
pub const SECTIONS: &str = "Sections";
/// The first of these links.
pub const ESTIMATE: &str = "Estimate";
/// The name of the whole, for screen readers.
pub const ESTIMATOR: &str = "Inference cost estimator";
/// What an empty scenario shows.
pub const ADD_A_FEATURE: &str = "Add a feature to see what it would cost.";
/// Shown until the second file is here.
pub const LOADING: &str = "Loading\u{2026}";
/// Shown before the reason where it could not be loaded.
pub const NOT_LOADED: &str = "This part could not be loaded: ";
/// Loads it again.
pub const TRY_AGAIN: &str = "Try again";

/// What a step of the history is called that adds a feature.
#[must_use]
pub fn adding(title: &str) -> String {
    ["adding ", title].concat()
}

/// The first line of a print: when, at which prices, and the address of the scenario.
#[must_use]
pub fn on_paper(today: Date, prices: Date, address: Option<&str>) -> String {
    let address = address.map(|address| [". ", address].concat()).unwrap_or_default();
    ["Inference Estimator, ", &date(today), ". Price list updated ", &date(prices), &address].concat()
}
