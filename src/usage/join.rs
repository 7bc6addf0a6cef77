//! Several files as one, without counting anything twice.
//!
//! A usage file and a cost file of one provider are two halves: calls and tokens come from the first, money from the second.
//! A gateway that passes calls on to a provider whose own file is there, too, has the same calls again: they are left out, and
//! that is said.

use super::day::Period;
use super::model_name::model_key;
use super::money::Money;
use super::record::{Amounts, Label, TOOLS, Tier, TokenParts, add_money};
use super::report::{Caution, Cell, Report};
use super::skip::Skip;
use crate::units::{SortedMap, SortedSet, holds};

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    OpenAi,
    Anthropic,
    DeepSeek,
    /// A cloud or a gateway with a bill of its own: nobody else charges for its calls.
    OwnBill,
    /// A gateway, trace or log of calls that a provider charges for.
    PassesOn,
}

/// Which half of the truth a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Usage,
    Cost,
    Both,
}

fn kind_of(format: &str) -> (Source, Half) {
    let half = match format {
        "openai_usage_csv"
        | "openai_usage_api"
        | "anthropic_usage_csv"
        | "anthropic_usage_api"
        | "deepseek_amount_csv" => Half::Usage,
        "openai_cost_csv" | "openai_costs_api" | "anthropic_cost_csv" | "anthropic_cost_api"
        | "deepseek_cost_csv" => Half::Cost,
        _ => Half::Both,
    };
    let source = match () {
        () if half == Half::Both => {
            let own = ["gcp", "aws", "azure", "focus", "openrouter", "opencode", "vercel"];
            if own.iter().any(|name| format.starts_with(name)) { Source::OwnBill } else { Source::PassesOn }
        }
        () if format.starts_with("openai") => Source::OpenAi,
        () if format.starts_with("anthropic") => Source::Anthropic,
        () => Source::DeepSeek,
    };
    (source, half)
}

/// The provider that charges for a model, by its name, where the name says it.
fn provider_of(model: &str) -> Option<Source> {
    let model = model.to_ascii_lowercase();
    let has = |word: &str| holds(&model, word);
    match () {
        () if has("claude") => Some(Source::Anthropic),
        () if has("deepseek") => Some(Source::DeepSeek),
        () if has("gpt") || has("codex") || ["o1", "o3", "o4"].iter().any(|o| model.starts_with(o)) => {
            Some(Source::OpenAi)
        }
        () => None,
    }
}

/// The union of several reports.
#[must_use]
pub fn join(reports: &[Report]) -> Report {
    let mut joined = Joined::of(reports);
    // Files of usage come first, since they have the names of models that programs know.
    for half in [Half::Usage, Half::Both, Half::Cost] {
        for (number, report) in
            reports.iter().enumerate().filter(|(_, report)| kind_of(report.format).1 == half)
        {
            joined.take(number, report);
        }
    }
    joined.finish(reports)
}

/// How much a cell says, to tell a day that has grown from the same day before.
fn size(amounts: &Amounts) -> (u64, Option<Money>) {
    let tokens = &amounts.tokens;
    (tokens.input().unwrap_or(0).saturating_add(tokens.output.unwrap_or(0)), amounts.cost)
}

type Key = (Option<Period>, Option<String>, Option<String>, Vec<(Label, String)>, Tier);

#[derive(Default)]
struct Joined {
    cells: SortedMap<Key, Sums>,
    /// Days that a provider's own file has, and which kinds of model it charges for.
    charged: SortedMap<Source, SortedSet<Option<Period>>>,
    /// Names of models by key, as the first file writes them.
    names: SortedMap<String, String>,
    /// Days with tokens of a provider's usage file.
    with_tokens: SortedMap<Source, SortedSet<Option<Period>>>,
    has_costs_of_deepseek: bool,
    rows: Rows,
}

/// What the files so far say of a key.
#[derive(Default)]
struct Sums {
    amounts: Amounts,
    rows: u64,
    /// What each file of a daily format said: the same key in another file of that format is the same use again.
    daily: SortedMap<&'static str, (usize, Amounts, u64)>,
}

#[derive(Default)]
struct Rows {
    skipped: SortedMap<Skip, u64>,
    read: u64,
    used: u64,
    cautions: SortedSet<Caution>,
}

impl Rows {
    fn leave_out(&mut self, rows: u64, reason: Skip) {
        self.used = self.used.saturating_sub(rows);
        if rows > 0 {
            *self.skipped.at(reason) += rows;
        }
    }
}

impl Joined {
    fn of(reports: &[Report]) -> Self {
        let mut joined = Self::default();
        for report in reports {
            let (source, half) = kind_of(report.format);
            joined.has_costs_of_deepseek |= report.format == "deepseek_cost_csv";
            if half != Half::Both {
                let days = report.cells.iter().map(|cell| cell.period);
                joined.charged.at(source).extend(days.clone());
                if half == Half::Usage {
                    joined.with_tokens.at(source).extend(days);
                }
            }
        }
        joined
    }

