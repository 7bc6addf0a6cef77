//! Settings that are seldom wanted: closed at first, and loaded with the second file.

use crate::web::ui::Ui;
use crate::web::ui::dom::{El, IntoPiece, el};
use crate::web::ui::later::{File, Parts, not_loaded};

/// A line that opens to a view of the second file. The view is there as soon as that file is; opening the line asks for it.
pub fn folded<L: IntoPiece + 'static>(
    ui: Ui,
    line: impl Fn() -> L + 'static,
    view: fn(&'static Parts) -> fn(Ui) -> crate::web::ui::dom::Piece,
) -> El {
    el("details")
        .class("more")
        .on("toggle", move |_| ui.want(File::Later))
        .child(el("summary").child(line))
        .child(move || ui.files.parts().map(|parts| view(parts)(ui)))
        .child(not_loaded(ui, File::Later))
}
