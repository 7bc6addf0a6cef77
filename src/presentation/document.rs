//! The whole estimate as a document: plain text, Markdown, or CSV. The inputs come first, then what follows from them.

mod compare;
mod figure;
mod inputs;
mod prices;

use self::compare::{results, side_by_side};
use self::figure::amount;
use self::inputs::inputs;
use crate::catalogue::Catalogue;
use crate::estimate::{Cost, Estimate, FeatureEstimate, UnitEconomics};
use crate::format::{
    Cell, Column, Locale, Table, Timed, cost, count, date, escaped, percent, time, usd, usd_parts,
    usd_steps_to, working_line,
};
use crate::presentation::answers::notes::{leg_note, unknown_price};
use crate::presentation::answers::summary;
use crate::presentation::words::choices;
use crate::presentation::words::levers::lever_name;
use crate::presentation::words::verdict::{self, Status};
use crate::scenario::{Scenario, Slo};
use crate::units::{Millis, Usd};
use std::ops::Neg;

/// A heading and its table.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// For people.
    pub heading: &'static str,
    /// For programs.
    pub key: &'static str,
    /// The figures.
    pub table: Table,
}

/// An estimate to be copied or saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The scenario's name.
    pub title: String,
    /// The answer in sentences, and the day whose prices it rests on.
    pub lead: String,
    /// The address that opens the scenario, where there is one.
    pub link: Option<String>,
    /// The figures.
    pub sections: Vec<Section>,
}

impl Document {
    /// The document of `scenario` and its `estimate`.
    #[must_use]
    pub fn new(scenario: &Scenario, estimate: &Estimate, locale: Locale) -> Self {
        let name = scenario.name.as_str();
        let title = if name.is_empty() { "Inference estimate" } else { name };
        let verdict = summary(scenario, estimate, None, locale);
        let lead = [&verdict, " Prices of ", &date(scenario.as_of), "."].concat();
        let mut table = Table::new([Column::new("", "item"), Column::new("Value", "value")]);
        for (name, figure) in inputs(scenario, estimate, locale) {
            table.rows.push(vec![Cell::text(name), figure.cell(locale)]);
        }
        let mut sections = vec![
            Section { heading: "Inputs", key: "inputs", table },
            Section { heading: "Cost", key: "cost", table: costs(estimate, locale) },
            Section { heading: "Latency", key: "wait", table: waits(scenario, estimate, locale) },
        ];
        if let Ok(economics) = &estimate.economics {
            let table = margin(economics, locale);
            sections.push(Section { heading: "Price and margin", key: "margin", table });
        }
        if !estimate.waterfall.bars.is_empty() {
            let table = savings(estimate, locale);
            sections.push(Section { heading: "Savings", key: "savings", table });
        }
        if !estimate.price_changes.is_empty() {
            let table = price_changes(estimate, locale);
            sections.push(Section { heading: "Announced prices", key: "announced", table });
        }
        let table = notes(estimate, locale);
        if !table.rows.is_empty() {
            sections.push(Section { heading: "Notes", key: "notes", table });
        }
        sections.push(Section { heading: "Working", key: "working", table: working(estimate, locale) });
        Self { title: title.to_owned(), lead, link: None, sections }
    }

    /// The same with the address that opens the scenario.
    #[must_use]
    pub fn with_link(self, link: Option<String>) -> Self {
        Self { link, ..self }
    }

    /// The same with the published prices that it rests on, each with its day and source, and the day of the price list.
    /// `scenarios` are all that the document is about.
    #[must_use]
    pub fn with_prices(mut self, scenarios: &[&Scenario], catalogue: &Catalogue, locale: Locale) -> Self {
        if let Some(table) = prices::prices(scenarios, catalogue, locale) {
            let at =
                self.sections.iter().position(|section| section.key == "notes" || section.key == "working");
            let place = at.unwrap_or(self.sections.len());
            self.sections.insert(place, Section { heading: "Prices used", key: "prices", table });
        }
        for part in [" Price list updated ", &date(catalogue.hosted.package().date), ", in US dollars."] {
            self.lead.push_str(part);
        }
        self
    }

