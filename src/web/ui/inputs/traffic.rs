//! How often.

use crate::format::{count, exact};
use crate::pieces;
use crate::scenario::{Days, Field, HourProfile};
use crate::units::Share;
use crate::web::ui::dom::{IntoPiece, Piece, el};
use crate::web::ui::live::{Callback, Signal};
use crate::web::ui::{
    Ui,
    parts::{Folding, group, number_field, pick},
};

/// The factors of the day and the month, and the peak.
pub fn traffic_fields(ui: Ui) -> Piece {
    let share_of = Signal::derive(move || {
        let locale = ui.locale.get();
        let users = ui.draft.with(|scenario| scenario.audience.users().get());
        ["share of ", &exact(users, locale)].concat()
    });
    let times = || el("span").class("op").attr("aria-hidden", "true").child(el("span").child("×"));
    group(
        ui,
        "How often?",
        "traffic",
        Folding::OnPhonesToo(Signal::derive(move || in_short(ui))),
        false,
        pieces![
            el("div")
                .class("formula")
                .child(number_field(ui, ui.slot(Field::ShareOfUsers), Some(share_of), None, false))
                .child(times())
                .child(number_field(ui, ui.slot(Field::RequestsPerActiveDay), None, None, false))
                .child(times())
                .child(number_field(ui, ui.slot(Field::ActiveDaysPerMonth), None, None, false))
                .child(el("span").class("op"))
                .child(number_field(ui, ui.slot(Field::PeakToAverage), None, None, false)),
            el("details")
                .class("more")
                .child(el("summary").child(move || rarer(ui)))
                .child(el("div").class("row r3").child(pick(
                    "When in the week",
                    "in UTC; some prices change",
                    ui.next_id(),
                    Signal::stored(PROFILES.iter().map(|(text, _)| (*text).to_owned()).collect::<Vec<_>>()),
                    Signal::derive(move || profile(ui)),
                    Callback::new(move |index: usize| {
                        if let Some((_, make)) = PROFILES.get(index) {
                            ui.edit_feature("change of hours", |feature| feature.hours = make());
                        }
                    })
                )))
                .child(
                    el("div")
                        .class("row r3")
                        .child(number_field(ui, ui.slot(Field::RequestsPerMin), None, None, false))
                        .child(number_field(ui, ui.slot(Field::InputTokensPerMin), None, None, false))
                        .child(number_field(ui, ui.slot(Field::OutputTokensPerMin), None, None, false))
                ),
            el("p").class("eq").child(el("span").child(move || often(ui)))
        ],
    )
    .piece()
}

fn often(ui: Ui) -> Piece {
    let locale = ui.locale.get();
    let text = ui.figures_here(|feature| {
        let volume = &feature.volume;
        let bold = [&count(volume.per_day.get(), locale), " requests a day"].concat();
        let rest = [
            ", ",
            &count(volume.per_month.get(), locale),
            " a month; ",
            &count(volume.average.get(), locale),
            " a second on average, ",
            &count(volume.peak.get(), locale),
            " at peak",
        ]
        .concat();
        (bold, rest)
    });
    let (bold, rest) = text.unwrap_or_default();
    pieces![el("b").child(bold), rest].piece()
}

/// A profile and what it is called.
type Named = (&'static str, fn() -> HourProfile);

/// How requests may lie in the week. The shares are those of the names; another window can come by a link.
const PROFILES: [Named; 4] = [
    ("Evenly", || HourProfile::Flat),
    ("Weekdays, 8:00 to 18:00: 80%", || window(8, 18, Days::Weekdays)),
    ("Every day, 16:00 to 0:00: 80%", || window(16, 0, Days::All)),
    ("At night, 0:00 to 8:00: 80%", || window(0, 8, Days::All)),
];

fn window(first_hour: u8, end_hour: u8, days: Days) -> HourProfile {
    HourProfile::Window { first_hour, end_hour, days, share_inside: Share::saturating(0.8) }
}

/// The profile that is set; past the end of the list for one that came by a link.
fn profile(ui: Ui) -> usize {
    let now = ui.feature(|feature| feature.hours.clone()).unwrap_or_default();
    PROFILES.iter().position(|(_, make)| make() == now).unwrap_or(PROFILES.len())
}

fn rarer(ui: Ui) -> String {
    let limits = ui.feature(|feature| {
        let limits = &feature.rate_limits;
        limits.requests_per_min().is_some()
            || limits.input_tokens_per_min().is_some()
            || limits.output_tokens_per_min().is_some()
    });
    let hours = match profile(ui) {
        0 => "even",
        _ => "set",
    };
    let limits = if limits == Some(true) { "set" } else { "not set" };
    ["Hours of the week: ", hours, ". Rate limits: ", limits].concat()
}

/// "25,000 requests a day, 1.16 a second at peak"
fn in_short(ui: Ui) -> String {
    let locale = ui.locale.get();
    let short = ui.figures_here(|feature| {
        let day = count(feature.volume.per_day.get(), locale);
        [&day, " requests a day, ", &count(feature.volume.peak.get(), locale), " a second at peak"].concat()
    });
    short.unwrap_or_default()
}
