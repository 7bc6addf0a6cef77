//! Notices: an edge, a sign, what happened, what it means, what to do.

use super::{Icon, icon};
use crate::html;
use leptos::prelude::*;

/// How pressing a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// To be checked.
    Warn,
    /// Something was lost or cannot be done.
    Bad,
}

/// A framed notice above the result: a bold first sentence, the rest, and actions.
pub fn notice(tone: Tone, first: String, rest: String, actions: AnyView) -> AnyView {
    let (class, role, sign) = match tone {
        Tone::Warn => ("bn warn", "status", Icon::Triangle),
        Tone::Bad => ("bn bad", "alert", Icon::Octagon),
    };
    html! {
        <div class=class role=role>
            {icon(sign)}
            <div>
                <p><b>{first}</b></p>
                <p class="s q">{rest}</p>
                <div class="acts">{actions}</div>
            </div>
        </div>
    }
    .into_any()
}

/// A quiet line among the results.
pub fn note(sign: Icon, text: AnyView) -> AnyView {
    let class = if sign == Icon::Triangle { "note warn" } else { "note" };
    html! { <p class=class>{icon(sign)}<span>{text}</span></p> }.into_any()
}
