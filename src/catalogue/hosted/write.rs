//! Writing a price book as text: plain for the catalogue, short for the widget.

use crate::catalogue::hosted::parse::{MAGIC, SCHEMA};
use crate::catalogue::hosted::rates::{PriceRow, Rate, Rates, Window};
use crate::catalogue::hosted::units::PricedUnit;
use crate::catalogue::hosted::{Availability, HostedBook, HostedModel, Provider};
use crate::units::Hour;

/// How a book is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Every rate as it was published: differs by a line where a price differs.
    Plain,
    /// Rates as multiples of others, names and sources left out where they can be derived: small when compressed.
    Short,
}

impl HostedBook {
    /// The book as text, which [`HostedBook::parse`] reads back.
    #[must_use]
    pub fn write(&self, style: Style) -> String {
        let package = &self.package;
        let mut lines =
            vec![format!("{MAGIC}\t{SCHEMA}\t{}\t{}\t{}", package.name, package.version, package.date)];
        let mut previous = 0;
        for (id, provider) in self.providers() {
            write_provider(provider, style, &mut lines);
            for model in self.models().filter(|model| model.provider == id) {
                write_model(model, previous, style, &mut lines);
                previous = model.id.number();
            }
        }
        lines.push(format!("end\t{}\n", self.models.len()));
        lines.join("\n")
    }
}

fn write_provider(provider: &Provider, style: Style, lines: &mut Vec<String>) {
    let urls = match style {
        Style::Plain => provider.pricing_urls.join(" "),
        Style::Short => provider.pricing_urls.first().cloned().unwrap_or_default(),
    };
    let mut line = format!("P\t{}\t{}\t{urls}", provider.key, provider.name);
    if style == Style::Plain && !provider.fallback.is_empty() {
        line.push_str(&format!("\t{}", provider.fallback.join(" ")));
    }
    lines.push(line);
    if let Some(calendar) = &provider.calendar {
        let mut ranges: Vec<(i32, i32, String)> = Vec::new();
        for day in &calendar.holidays {
            match ranges.last_mut().filter(|(_, last, _)| *last + 1 == day.days()) {
                Some(range) => range.1 = day.days(),
                None => ranges.push((day.days(), day.days(), day.to_string())),
            }
        }
        let range = |(first, last, text): &(i32, i32, String)| match last - first {
            0 => text.clone(),
            more => format!("{text}+{more}"),
        };
        let days = ranges.iter().map(range).collect::<Vec<_>>().join(" ");
        let (offset, until, source) = (calendar.utc_offset_hours, calendar.covers_through, &calendar.source);
        let windows: Vec<String> = calendar.windows.iter().copied().map(write_window).collect();
        lines.push(format!("H\t{offset}\t{until}\t{source}\t{}\t{days}", windows.join(" ")));
    }
}

fn write_model(model: &HostedModel, previous: u32, style: Style, lines: &mut Vec<String>) {
    let number = match style {
        Style::Short if model.id.number() == previous + 1 => String::new(),
        _ => model.id.to_string(),
    };
    let name = if model.name == model.slug { "" } else { &model.name };
    let count =
        |kind: &str, count: Option<u32>| count.map(|count| format!("{kind}{}", write_count(count.into())));
    let facts = [
        count("c", model.context_window),
        count("o", model.max_output),
        count("m", model.min_cacheable),
        count("a", model.min_audio_seconds),
        match model.availability {
            Availability::Current => None,
            Availability::Deprecated => Some("d".to_owned()),
            Availability::Retired(day) => Some(format!("x{day}")),
        },
        model.priced_as.map(|id| format!("={id}")),
    ];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    lines.push(format!("M\t{number}\t{}\t{name}\t{facts}", model.slug).trim_end_matches('\t').to_owned());
    if model.priced_as.is_some() {
        return;
    }
    for epoch in &model.epochs {
        if let Some(since) = epoch.since {
            lines.push(format!("E\t{since}"));
        }
        let mut standard = Rates::default();
        for row in &epoch.rows {
            if style == Style::Plain || row.is_standard() || !row.rates.is_empty() {
                lines.push(write_row(row, &standard, style));
            }
            if row.is_standard() {
                standard = row.rates.clone();
            }
        }
    }
}

fn write_count(count: u64) -> String {
    if count > 0 && count.is_multiple_of(1000) { format!("{}k", count / 1000) } else { count.to_string() }
}