    fn take(&mut self, number: usize, report: &Report) {
        self.rows.read += report.rows_read;
        self.rows.used += report.rows_used;
        for (reason, rows) in report.rows_skipped.iter() {
            *self.rows.skipped.at(*reason) += rows;
        }
        self.rows.cautions.extend(report.cautions.iter().copied());
        for cell in &report.cells {
            self.cell(number, cell, report.format);
        }
    }

    fn cell(&mut self, number: usize, cell: &Cell, format: &'static str) {
        let (source, half) = kind_of(format);
        if source == Source::PassesOn && self.is_charged_by_a_provider(cell) {
            self.rows.cautions.insert(Caution::GatewayAndProvider);
            return self.rows.leave_out(cell.rows, Skip::Overlap);
        }
        let mut amounts = cell.amounts;
        if half == Half::Cost && self.with_tokens.get(&source).is_some_and(|days| days.contains(&cell.period))
        {
            amounts.tokens = TokenParts::default();
        }
        if source == Source::DeepSeek && half == Half::Usage && self.has_costs_of_deepseek {
            // The file of costs says the currency.
            amounts.cost = None;
        }
        let model = cell.model.clone().map(|name| self.name_of(name));
        let key = (cell.period, model, cell.user.clone(), cell.labels.clone(), cell.tier);
        let sums = self.cells.at(key);
        if half == Half::Both {
            sums.amounts.add(&amounts);
            sums.rows += cell.rows;
            return;
        }
        match sums.daily.get_mut(format) {
            Some((file, kept, rows)) if *file != number => {
                // Exports of overlapping periods; the day of export has grown in the later one.
                self.rows.cautions.insert(Caution::OverlappingExports);
                let mut left_out = cell.rows;
                if size(&amounts) > size(kept) {
                    *kept = amounts;
                    left_out = std::mem::replace(rows, cell.rows);
                }
                self.rows.leave_out(left_out, Skip::Duplicate);
            }
            Some((_, kept, rows)) => {
                kept.add(&amounts);
                *rows += cell.rows;
            }
            None => {
                sums.daily.at_or(format, (number, amounts, cell.rows));
            }
        }
    }

    /// Whether a provider's own file has the calls of a gateway's cell, too. A call without a time may be any of them.
    fn is_charged_by_a_provider(&self, cell: &Cell) -> bool {
        let provider = cell.model.as_deref().and_then(provider_of);
        let days = provider.and_then(|provider| self.charged.get(&provider));
        days.is_some_and(|days| cell.period.is_none() || days.contains(&cell.period))
    }

    /// The name that the first file has for the model.
    fn name_of(&mut self, name: String) -> String {
        match model_key(&name) {
            Some(key) if name != TOOLS => self.names.at_or(key, name).clone(),
            _ => name,
        }
    }

    fn finish(self, reports: &[Report]) -> Report {
        let cells = self.cells.in_order().map(|((period, model, user, labels, tier), mut sums)| {
            for (_, amounts, rows) in sums.daily.values() {
                sums.amounts.add(amounts);
                sums.rows += rows;
            }
            Cell { period, model, user, labels, tier, amounts: sums.amounts, rows: sums.rows }
        });
        let mut report = Report {
            format: "joined",
            cells: cells.collect(),
            rows_read: self.rows.read,
            rows_used: self.rows.used,
            rows_skipped: self.rows.skipped,
            cautions: self.rows.cautions,
            ..Report::default()
        };
        for other in reports {
            report.formats.push(other.format);
            report.broken.extend(&other.broken);
            add_money(&mut report.credits, other.credits);
            add_money(&mut report.tax, other.tax);
            add_money(&mut report.other_services, other.other_services);
            for (code, sum) in other.other_currencies.iter() {
                let total = report.other_currencies.at(code.clone());
                *total = *total + *sum;
            }
        }
        report.is_complete = completeness(reports);
        if report.is_complete != Some(false) {
            let others = report.cautions.in_order().filter(|caution| *caution != Caution::FirstPageOnly);
            report.cautions = others.collect();
        }
        let zones: SortedSet<Option<&str>> = reports.iter().map(|report| report.time_zone).collect();
        report.time_zone = if zones.len() == 1 { zones.iter().next().copied().flatten() } else { None };
        report
    }
}

/// Pages of one format are complete once the last of them is there.
fn completeness(reports: &[Report]) -> Option<bool> {
    let mut by_format: SortedMap<&str, bool> = SortedMap::default();
    for report in reports {
        if let Some(is_complete) = report.is_complete {
            *by_format.at(report.format) |= is_complete;
        }
    }
    (!by_format.is_empty()).then(|| by_format.values().all(|is_complete| *is_complete))
}
