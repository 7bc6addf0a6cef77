//! How often.

use crate::format::{count, exact};
use crate::html;
use crate::scenario::{Days, Field, HourProfile};
use crate::units::Share;
use crate::web::ui::{
    Ui,
    parts::{Group, NumberField, Pick},
};
use leptos::prelude::*;

/// The factors of the day and the month, and the peak.
#[component]
pub fn TrafficFields(ui: Ui) -> impl IntoView {
    let share_of = Signal::derive(move || {
        let locale = ui.locale.get();
        let users = ui.draft.with(|scenario| scenario.audience.users().get());
        ["share of ", &exact(users, locale)].concat()
    });
    let times = || html! { <span class="op" aria-hidden="true"><span>"×"</span></span> };
    html! {
        <Group ui title="How often?" term="traffic" answer=Signal::derive(move || in_short(ui))>
            <div class="formula">
                <NumberField ui of=ui.slot(Field::ShareOfUsers) term=share_of />
                {times()}
                <NumberField ui of=ui.slot(Field::RequestsPerActiveDay) />
                {times()}
                <NumberField ui of=ui.slot(Field::ActiveDaysPerMonth) />
                <span class="op"></span>
                <NumberField ui of=ui.slot(Field::PeakToAverage) />
            </div>
            <details class="more">
                <summary>{move || rarer(ui)}</summary>
                <div class="row r3">
                    <Pick
                        label="When in the week"
                        term="in UTC; some prices change"
                        id=ui.next_id()
                        options=Signal::stored(PROFILES.iter().map(|(text, _)| (*text).to_owned()).collect::<Vec<_>>())
                        chosen=Signal::derive(move || profile(ui))
                        on_choose=Callback::new(move |index: usize| {
                            if let Some((_, make)) = PROFILES.get(index) {
                                ui.edit_feature("change of hours", |feature| feature.hours = make());
                            }
                        })
                    />
                </div>
                <div class="row r3">
                    <NumberField ui of=ui.slot(Field::RequestsPerMin) />
                    <NumberField ui of=ui.slot(Field::InputTokensPerMin) />
                    <NumberField ui of=ui.slot(Field::OutputTokensPerMin) />
                </div>
            </details>
            <p class="eq"><span>{move || often(ui)}</span></p>
        </Group>
    }
    .into_any()
}

fn often(ui: Ui) -> AnyView {
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
    html! { <><b>{bold}</b>{rest}</> }.into_any()
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