fn write_row(row: &PriceRow, standard: &Rates, style: Style) -> String {
    let mut words = Vec::new();
    words.extend(row.from.map(|day| format!("@{day}")));
    words.extend(row.window.map(|window| format!("&{}", write_window(window))));
    words.extend(row.when.iter().map(|(key, value)| format!("?{key}={value}")));
    let mut rates: Vec<(PricedUnit, &Rate)> = row.rates.iter().collect();
    if style == Style::Short {
        rates.sort_by_key(|(unit, _)| *unit);
        if !row.is_standard()
            && let Some((word, factor)) = common_factor(&row.rates, standard)
        {
            words.push(word);
            rates.retain(|(unit, rate)| !standard.get(*unit).is_some_and(|s| is_multiple(rate, s, factor)));
        }
    }
    for (unit, rate) in rates {
        let whole =
            if row.is_standard() { row.rates.get(PricedUnit::InputTokens) } else { standard.get(unit) };
        let whole = whole
            .filter(|_| style == Style::Short && unit.is_tokens())
            .filter(|_| !row.is_standard() || unit != PricedUnit::InputTokens);
        words.push(write_rate(unit, rate, whole, style));
    }
    words.extend(
        row.known_since
            .filter(|day| style == Style::Plain || row.from != Some(*day))
            .map(|day| format!("~{day}")),
    );
    if style == Style::Plain {
        words.extend(row.source.as_ref().map(|source| format!("<{source}")));
    }
    format!(" {}", words.join(" "))
}

fn write_window(window: Window) -> String {
    format!("{}-{}", write_time(window.start), write_time(window.end))
}

fn write_time(time: Hour) -> String {
    let (hours, minutes, seconds) = (time.seconds() / 3600, time.seconds() / 60 % 60, time.seconds() % 60);
    if seconds == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    }
}

fn write_rate(unit: PricedUnit, rate: &Rate, whole: Option<&Rate>, style: Style) -> String {
    let unit = match unit.code() {
        "" => format!("{}=", unit.price_key()),
        code => code.to_owned(),
    };
    let absolute = write_tiers(rate, style);
    let relative = whole
        .and_then(|whole| Some((whole, factor(rate.base, whole.base)?)))
        .filter(|(whole, (_, factor))| is_multiple(rate, whole, *factor))
        .map(|(_, (text, _))| format!("*{text}"));
    match relative {
        Some(relative) if relative.len() < absolute.len() => format!("{unit}{relative}"),
        _ => format!("{unit}{absolute}"),
    }
}

fn write_tiers(rate: &Rate, style: Style) -> String {
    let mut text = write_amount(rate.base);
    for (start, amount) in &rate.tiers {
        let relative = factor(*amount, rate.base).map(|(text, _)| format!("*{text}"));
        let amount = relative.filter(|_| style == Style::Short).unwrap_or_else(|| write_amount(*amount));
        text.push_str(&format!(">{}:{amount}", write_count(*start)));
    }
    text
}

/// The factor that takes every token rate of `standard` to that of `rates`, where there is one.
fn common_factor(rates: &Rates, standard: &Rates) -> Option<(String, f64)> {
    let input = PricedUnit::InputTokens;
    let (text, factor) = factor(rates.get(input)?.base, standard.get(input)?.base)?;
    let mut tokens = standard.iter().filter(|(unit, _)| unit.is_tokens());
    let all =
        tokens.all(|(unit, whole)| rates.get(unit).is_some_and(|rate| is_multiple(rate, whole, factor)));
    all.then(|| (format!("*{text}"), factor))
}

fn is_multiple(rate: &Rate, whole: &Rate, factor: f64) -> bool {
    let same = |rate: f64, whole: f64| (whole * factor - rate).abs() <= 1e-13 * rate;
    same(rate.base, whole.base)
        && rate.tiers.len() == whole.tiers.len()
        && rate.tiers.iter().zip(&whole.tiers).all(|(rate, whole)| rate.0 == whole.0 && same(rate.1, whole.1))
}

/// `part / whole` as a short decimal, if it is one.
fn factor(part: f64, whole: f64) -> Option<(String, f64)> {
    let ratio = (part / whole * 1e4).round() / 1e4;
    let text = write_amount(ratio);
    let is_exact = whole > 0.0 && ratio > 0.0 && (ratio * whole - part).abs() <= 1e-13 * part;
    is_exact.then_some((text, ratio))
}

/// The shortest decimal, without the zero before the point.
fn write_amount(amount: f64) -> String {
    let text = amount.to_string();
    match text.strip_prefix("0.") {
        Some(fraction) => format!(".{fraction}"),
        None => text,
    }
}
