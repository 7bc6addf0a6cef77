//! Reading a price book from its text. The form is described in `data/prices/README.md`.

use crate::catalogue::hosted::rates::{Epoch, PriceRow, Rate, Rates, Window};
use crate::catalogue::hosted::units::PricedUnit;
use crate::catalogue::hosted::{Availability, HostedBook, HostedModel, Package, Provider, WorkCalendar};
use crate::catalogue::{ModelId, ProviderId};
use crate::units::{Date, Hour, in_order, parse_number};
use std::str::Split;
use thiserror::Error;

/// First words of every price book.
pub(in crate::catalogue) const MAGIC: &str = "inference-estimator-prices";
/// The form that this parser reads.
pub(in crate::catalogue) const SCHEMA: u32 = 1;

/// Why a text is not a price book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BookError {
    /// Nothing in it.
    #[error("the price book is empty; load it again")]
    Empty,
    /// Not UTF-8, or not begun as a price book is.
    #[error("this is not a price book; check the address it was loaded from")]
    NotABook,
    /// Written for a newer parser.
    #[error("the price book has form {found}, this program reads form {SCHEMA}; reload the page")]
    NewerSchema {
        /// The form it says it has.
        found: u32,
    },
    /// The last line is missing or counts another number of models.
    #[error("the price book is cut short; load it again")]
    CutShort,
    /// A line does not say what it must.
    #[error("line {line} of the price book is wrong: {what}; load it again")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        what: LineError,
    },
}

/// What is wrong with a line of a price book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LineError {
    /// No such kind of line, or one in a place where it is not allowed.
    #[error("no such line is allowed here")]
    Misplaced,
    /// A field that must be there is not.
    #[error("a field is missing")]
    Missing,
    /// Not a number, or not one that is allowed there.
    #[error("a number is wrong")]
    Number,
    /// Not a date.
    #[error("a date is wrong")]
    Date,
    /// Not a time of day.
    #[error("a time of day is wrong")]
    Time,
    /// No unit of this name.
    #[error("a unit is unknown")]
    Unit,
    /// A factor with nothing to multiply.
    #[error("a factor has nothing to multiply")]
    Factor,
    /// Two models with one number.
    #[error("a model number is given twice")]
    Twice,
}

impl HostedBook {
    /// Reads a price book.
    ///
    /// # Errors
    /// [`BookError`] says what keeps `bytes` from being a price book that this program can read.
    pub fn parse(bytes: &[u8]) -> Result<Self, BookError> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(BookError::Empty);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| BookError::NotABook)?;
        let mut lines = text.lines().enumerate();
        let package = parse_header(lines.next().map_or("", |(_, line)| line))?;
        let mut book = Self { package, providers: Vec::new(), models: Vec::new(), by_id: Vec::new() };
        let mut is_whole = false;
        for (index, line) in lines {
            let at = |what| BookError::Line { line: index + 1, what };
            if is_whole {
                return Err(at(LineError::Misplaced));
            }
            match line.strip_prefix("end\t") {
                Some(count) if count.parse() == Ok(book.models.len()) => is_whole = true,
                Some(_) => return Err(BookError::CutShort),
                None => book.take_line(line).map_err(at)?,
            }
        }
        if !is_whole {
            return Err(BookError::CutShort);
        }
        book.index().map_err(|what| BookError::Line { line: text.lines().count(), what })?;
        book.share_prices();
        Ok(book)
    }

    fn take_line(&mut self, line: &str) -> Result<(), LineError> {
        let provider = ProviderId(self.providers.len().saturating_sub(1) as u8);
        let previous = self.models.last().map_or(0, |model| model.id.number());
        let mut fields = line.split('\t');
        match fields.next().unwrap_or_default() {
            "P" if self.providers.len() < 255 => self.providers.push(parse_provider(fields)?),
            "H" => {
                let last = self.providers.last_mut().ok_or(LineError::Misplaced)?;
                last.calendar = Some(parse_calendar(fields)?);
            }
            "M" if !self.providers.is_empty() => {
                self.models.push(parse_model(provider, previous, fields)?);
            }
            "E" => {
                let since = parse_date(fields.next().ok_or(LineError::Missing)?)?;
                let model = self.models.last_mut().ok_or(LineError::Misplaced)?;
                model.epochs.push(Epoch { since: Some(since), rows: Vec::new() });
            }
            row => {
                let row = row.strip_prefix(' ').ok_or(LineError::Misplaced)?;
                let model = self.models.last_mut().ok_or(LineError::Misplaced)?;
                if model.epochs.is_empty() {
                    model.epochs.push(Epoch { since: None, rows: Vec::new() });
                }
                let epoch = model.epochs.last_mut().ok_or(LineError::Misplaced)?;
                epoch.rows.push(parse_row(row, &epoch.rows)?);
            }
        }
        Ok(())
    }

    pub(in crate::catalogue) fn index(&mut self) -> Result<(), LineError> {
        let places: Vec<(u32, u32)> =
            self.models.iter().zip(0..).map(|(model, place)| (model.id.number(), place)).collect();
        let places = in_order(places, |(id, _)| f64::from(*id));
        let ids = || places.iter().map(|(id, _)| id);
        if ids().zip(ids().skip(1)).any(|(a, b)| a == b) {
            return Err(LineError::Twice);
        }
        self.by_id = places.into_iter().map(|(_, place)| place).collect();
        Ok(())
    }

    /// Models that a provider resells at their maker's prices get the standard rows of those; variants do not
    /// carry over.
    fn share_prices(&mut self) {
        let shared: Vec<Option<Vec<Epoch>>> =
            self.models.iter().map(|model| Some(standard_epochs(self.model(model.priced_as?)?))).collect();
        for (model, epochs) in self.models.iter_mut().zip(shared) {
            if let Some(epochs) = epochs {
                model.epochs = epochs;
            }
        }
    }
}

