//! Buttons, headings and names for screen readers around the answers.

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
/// Pins the result.
pub const PIN: &str = "Pin this as A, to compare";
/// Ends that.
pub const UNPIN_A: &str = "Unpin A";
/// The row of what is pinned.
pub const A_AND_B: &str = "A against B";
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
