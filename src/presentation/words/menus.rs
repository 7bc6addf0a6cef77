//! The title row with its menus, the tabs of the features, and buttons that copy.

use crate::scenario::Preset;

/// The title of the page.
pub const TITLE: &str = "Inference Estimator";
/// The button that takes back the last change.
pub const UNDO: &str = "Undo";
/// The button that makes it again.
pub const REDO: &str = "Redo";
/// The menu of examples.
pub const EXAMPLES: &str = "Examples";
/// A scenario without a name.
pub const UNNAMED: &str = "Unnamed scenario";
/// The label of its name.
pub const NAME_OF_SCENARIO: &str = "Name of this scenario";
/// What a step of the history is called that names something.
pub const CHANGE_OF_NAME: &str = "change of name";
/// The scenarios that are kept in this browser.
pub const KEPT_HERE: &str = "Kept in this browser";
/// Keeps the scenario that is shown.
pub const KEEP: &str = "Keep under this name";
/// Said after that.
pub const KEPT: &str = "Kept. One of the same name is replaced.";
/// Said where the browser refuses.
pub const NOT_KEPT: &str = "This browser keeps nothing here. Save the file instead.";
/// Said where a scenario has no link.
pub const TOO_LONG_TO_KEEP: &str =
    "There is too much in this scenario to keep it here. Save the file instead.";
/// Removes one of them.
pub const REMOVE_KEPT: &str = "Remove";

/// The same, with its name.
#[must_use]
pub fn remove_kept(name: &str) -> String {
    ["Remove ", name, " from this browser"].concat()
}

/// Empties the scenario, and what that means.
pub const START_OVER: (&str, &str) = ("Start over", "an empty scenario; can be undone");
/// What a step of the history is called that does so.
pub const STARTING_OVER: &str = "starting over";
/// The example on self-hosted GPUs, and what is special about it.
pub const SELF_HOSTED_EXAMPLE: (&str, &str) =
    ("Support chat, self-hosted GPUs", "GPU memory, load, number of GPUs");
/// What a step of the history is called that opens it.
pub const OPENING_SELF_HOSTED: &str = "opening Support chat on self-hosted GPUs";
/// The button and the name of the dialog of links and files.
pub const SHARE: &str = "Share";
/// The button of the settings, and its full name.
pub const SETTINGS: (&str, &str) = ("Settings ", "Settings: theme, numbers, examples");
/// The choice of the theme.
pub const THEME: &str = "Theme";
/// Its options: that of the system, light, dark.
pub const THEMES: [&str; 3] = ["As the system", "Light", "Dark"];
/// The choice of how numbers are written, and its explanation.
pub const NUMBERS: (&str, &str) = ("Numbers", "grouping and decimal mark, typed and shown");

/// "Undo: change of users", "Nothing to undo"
#[must_use]
pub fn step(word: &str, what: Option<&str>) -> String {
    match what {
        Some(what) => [word, ": ", what].concat(),
        None => ["Nothing to ", &word.to_ascii_lowercase()].concat(),
    }
}

/// What a step of the history is called that opens an example.
#[must_use]
pub fn opening(title: &str) -> String {
    ["opening ", title].concat()
}

/// What is special about an example.
#[must_use]
pub const fn hint(preset: Preset) -> &'static str {
    match preset {
        Preset::Glossary => "100,000 users, $1,500 a day",
        Preset::SupportChat => "conversations of five turns",
        Preset::Autocomplete => "under 500 ms",
        Preset::DocumentSummaries => "long documents, no hurry",
        Preset::RagSearch => "answers from passages",
        Preset::CodingAgent => "many calls, prompt cache",
    }
}

/// The row of tabs.
pub const FEATURES: &str = "Features";
/// The label of a feature's name.
pub const NAME_OF_FEATURE: &str = "Name of the feature";
/// The menu that adds a feature, and the word on its button.
pub const ADD_FEATURE: (&str, &str) = ("Add a feature", " Add");
/// A feature with the default numbers, and what they are.
pub const BLANK_FEATURE: (&str, &str) = ("Blank feature", "1,000 in, 400 out");
/// What a blank feature is called at first.
pub const DEFAULT_NAME: &str = "Chat";
/// The menu of the open feature.
pub const CHANGE_FEATURE: &str = "Change this feature: rename, copy, move, remove";
/// Renames the open feature.
pub const RENAME: &str = "Rename";
/// Copies it.
pub const MAKE_A_COPY: &str = "Make a copy";
/// Moves it to the left.
pub const MOVE_LEFT: &str = "Move left";
/// Moves it to the right.
pub const MOVE_RIGHT: &str = "Move right";
/// What a step of the history is called that copies a feature.
pub const COPY_OF_FEATURE: &str = "a copy of a feature";
/// What a step of the history is called that moves one.
pub const ORDER_OF_FEATURES: &str = "order of the features";

/// "Feature 2", where it has no name.
#[must_use]
pub fn feature(number: usize) -> String {
    ["Feature ", &number.to_string()].concat()
}

/// "Chat, copy"
#[must_use]
pub fn copy_of(name: &str) -> String {
    [name, ", copy"].concat()
}

/// What a step of the history is called that removes a feature.
#[must_use]
pub fn removal_of(name: &str) -> String {
    ["removal of ", name].concat()
}

/// Copies the link, and what is said when that worked.
pub const COPY_LINK: (&str, &str) = ("Copy link", "Link copied");
/// The text that could not be copied by the page.
pub const TEXT_TO_COPY: &str = "The text; press Ctrl+C to copy it";
/// Said beside it.
pub const PRESS_TO_COPY: &str = "press Ctrl+C";