fn standard_epochs(model: &HostedModel) -> Vec<Epoch> {
    let standard = |epoch: &Epoch| Epoch {
        since: epoch.since,
        rows: epoch.rows.iter().filter(|row| row.is_standard()).cloned().collect(),
    };
    model.epochs.iter().map(standard).collect()
}

fn parse_header(line: &str) -> Result<Package, BookError> {
    let mut fields = line.split('\t');
    if fields.next() != Some(MAGIC) {
        return Err(BookError::NotABook);
    }
    let schema = fields.next().and_then(|field| field.parse::<u32>().ok()).ok_or(BookError::NotABook)?;
    if schema > SCHEMA {
        return Err(BookError::NewerSchema { found: schema });
    }
    let mut text = || fields.next().filter(|field| !field.is_empty()).ok_or(BookError::NotABook);
    let (name, version, date) = (text()?, text()?, text()?);
    let date = date.parse().map_err(|_| BookError::NotABook)?;
    Ok(Package { name: name.to_owned(), version: version.to_owned(), date })
}

fn parse_provider(mut fields: Split<'_, char>) -> Result<Provider, LineError> {
    let mut text = || fields.next().ok_or(LineError::Missing);
    let words = |field: &str| field.split_whitespace().map(str::to_owned).collect();
    Ok(Provider {
        key: text()?.to_owned(),
        name: text()?.to_owned(),
        pricing_urls: words(text()?),
        fallback: words(fields.next().unwrap_or_default()),
        calendar: None,
    })
}

fn parse_calendar(mut fields: Split<'_, char>) -> Result<WorkCalendar, LineError> {
    let mut text = || fields.next().ok_or(LineError::Missing);
    let utc_offset_hours = text()?.parse().map_err(|_| LineError::Number)?;
    let covers_through = parse_date(text()?)?;
    let source = text()?.to_owned();
    let windows = text()?.split(' ').map(parse_window).collect::<Result<_, _>>()?;
    let mut holidays = Vec::new();
    for range in text()?.split(' ') {
        let (first, more) = range.split_once('+').unwrap_or((range, "0"));
        let first = parse_date(first)?.days();
        let more: i32 = more.parse().map_err(|_| LineError::Number)?;
        for day in first..=first.saturating_add(more.clamp(0, 31)) {
            holidays.push(Date::from_days(day).map_err(|_| LineError::Date)?);
        }
    }
    Ok(WorkCalendar { utc_offset_hours, covers_through, holidays, source, windows })
}

fn parse_model(
    provider: ProviderId,
    previous: u32,
    mut fields: Split<'_, char>,
) -> Result<HostedModel, LineError> {
    let mut field = || fields.next().unwrap_or_default();
    let id = match field() {
        "" => previous.checked_add(1).ok_or(LineError::Number)?,
        number => number.parse().map_err(|_| LineError::Number)?,
    };
    let (slug, name) = (field(), field());
    if slug.is_empty() {
        return Err(LineError::Missing);
    }
    let mut model = HostedModel {
        id: ModelId::new(id),
        provider,
        slug: slug.to_owned(),
        name: if name.is_empty() { slug } else { name }.to_owned(),
        context_window: None,
        max_output: None,
        min_cacheable: None,
        availability: Availability::Current,
        priced_as: None,
        min_audio_seconds: None,
        epochs: Vec::new(),
    };
    for fact in field().split(' ').filter(|fact| !fact.is_empty()) {
        let (kind, value) = fact.split_at_checked(1).ok_or(LineError::Missing)?;
        match kind {
            "c" => model.context_window = Some(parse_count(value)?),
            "o" => model.max_output = Some(parse_count(value)?),
            "m" => model.min_cacheable = Some(parse_count(value)?),
            "a" => model.min_audio_seconds = Some(parse_count(value)?),
            "d" => model.availability = Availability::Deprecated,
            "x" => model.availability = Availability::Retired(parse_date(value)?),
            "=" => model.priced_as = Some(ModelId::new(parse_count(value)?)),
            _ => return Err(LineError::Misplaced),
        }
    }
    Ok(model)
}