    /// The same beside A, the scenario that is pinned: its inputs and results in a column of their own, and the difference.
    #[must_use]
    pub fn beside(
        mut self,
        (scenario, estimate): (&Scenario, &Estimate),
        (pinned, then): (&Scenario, &Estimate),
        locale: Locale,
    ) -> Self {
        let both = |of: fn(&Scenario, &Estimate, Locale) -> Vec<(String, figure::Figure)>| {
            side_by_side(&of(pinned, then, locale), &of(scenario, estimate, locale), locale)
        };
        let compared = Section { heading: "A, B and the difference", key: "compared", table: both(results) };
        if let Some(first) = self.sections.first_mut() {
            first.table = both(inputs);
        }
        self.sections.insert(1, compared);
        self
    }

    /// Plain text: columns in line where letters have one width.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = [&self.title, "\n\n", &self.lead, "\n"].concat();
        if let Some(link) = &self.link {
            for part in [link, "\n"] {
                text.push_str(part);
            }
        }
        for section in &self.sections {
            for part in ["\n", section.heading, "\n", &section.table.text()] {
                text.push_str(part);
            }
        }
        text
    }

    /// Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = "# ".to_owned();
        escaped(&mut text, &self.title);
        text.push_str("\n\n");
        escaped(&mut text, &self.lead);
        text.push('\n');
        if let Some(link) = &self.link {
            for part in ["\n<", link, ">\n"] {
                text.push_str(part);
            }
        }
        for section in &self.sections {
            for part in ["\n## ", section.heading, "\n\n", &section.table.markdown()] {
                text.push_str(part);
            }
        }
        text
    }

    /// One CSV for all sections: a line for each figure, with its section, its row and the name of its column, which
    /// says the unit.
    #[must_use]
    pub fn csv(&self) -> String {
        let columns = ["section", "row", "figure", "value"].map(|key| Column::new(key, key));
        let mut all = Table::new(columns);
        if let Some(link) = &self.link {
            all.rows.push(["link", "", "address", link].map(Cell::text).into());
        }
        for section in &self.sections {
            for row in &section.table.rows {
                let name = row.first().map_or("", Cell::shown);
                for (column, cell) in section.table.columns.iter().zip(row).skip(1) {
                    let [key, name, figure] = [section.key, name, column.key].map(Cell::text);
                    all.rows.push(vec![key, name, figure, cell.rounded()]);
                }
            }
        }
        all.csv()
    }
}

/// A cost as a cell; of one that is known in part, programs get nothing.
fn money(amount: Cost, locale: Locale) -> Cell {
    match amount {
        Cost::Known(known) => Cell::number(known.get(), usd(known, locale)),
        Cost::AtLeast(_) => Cell::text(cost(amount, locale)),
        Cost::NotKnown => Cell::NotKnown,
    }
}

/// What to know of the models in use, each sentence once a feature.
fn notes(estimate: &Estimate, locale: Locale) -> Table {
    let mut table = Table::new([Column::new("Feature", "feature"), Column::new("Note", "note")]);
    for feature in &estimate.features {
        let mut said: Vec<String> = Vec::new();
        for leg in &feature.legs {
            let model = leg.name.as_str();
            said.extend(leg.problem.iter().map(|problem| unknown_price(problem, model)));
            said.extend(leg.notes.iter().map(|note| leg_note(*note, model, locale).text));
        }
        let mut unique: Vec<String> = Vec::new();
        said.into_iter().for_each(|text| {
            if !unique.contains(&text) {
                unique.push(text);
            }
        });
        table
            .rows
            .extend(unique.iter().map(|text| vec![Cell::text(feature.name.as_str()), Cell::text(text)]));
    }
    table
}

