//! The full app: title row, section row, and one long document. Left asks, right answers.

use super::host::Theme;
use super::inputs::{
    AudienceFields, FeatureTabs, ServingFields, TargetFields, TrafficFields, WorkloadFields,
};
use super::results::{
    FeatureTable, Headline, Kept, LatencyBlock, ModelsBlock, Notices, PhoneBar, Scope, Told, notes,
};
use super::sections::SECTIONS;
use super::title::TitleRow;
use super::{Ui, inputs::resolve, parts::Icon, parts::icon};
use crate::html;
use crate::scenario::Preset;
use leptos::html::{Div, Section};
use leptos::prelude::*;

/// Every question and every answer.
#[component]
pub fn Full(ui: Ui, told: RwSignal<Vec<Told>>, theme: ArcRwSignal<Theme>) -> impl IntoView {
    let scope = RwSignal::new(Scope::All);
    let answer = NodeRef::<Div>::new();
    let to_answer = Callback::new(move |()| {
        if let Some(answer) = answer.get_untracked() {
            answer.scroll_into_view();
        }
    });
    let is_empty = Memo::new(move |_| ui.draft.with(|scenario| scenario.features.is_empty()));
    html! {
        <TitleRow ui theme />
        {section_row()}
        <div class="cols">
            <div class="ask" role="form" aria-label="Questions">
                <AudienceFields ui />
                <FeatureTabs ui />
                {move || (!is_empty.get()).then(|| html! {
                    <div class="panel" role="tabpanel" aria-label="The feature that is open">
                        <WorkloadFields ui />
                        <TrafficFields ui />
                        <TargetFields ui />
                        <ServingFields ui />
                    </div>
                })}
            </div>
            <div class="say" role="region" aria-label="Answers">
                <div class="stick">
                    <div class="head" node_ref=answer>
                        {move || if is_empty.get() {
                            nothing_yet(ui)
                        } else {
                            html! {
                                <Notices ui told />
                                <Kept ui />
                                <div class:stale=move || ui.is_stale()><Headline ui scope /></div>
                            }.into_any()
                        }}
                    </div>
                    {move || (!is_empty.get()).then(|| html! {
                        <div class="rest" class:stale=move || ui.is_stale()>
                            <FeatureTable ui />
                            {move || notes(ui)}
                            <LatencyBlock ui />
                            <ModelsBlock ui />
                        </div>
                    })}
                </div>
            </div>
        </div>
        {SECTIONS.iter().map(|section| html! {
            <section class="sec" aria-label=section.title>{(section.view)(ui)}</section>
        }).collect_view()}
        <PhoneBar ui to_answer />
    }
    .into_any()
}

/// Links to the sections, once there is more than one.
fn section_row() -> AnyView {
    if SECTIONS.is_empty() {
        return ().into_any();
    }
    let current = RwSignal::new(0);
    let row = NodeRef::<Section>::new();
    let link = move |index: usize, title: &'static str| {
        let go = move |_| {
            current.set(index);
            // The sections follow the row among its siblings: the columns of the estimate first.
            let mut node = row.get_untracked().and_then(|row| row.next_element_sibling());
            for _ in 0..index {
                node = node.and_then(|node| node.next_element_sibling());
            }
            if let Some(node) = node {
                node.scroll_into_view();
            }
        };
        html! {
            <button type="button" aria-current=move || (current.get() == index).then_some("true") on:click=go>
                {title}
            </button>
        }
    };
    let titles = std::iter::once("Estimate").chain(SECTIONS.iter().map(|section| section.title));
    html! {
        <section class="nav" aria-label="Sections" node_ref=row>
            {titles.enumerate().map(|(index, title)| link(index, title)).collect_view()}
        </section>
    }
    .into_any()
}

/// An empty scenario offers a start, not a zero.
fn nothing_yet(ui: Ui) -> AnyView {
    let start = move |preset: Preset| {
        ui.draft.edit(
            || ["adding ", preset.title()].concat(),
            |scenario| {
                let mut feature = preset.feature();
                ui.catalogue.with_value(|catalogue| resolve(&mut feature, &catalogue.hosted));
                scenario.features.push(feature);
            },
        );
    };
    let button = |preset: Preset, first: bool| {
        html! {
            <button type="button" class=if first { "btn p" } else { "btn" } on:click=move |_| start(preset)>
                {first.then(|| icon(Icon::Plus))}
                {preset.title()}
            </button>
        }
    };
    html! {
        <div class="empty">
            <p class="sent">"Add a feature to see what it would cost."</p>
            <div class="acts">
                {Preset::ALL.into_iter().enumerate().map(|(index, preset)| button(preset, index == 0)).collect_view()}
            </div>
        </div>
    }
    .into_any()
}