/// A count of tokens; `200k` is 200,000.
fn parse_count(text: &str) -> Result<u32, LineError> {
    let (digits, thousand) = text.strip_suffix('k').map_or((text, 1), |digits| (digits, 1000));
    digits.parse::<u32>().ok().and_then(|number| number.checked_mul(thousand)).ok_or(LineError::Number)
}

fn parse_date(text: &str) -> Result<Date, LineError> {
    text.parse().map_err(|_| LineError::Date)
}

fn parse_row(text: &str, earlier: &[PriceRow]) -> Result<PriceRow, LineError> {
    let standard = earlier.iter().rev().find(|row| row.is_standard()).map(|row| &row.rates);
    let mut row = PriceRow {
        from: None,
        window: None,
        when: Vec::new(),
        rates: Rates::default(),
        known_since: None,
        source: None,
    };
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let (mark, rest) = word.split_at_checked(1).ok_or(LineError::Missing)?;
        match mark {
            "@" => row.from = Some(parse_date(rest)?),
            "~" => row.known_since = Some(parse_date(rest)?),
            "<" => row.source = Some(rest.to_owned()),
            "&" => row.window = Some(parse_window(rest)?),
            "?" => {
                let (key, value) = rest.split_once('=').ok_or(LineError::Missing)?;
                row.when.push((key.to_owned(), value.to_owned()));
            }
            "*" => {
                let factor = parse_amount(rest)?;
                let tokens = standard.ok_or(LineError::Factor)?.iter().filter(|(unit, _)| unit.is_tokens());
                for (unit, rate) in tokens {
                    row.rates.set(unit, scaled(rate, factor));
                }
            }
            _ => {
                let (unit, rate) = parse_rate(word, &row, standard)?;
                row.rates.set(unit, rate);
            }
        }
    }
    Ok(row)
}

fn scaled(rate: &Rate, factor: f64) -> Rate {
    let tiers = rate.tiers.iter().map(|(start, rate)| (*start, rate * factor)).collect();
    Rate { base: rate.base * factor, tiers }
}

/// A unit and its rate: `i2.5`, `o15>272000:22.5`, `w*1.25` (1.25 times the row's own input rate, or in a variant
/// that many times the standard rate of the same unit), `audio_hours=0.1`.
fn parse_rate(word: &str, row: &PriceRow, standard: Option<&Rates>) -> Result<(PricedUnit, Rate), LineError> {
    let (unit, value) = match word.split_once('=') {
        Some((key, value)) => (PricedUnit::from_price_key(key), value),
        None => {
            let (code, value) = word.split_at_checked(1).ok_or(LineError::Unit)?;
            (PricedUnit::from_code(code), value)
        }
    };
    let unit = unit.ok_or(LineError::Unit)?;
    let rate = match value.strip_prefix('*') {
        Some(factor) => {
            let whole = if row.is_standard() {
                row.rates.get(PricedUnit::InputTokens)
            } else {
                standard.and_then(|rates| rates.get(unit))
            };
            scaled(whole.ok_or(LineError::Factor)?, parse_amount(factor)?)
        }
        None => parse_tiers(value)?,
    };
    Ok((unit, rate))
}

fn parse_tiers(value: &str) -> Result<Rate, LineError> {
    let mut parts = value.split('>');
    let base = parse_amount(parts.next().unwrap_or_default())?;
    let mut tiers: Vec<(u64, f64)> = Vec::new();
    for part in parts {
        let (start, rate) = part.split_once(':').ok_or(LineError::Missing)?;
        let start = u64::from(parse_count(start)?);
        if tiers.last().is_some_and(|(before, _)| *before >= start) {
            return Err(LineError::Number);
        }
        let rate = match rate.strip_prefix('*') {
            Some(factor) => base * parse_amount(factor)?,
            None => parse_amount(rate)?,
        };
        tiers.push((start, rate));
    }
    Ok(Rate { base, tiers })
}

fn parse_amount(text: &str) -> Result<f64, LineError> {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount = parse_number(text).filter(|_| is_decimal);
    amount.ok_or(LineError::Number)
}

/// `01:00-04:00`.
fn parse_window(text: &str) -> Result<Window, LineError> {
    let (start, end) = text.split_once('-').ok_or(LineError::Time)?;
    Ok(Window { start: parse_time(start)?, end: parse_time(end)? })
}

fn parse_time(text: &str) -> Result<Hour, LineError> {
    let mut seconds = 0;
    let mut unit = 3600;
    for part in text.split(':') {
        let number: u32 = part.parse().ok().filter(|number| *number < 60).ok_or(LineError::Time)?;
        seconds += number * unit;
        unit /= 60;
    }
    Hour::from_seconds(seconds).map_err(|_| LineError::Time)
}
