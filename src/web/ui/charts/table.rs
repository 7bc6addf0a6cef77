//! The table behind a chart, and the link that swaps one for the other in the same place.

use super::svg;
use crate::chart::Chart;
use crate::format::Table;
use crate::html;
use crate::web::ui::Ui;
use leptos::prelude::*;

/// A table of figures.
pub fn table(table: &Table) -> AnyView {
    let head = table.columns.iter().map(|column| html! { <th scope="col">{column.title.clone()}</th> });
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(index, cell)| {
            let text = cell.shown().to_owned();
            if index == 0 {
                html! { <th scope="row">{text}</th> }.into_any()
            } else {
                html! { <td>{text}</td> }.into_any()
            }
        });
        html! { <tr>{cells.collect_view()}</tr> }
    });
    html! {
        <div class="tscroll">
            <table>
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A finding, its chart, and the link to its table. `chart` gives the drawing for a width in CSS pixels, and its name.
#[component]
pub fn ChartBlock(
    ui: Ui,
    #[prop(into)] finding: Signal<String>,
    #[prop(into)] chart: Signal<Option<(Chart, String)>>,
    #[prop(into)] after: ViewFn,
) -> impl IntoView {
    let as_table = RwSignal::new(false);
    let hatch = ui.next_id();
    let drawing = move || {
        chart.get().map(
            |(chart, name)| {
                if as_table.get() { table(&chart.table) } else { svg(&chart, name, &hatch) }
            },
        )
    };
    html! {
        <section class="blk">
            <div class="fh">
                <h2 class="find">{move || finding.get()}</h2>
                {move || chart.with(Option::is_some).then(|| html! {
                    <span class="r">
                        <button type="button" class="link" on:click=move |_| as_table.update(|now| *now = !*now)>
                            {move || if as_table.get() { "Chart" } else { "Table" }}
                        </button>
                    </span>
                })}
            </div>
            {drawing}
            {after.run()}
        </section>
    }
    .into_any()
}