fn costs(estimate: &Estimate, locale: Locale) -> Table {
    let mut table = Table::new([
        Column::new("Feature", "feature"),
        Column::new("Models", "models"),
        Column::new("Requests a month", "requests_per_month"),
        Column::new("Cost per request", "cost_usd_per_request"),
        Column::new("Cost a month", "cost_usd_per_month"),
        Column::new("Cost a year", "cost_usd_per_year"),
        Column::new("Cost per user, a month", "cost_usd_per_user_month"),
    ]);
    let number = |value: f64| Cell::number(value, count(value, locale));
    for feature in &estimate.features {
        table.rows.push(vec![
            Cell::text(feature.name.as_str()),
            Cell::text(models(feature)),
            number(feature.volume.per_month.get()),
            money(feature.cost_per_request, locale),
            money(feature.cost.month, locale),
            money(feature.cost.year, locale),
            money(feature.cost.user_month.unwrap_or(Cost::NotKnown), locale),
        ]);
    }
    let total = &estimate.total;
    // The text of a total is the sum of the texts above it.
    let sum = |of: fn(&FeatureEstimate) -> Cost, whole: Cost| match whole {
        Cost::Known(whole) => {
            let all: Vec<Cost> = estimate.features.iter().map(|feature| of(feature)).collect();
            Cell::number(whole.get(), usd_parts(&all, locale).total)
        }
        unknown => money(unknown, locale),
    };
    table.rows.push(vec![
        Cell::text("All"),
        Cell::text(""),
        number(total.requests_per_month.get()),
        Cell::text(""),
        sum(|feature| feature.cost.month, total.cost.month),
        sum(|feature| feature.cost.year, total.cost.year),
        money(total.cost.user_month.unwrap_or(Cost::NotKnown), locale),
    ]);
    table
}

/// "Claude Haiku 4.5 + GPT-6 Luna"
fn models(feature: &FeatureEstimate) -> String {
    let names: Vec<&str> = feature.legs.iter().map(|leg| leg.name.as_str()).collect();
    names.join(" + ")
}

fn waits(scenario: &Scenario, estimate: &Estimate, locale: Locale) -> Table {
    let mut table = Table::new([
        Column::new("Feature", "feature"),
        Column::new("Time to first token, p50", "ttft_p50_ms"),
        Column::new("Time to first token, p95", "ttft_p95_ms"),
        Column::new("Full response, p50", "e2e_latency_p50_ms"),
        Column::new("Full response, p95", "e2e_latency_p95_ms"),
        Column::new("Target", "target"),
        Column::new("Verdict", "verdict"),
    ]);
    let cell = |millis: Millis| Cell::number(millis.get(), time(millis, Timed::Answer, locale));
    for ((meant, feature), waits) in scenario.features.iter().zip(&estimate.features).zip(&estimate.waits) {
        let mut row = vec![Cell::text(feature.name.as_str())];
        let hosted = waits.action.as_ref().ok().map(|wait| &wait.latency);
        let own = feature.own_gpus.as_ref().and_then(|fleet| fleet.as_ref().ok()?.service());
        let ladders = hosted.map(|latency| (latency.ttft.ladder(), latency.e2e.ladder()));
        match ladders.or_else(|| own.map(|own| (own.ttft, own.e2e_latency))) {
            Some((ttft, e2e)) => row.extend([ttft.p50, ttft.p95, e2e.p50, e2e.p95].map(cell)),
            None => row.extend((0..4).map(|_| Cell::NotKnown)),
        }
        let target = match meant.slo {
            Slo::NoTarget => String::new(),
            Slo::Target(target) => verdict::target(&target, locale),
        };
        let status = waits.verdict(&meant.slo).map_or(Status::NoTarget, Status::from);
        row.extend([Cell::text(target), Cell::text(status.word())]);
        table.rows.push(row);
    }
    table
}

