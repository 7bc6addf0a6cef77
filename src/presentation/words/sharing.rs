//! Passing a scenario on: link, QR code, file, code for other pages.

/// The heading of the dialog.
pub const SHARE_THIS: &str = "Share this scenario";
/// The line about other pages, and what it offers.
pub const OTHER_PAGE: (&str, &str) =
    ("In another page", "As an element, in a frame or as a link, with a preview");
/// Opens the dialog about embedding.
pub const EMBED: &str = "Embed";

/// Said where there is no link.
pub const NO_LINK: &str = "This page has no address of its own, so there is no link.";
/// The label of the link.
pub const ITS_LINK: &str = "Its link";
/// What the link contains.
pub const LINK_CONTAINS: &str = "The link contains every figure. Nothing is sent to or kept on a server.";
/// Said where a scenario is too large for any link.
pub const TOO_MUCH_FOR_A_LINK: &str = "There is too much in this scenario for a link, so it is not kept in this \
                                       browser, either. Save the file instead.";

/// Said where some programs cut the link.
#[must_use]
pub fn long_link(characters: &str) -> String {
    let rest = " characters. Some mail and chat programs cut links of more than 2,000: the file below arrives whole.";
    ["The link has ", characters, rest].concat()
}

/// Said where the link is too long to be passed on.
#[must_use]
pub fn too_long_link(characters: &str) -> String {
    ["The link would have ", characters, " characters, too many to pass on. Save the file instead."].concat()
}

/// Opens the QR code.
pub const QR_CODE: &str = "QR code for a phone";
/// Said in its place where the link is too long.
pub const NO_QR_CODE: &str = "The link is too long for a code that a camera reads.";
/// Its name for screen readers.
pub const QR_CODE_NAME: &str = "The link as a QR code; the field above has it as text";
/// What to do with it.
pub const QR_CODE_USE: &str = "Point a phone\u{2019}s camera at it to open this scenario there.";

/// The line about documents, and what is in them.
pub const DOCUMENT: (&str, &str) =
    ("A document", "Inputs, results, prices with their days, the link; A, B and the difference");
/// The forms in which it is saved.
pub const FORMS_OF_DOCUMENT: [&str; 2] = ["CSV", "Markdown"];
/// Opens the dialog for printing.
pub const PRINT: &str = "Print";
/// The line about the page as one file, and what it is for.
pub const ONE_FILE: (&str, &str) = ("This page as one file", "With this scenario; opens without a network");
/// Its button, for screen readers.
pub const SAVE_PAGE: &str = "Save this page as one file";

/// The line about files, and what they are for.
pub const FILE: (&str, &str) = ("A file", "JSON with every number: to keep for years, and for scripts");
/// Saves one.
pub const SAVE: &str = "Save";
/// Opens one.
pub const OPEN: &str = "Open\u{2026}";
/// The label of the file chooser.
pub const SCENARIO_FILE: &str = "Scenario file";
/// Said when a file was saved.
pub const SAVED: &str = "The file is among your downloads.";
/// Said when it could not be.
pub const NOT_SAVED: &str = "This page may not save files. The link contains the same scenario.";
/// What a step of the history is called that opens a file.
pub const OPENING_A_FILE: &str = "opening a file";
/// Said when a file was opened.
pub const OPENED: &str = "The file is open. What was here before: undo.";
/// Why a file was not opened: it is too large.
pub const TOO_LARGE: &str = "The file is larger than any scenario.";
/// It cannot be read.
pub const UNREADABLE: &str = "The file cannot be read.";
/// It is not JSON.
pub const NOT_JSON: &str = "The file is no JSON.";
/// It is JSON of another kind.
pub const NO_SCENARIO: &str = "The file contains no scenario.";

/// One of the reasons above, and what to do.
#[must_use]
pub fn wrong_file(why: &str) -> String {
    [why, " Your scenario is as it was. A file of this calculator is made with Save, here."].concat()
}

/// The wrong places of a file; `more` says that there are others.
#[must_use]
pub fn faulty_file(named: &[String], more: bool) -> String {
    let more = if more { "; and more" } else { "" };
    ["The file was not opened, and your scenario is as it was. ", &named.join("; "), more, "."].concat()
}

/// The heading of the dialog about embedding.
pub const EMBED_IN_A_PAGE: &str = "Embed in a page";
/// The choice of what is pasted.
pub const WHAT_TO_PASTE: &str = "What to paste";
/// Its options: the element, a frame, a link.
pub const FORMS: [&str; 3] = ["Script tag", "iframe", "Link"];
/// The choice of what it shows.
pub const SCENARIO: &str = "Scenario";
/// Its options: the present scenario, the example.
pub const CONTENTS: [&str; 2] = ["This one", "The example"];
/// The choice of the form.
pub const FORM: &str = "Form";
/// Its options.
pub const VIEWS: [&str; 2] = ["Compact", "Full"];
/// The choice of the theme.
pub const COLOURS: &str = "Colours";
/// Its options.
pub const THEMES: [&str; 3] = ["As the reader\u{2019}s system", "Light", "Dark"];
/// The text to paste.
pub const CODE: &str = "Code";
/// How it will look.
pub const PREVIEW: &str = "Preview";
/// Said where the address of the files is a guess.
pub const ON_NO_SERVER: &str = "This page is on no server. Put the package\u{2019}s files on yours, and write \
                                their address in place of the one here.";
/// The text of a link to the page.
pub const LINK_TEXT: &str = "What would it cost to run?";
