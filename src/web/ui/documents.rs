//! The document of what is shown, beside what is pinned: for copying, saving and printing.

use super::Ui;
use super::host::SavedFile;
use crate::presentation::document::Document;
use crate::scenario::Scenario;
use crate::web::ui::live::RwSignal;

/// The document in one of its forms; nothing where there is no estimate.
pub fn document(ui: Ui, form: fn(&Document) -> String) -> Option<String> {
    let then = ui.pinned.get();
    let a = ui.pinned_scenario().map(|(scenario, _)| scenario).zip(then.as_deref());
    ui.view(|view| {
        let (scenario, estimate, locale) = (view.scenario, view.estimate(), view.locale);
        let all: Vec<&Scenario> = a.iter().map(|(pinned, _)| pinned).chain([scenario]).collect();
        let document = Document::new(scenario, estimate, locale)
            .with_prices(&all, view.catalogue, locale)
            .with_link(ui.address());
        form(&match &a {
            Some((pinned, then)) => document.beside((scenario, estimate), (pinned, then), locale),
            None => document,
        })
    })
}

/// Hands the reader a file; `end` is the end of its name. The name begins with that of the scenario.
pub fn save_as(ui: Ui, end: &str, media_type: &'static str, text: String, saved: RwSignal<Option<bool>>) {
    let name = ui.draft.now().name.as_str().to_ascii_lowercase();
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    let name = [if plain.is_empty() { "inference" } else { plain }, end].concat();
    ui.save.run((SavedFile { name, media_type, text }, saved));
}