fn margin(economics: &UnitEconomics, locale: Locale) -> Table {
    let mut table = Table::new([Column::new("A paying user, a month", "item"), Column::new("", "value")]);
    let mut row = |name: &str, cell: Cell| table.rows.push(vec![Cell::text(name), cell]);
    let share = |value: f64| Cell::number(value, percent(value, locale));
    let or_not_set =
        |usd: Option<Usd>, words: &str| usd.map_or_else(|| Cell::text(words), |usd| amount(usd, locale));
    row("Price", amount(economics.price, locale));
    row("Fees", amount(economics.fees, locale));
    row("Other costs", or_not_set(economics.other_costs, "not set, so not counted"));
    row("Inference", amount(economics.inference, locale));
    row("Inference for users who do not pay", amount(economics.free_users, locale));
    row("Gross margin per paying user", amount(economics.contribution_margin, locale));
    row("Gross margin, % of the price", share(economics.gross_margin));
    row("Inference as a share of the price", share(economics.share_of_price.get()));
    row("Margin", Cell::text(choices::pressure(economics.pressure).text));
    row("Break-even price", amount(economics.break_even_price, locale));
    row("Price for the target margin", or_not_set(economics.target_price, "none possible"));
    if let Some(heavy) = economics.heavy_user {
        row("Inference of a p95 user", amount(heavy.inference, locale));
        row("Gross margin of a p95 user", amount(heavy.left, locale));
        row("Users who cost more than they pay", share(heavy.users_at_a_loss.get()));
    }
    row("Gross margin, all paying users", amount(economics.contribution_total, locale));
    if let Some(left) = economics.left_after_fixed {
        row("Gross margin after fixed costs", amount(left, locale));
    }
    if let Some(users) = economics.break_even_users {
        row("Paying users needed for that", Cell::number(users.get(), count(users.get(), locale)));
    }
    table
}

fn savings(estimate: &Estimate, locale: Locale) -> Table {
    let mut table = Table::new([Column::new("Step", "step"), Column::new("A month", "usd_per_month")]);
    let waterfall = &estimate.waterfall;
    let bars = || waterfall.bars.iter().map(|bar| bar.saving().map(Usd::neg));
    let steps: Option<Vec<Usd>> = [waterfall.baseline.known()].into_iter().chain(bars()).collect();
    let months: Vec<Cost> = estimate.features.iter().map(|feature| feature.cost.month).collect();
    let end = usd_parts(&months, locale);
    // What is shown adds up to the text of the total.
    let texts = steps.map_or_else(Vec::new, |steps| usd_steps_to(end.shown, &steps, locale));
    let mut texts = texts.into_iter();
    let mut cell = |known: Option<Usd>| match (known, texts.next()) {
        (Some(known), Some(text)) => Cell::number(known.get(), text),
        (Some(known), None) => amount(known, locale),
        (None, _) => Cell::NotKnown,
    };
    let baseline = match waterfall.baseline.known() {
        None => money(waterfall.baseline, locale),
        known => cell(known),
    };
    table.rows.push(vec![Cell::text("No savings switched on"), baseline]);
    for (bar, saved) in waterfall.bars.iter().zip(bars()) {
        table.rows.push(vec![Cell::text(lever_name(bar.lever)), cell(saved)]);
    }
    let result = match waterfall.result {
        Cost::Known(known) => Cell::number(known.get(), end.total),
        unknown => money(unknown, locale),
    };
    table.rows.push(vec![Cell::text("With these savings"), result]);
    table
}

fn price_changes(estimate: &Estimate, locale: Locale) -> Table {
    let mut table = Table::new([
        Column::new("From", "date"),
        Column::new("Feature", "feature"),
        Column::new("A month before", "usd_per_month_before"),
        Column::new("A month after", "usd_per_month_after"),
        Column::new("All features after", "total_usd_per_month_after"),
    ]);
    for change in &estimate.price_changes {
        let name = estimate.features.get(change.feature).map_or("", |feature| feature.name.as_str());
        table.rows.push(vec![
            Cell::text(date(change.date)),
            Cell::text(name),
            money(change.month_before, locale),
            money(change.month_after, locale),
            money(change.total_after, locale),
        ]);
    }
    table
}

fn working(estimate: &Estimate, locale: Locale) -> Table {
    let mut table = Table::new([Column::new("Feature", "feature"), Column::new("Line", "line")]);
    for feature in &estimate.features {
        for step in &feature.steps {
            let line = working_line(step, locale).text();
            table.rows.push(vec![Cell::text(feature.name.as_str()), Cell::text(line)]);
        }
    }
    table
}
