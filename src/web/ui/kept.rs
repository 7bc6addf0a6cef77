//! Scenarios that are kept by name in this browser, and opened again.

use super::Ui;
use super::host::Kept;
use crate::pieces;
use crate::presentation::form::with_known_models;
use crate::presentation::words::menus;
use crate::share::{decode, pinned_in, with_pinned};
use crate::web::ui::dom::{IntoPiece, Piece, Pieces, el};
use crate::web::ui::live::RwSignal;

/// Names and links of what was kept.
type Lines = Vec<(String, String)>;

/// A button that keeps the scenario, and those that were kept; nothing where the page keeps none. `open` is whether the
/// panel around it is shown.
pub fn kept_scenarios(ui: Ui, open: RwSignal<bool>) -> Piece {
    let Some(kept) = ui.kept else { return Piece::Nothing };
    let all = RwSignal::new(read(kept));
    let said = RwSignal::new("");
    let put = move |change: &dyn Fn(&mut Lines)| {
        // Another page may have kept something since.
        let mut now = read(kept);
        change(&mut now);
        let lines: Vec<String> = now.iter().map(|(name, link)| [link, "\t", name].concat()).collect();
        let is_done = kept(Some(&lines.join("\n"))).is_some();
        if is_done {
            all.set(now);
        } else {
            said.set(menus::NOT_KEPT);
        }
        is_done
    };
    let keep = move |_| {
        let Some(link) = ui.link.get_untracked() else { return said.set(menus::TOO_LONG_TO_KEEP) };
        let name = ui.draft.now().name.as_str().to_owned();
        let name = if name.is_empty() { menus::UNNAMED.to_owned() } else { name };
        let link = with_pinned(&link, &ui.pin.get_untracked());
        let is_done = put(&|all| {
            all.retain(|(other, _)| *other != name);
            all.push((name.clone(), link.clone()));
        });
        if is_done {
            said.set(menus::KEPT);
        }
    };
    let one = move |(name, link): (String, String)| {
        let shown = name.clone();
        let removed = name.clone();
        pieces![
            el("button")
                .attr("type", "button")
                .class("link")
                .on("click", move |_| {
                    open_again(ui, &name, &link);
                    open.set(false);
                })
                .child(shown.clone()),
            el("button")
                .attr("type", "button")
                .class("link s")
                .attr("aria-label", menus::remove_kept(&shown))
                .on("click", move |_| {
                    put(&|all| all.retain(|(other, _)| *other != removed));
                })
                .child(menus::REMOVE_KEPT)
        ]
    };
    let list = move || {
        let rows = all.get().into_iter().map(|each| el("li").child(one(each)));
        el("ul").class("kept-list").child(rows.pieces())
    };
    el("div")
        .class("opt")
        .child(el("p").class("lab").child(menus::KEPT_HERE))
        .child(
            el("div")
                .class("acts")
                .child(el("button").attr("type", "button").class("btn").on("click", keep).child(menus::KEEP)),
        )
        .child(el("p").class("s q").attr("role", "status").child(move || said.get()))
        .child(list)
        .piece()
}

/// Shows a scenario that was kept, and what was pinned with it; one step of the history.
fn open_again(ui: Ui, name: &str, link: &str) {
    if let Ok(found) = decode(&["s=", link].concat(), ui.today) {
        let scenario = ui.catalogue.with_value(|catalogue| with_known_models(found.scenario, catalogue));
        ui.then.set_value(None);
        ui.draft.load_with(scenario, found.unknown_fields, || menus::opening(name));
        ui.choose(0);
        ui.pin.set(pinned_in(link).and_then(Result::ok).unwrap_or_default());
    }
}

/// The names and the links, in the order in which they were kept: a line each, the link and the name with a tab between
/// them.
fn read(kept: Kept) -> Lines {
    let one = |line: &str| {
        let (link, name) = line.split_once('\t')?;
        Some((name.to_owned(), link.to_owned()))
    };
    kept(None).unwrap_or_default().lines().filter_map(one).collect()
}
