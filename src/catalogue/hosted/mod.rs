//! The price book: hosted models, their providers and their dated prices.

#[cfg(any(not(target_arch = "wasm32"), feature = "headless"))]
pub(super) mod matching;
pub(super) mod parse;
pub(super) mod query;
pub(super) mod rates;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod refresh;
pub(super) mod released;
pub(super) mod search;
pub(super) mod shipped;
pub(super) mod text;
pub(super) mod units;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod write;

pub use query::{MAKERS, Query, SearchedName};
pub use released::{Release as ModelRelease, ReleaseDates};

use crate::catalogue::hosted::rates::{
    Epoch, PriceRow, Rates, RequestContext, Window, rates_of, standard_row,
};
use crate::catalogue::{ModelId, ProviderId};
use crate::units::{Date, Hour, Moment, holds, in_order};

const DAY: u32 = 86_400;

/// Hosted models and their prices, as one package of published prices gave them.
#[derive(Debug, Clone, PartialEq)]
pub struct HostedBook {
    pub(in crate::catalogue) package: Package,
    pub(in crate::catalogue) providers: Vec<Provider>,
    /// In the order of the book: provider by provider.
    pub(in crate::catalogue) models: Vec<HostedModel>,
    /// Places in `models`, by rising id.
    pub(in crate::catalogue) by_id: Vec<u32>,
}

/// Where the prices come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Name of the package of prices.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The day on which it was taken.
    pub date: Date,
}

/// Who hosts models.
#[derive(Debug, Clone, PartialEq)]
pub struct Provider {
    /// Short name in the package, for example `x-ai`.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// Pages on which it publishes its prices.
    pub pricing_urls: Vec<String>,
    /// Providers whose models it offers too, in order of preference.
    pub fallback: Vec<String>,
    /// Its working days, where it bills by them.
    pub calendar: Option<WorkCalendar>,
}

/// Working days of a provider that bills peak hours on them only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    /// Hours by which the provider's day is ahead of UTC.
    pub utc_offset_hours: i8,
    /// Last day for which the holidays are known; later, weekdays alone count.
    pub covers_through: Date,
    /// Public holidays, rising.
    pub holidays: Vec<Date>,
    /// Where the rule and the holidays are published.
    pub source: String,
    /// The windows that it bills on working days only.
    pub windows: Vec<Window>,
}

impl WorkCalendar {
    /// Whether the provider's day at `at` is a Monday to Friday and no holiday.
    #[must_use]
    pub fn is_working_day(&self, at: Moment) -> bool {
        let local_hour = i64::from(at.time.seconds() / 3600) + i64::from(self.utc_offset_hours);
        let days = at.date.days() + local_hour.div_euclid(24) as i32;
        Date::from_days(days).is_ok_and(|day| day.weekday() < 5 && !self.holidays.contains(&day))
    }

    /// Whether the provider's day `seconds` after Monday 00:00 UTC is a Monday to Friday.
    #[must_use]
    pub fn is_weekday(&self, seconds: u32) -> bool {
        let local = i64::from(seconds) + i64::from(self.utc_offset_hours) * 3600;
        local.rem_euclid(7 * i64::from(DAY)) < 5 * i64::from(DAY)
    }
}

/// Whether a model can still be bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// Offered.
    Current,
    /// Still answers, and its provider advises against it.
    Deprecated,
    /// Gone from the published prices since this day; kept so that old links can be read.
    Retired(Date),
}

/// By which days peak hours are billed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PeakDays {
    /// As the provider says: its working days, where it has such a rule.
    #[default]
    Provider,
    /// Every day, as the package of prices has it (an upper bound).
    Every,
}

/// A model that a provider hosts.
#[derive(Debug, Clone, PartialEq)]
pub struct HostedModel {
    /// Number in links.
    pub id: ModelId,
    /// Who hosts it.
    pub provider: ProviderId,
    /// The provider's name for it in requests.
    pub slug: String,
    /// Name for people.
    pub name: String,
    /// Most tokens of input and output together, where known.
    pub context_window: Option<u32>,
    /// Most tokens of output, where known.
    pub max_output: Option<u32>,
    /// Fewest tokens of a prompt that the provider caches, where known.
    pub min_cacheable: Option<u32>,
    /// Whether it can still be bought.
    pub availability: Availability,
    /// The model whose prices these are, where the provider publishes none of its own and resells it.
    pub priced_as: Option<ModelId>,
    /// Seconds of audio billed at least.
    pub min_audio_seconds: Option<u32>,
    /// What sources other than the first know of it.
    pub extra: ExtraFacts,
    /// States of the published prices, oldest first.
    pub epochs: Vec<Epoch>,
}

/// What sources other than the first know of a model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExtraFacts {
    /// The model itself, or its end, is known from another source alone.
    pub is_from_other_source: bool,
    /// The model that its provider names as its successor.
    pub successor: Option<ModelId>,
    /// The model at whose rates requests for this one are billed since it was retired.
    pub billed_as: Option<ModelId>,
    /// Web searches that cost nothing.
    pub free_searches: Option<FreeAllowance>,
    /// How web searches are counted.
    pub search_billing: SearchBilling,
}

/// Uses of a tool that cost nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreeAllowance {
    /// How many.
    pub count: u32,
    /// In which period.
    pub period: AllowancePeriod,
}

/// The period of a free allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowancePeriod {
    /// A day.
    Day,
    /// A calendar month.
    Month,
}

/// How web searches are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SearchBilling {
    /// Each query that the model makes.
    #[default]
    Query,
    /// Once a prompt, however many queries the model makes for it.
    Prompt,
}

/// The answer to a model number from a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ModelLookup<'a> {
    /// The book has it.
    Known(&'a HostedModel),
    /// The book does not know it; the number stays what it is.
    Unknown(ModelId),
}

impl HostedBook {
    /// Where the prices come from.
    #[must_use]
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// Every model, provider by provider, first-party providers first.
    pub fn models(&self) -> impl DoubleEndedIterator<Item = &HostedModel> + ExactSizeIterator {
        self.models.iter()
    }

    /// Every provider in the book's order.
    pub fn providers(&self) -> impl Iterator<Item = (ProviderId, &Provider)> {
        self.providers.iter().enumerate().map(|(index, provider)| (ProviderId(index as u8), provider))
    }

    /// The model with this number, if the book has it.
    #[must_use]
    pub fn model(&self, id: ModelId) -> Option<&HostedModel> {
        let place = |&at: &u32| self.models.get(at as usize).map_or(u32::MAX, |model| model.id.number());
        let found = self.by_id.binary_search_by_key(&id.number(), place).ok()?;
        self.models.get(*self.by_id.get(found)? as usize)
    }

    /// The model with this number, or the number if the book does not know it.
    #[must_use]
    pub fn resolve(&self, id: ModelId) -> ModelLookup<'_> {
        self.model(id).map_or(ModelLookup::Unknown(id), ModelLookup::Known)
    }

    /// The provider of a model.
    #[must_use]
    pub fn provider(&self, id: ProviderId) -> Option<&Provider> {
        self.providers.get(id.index())
    }

    /// The provider with this key.
    #[must_use]
    pub fn provider_by_key(&self, key: &str) -> Option<(ProviderId, &Provider)> {
        self.providers().find(|(_, provider)| provider.key == key)
    }

    /// The model of `provider` that has exactly this slug.
    #[must_use]
    pub fn by_slug(&self, provider: &str, slug: &str) -> Option<&HostedModel> {
        let (id, _) = self.provider_by_key(provider)?;
        self.models().find(|model| model.provider == id && model.slug == slug)
    }

    /// The rates of `model` at a moment for one kind of request.
    #[must_use]
    pub fn rates(
        &self,
        model: &HostedModel,
        at: Moment,
        context: RequestContext<'_>,
        days: PeakDays,
    ) -> Rates {
        let model = self.billed(model, at.date);
        rates_of(model.rows_at(at.date), at, context, &|window, at| self.is_day_of(window, model, at, days))
    }

    /// The rates of `model` on `date` in a week without holidays, `seconds` after Monday 00:00 UTC.
    #[must_use]
    pub fn rates_in_week(
        &self,
        model: &HostedModel,
        date: Date,
        seconds: u32,
        context: RequestContext<'_>,
    ) -> Rates {
        let Ok(time) = Hour::from_seconds(seconds % DAY) else { return Rates::default() };
        let model = self.billed(model, date);
        rates_of(model.rows_at(date), Moment { date, time }, context, &|window, _| {
            self.calendar_of(window, model).is_none_or(|calendar| calendar.is_weekday(seconds))
        })
    }

    /// Days after `date` and up to `until` on which the price for a kind of request changes, as announced; rising.
    #[must_use]
    pub fn price_changes(
        &self,
        model: &HostedModel,
        date: Date,
        until: Date,
        context: RequestContext<'_>,
    ) -> Vec<Date> {
        // Within a day rates change only where a window begins or ends: a model without windows is asked once.
        let changes = |day: &Date| {
            let eve = Date::from_days(day.days() - 1).unwrap_or(*day);
            let windows =
                [*day, eve].into_iter().flat_map(|date| model.rows_at(date)).filter_map(|row| row.window);
            let edges = windows.flat_map(|window| [window.start.seconds(), window.end.seconds()]);
            std::iter::once(0).chain(edges).any(|seconds| {
                self.rates_in_week(model, *day, seconds, context)
                    != self.rates_in_week(model, eve, seconds, context)
            })
        };
        // What changed before the book was made is a fact of the past, not an announcement.
        let known = self.package.date.max(date);
        let announced = |day: &Date| *day > known;
        model.price_starts(date, until).into_iter().filter(announced).filter(changes).collect()
    }

    /// The model at whose rates requests for `model` are billed on `date`: itself, or the one that answers for it since
    /// it was retired.
    #[must_use]
    pub fn billed<'a>(&'a self, model: &'a HostedModel, date: Date) -> &'a HostedModel {
        match (model.availability, model.extra.billed_as) {
            (Availability::Retired(since), Some(other)) if since <= date => {
                self.model(other).unwrap_or(model)
            }
            _ => model,
        }
    }

    /// The standard price row that applies at a moment, with its date and source.
    #[must_use]
    pub fn price_row<'a>(&'a self, model: &'a HostedModel, at: Moment) -> Option<&'a PriceRow> {
        let model = self.billed(model, at.date);
        standard_row(model.rows_at(at.date), at, &|window, at| {
            self.is_day_of(window, model, at, PeakDays::Provider)
        })
    }

    /// The page on which the standard price of `model` is published, where known.
    #[must_use]
    pub fn price_source<'a>(&'a self, model: &'a HostedModel, at: Moment) -> Option<&'a str> {
        let own = self.price_row(model, at).and_then(|row| row.source.as_deref());
        own.or_else(|| self.provider(model.provider)?.pricing_urls.first().map(String::as_str))
    }

    fn is_day_of(&self, window: Window, model: &HostedModel, at: Moment, days: PeakDays) -> bool {
        let calendar = self.calendar_of(window, model).filter(|_| days == PeakDays::Provider);
        calendar.is_none_or(|calendar| calendar.is_working_day(at))
    }

    /// The working days by which `window` is billed, if it is.
    fn calendar_of(&self, window: Window, model: &HostedModel) -> Option<&WorkCalendar> {
        let calendar = self.provider(model.provider)?.calendar.as_ref();
        calendar.filter(|calendar| calendar.windows.contains(&window))
    }
}

impl HostedModel {
    /// Whether it writes text: a model for embeddings turns text into numbers and answers nothing. The published prices
    /// do not say so; the names do.
    #[must_use]
    pub fn writes_text(&self) -> bool {
        !holds(&self.slug, "embed") && !holds(&self.slug, "moderation")
    }

    /// Whether it has a price for pictures, sound or video in its answers.
    #[must_use]
    pub fn answers_in_media(&self) -> bool {
        use units::PricedUnit as U;
        let media = [U::OutputImageTokens, U::OutputAudioTokens, U::OutputVideoTokens, U::OutputAudioSeconds];
        let mut rows = self.epochs.iter().flat_map(|epoch| &epoch.rows);
        rows.any(|row| media.iter().any(|unit| row.rates.get(*unit).is_some()))
    }

    /// Rows of the state of prices that is in force on `date`.
    #[must_use]
    pub fn rows_at(&self, date: Date) -> &[PriceRow] {
        let in_force = |epoch: &&Epoch| epoch.since.is_none_or(|since| since <= date);
        let epoch = self.epochs.iter().rev().find(in_force).or_else(|| self.epochs.first());
        epoch.map_or(&[], |epoch| &epoch.rows)
    }

    /// Whether any price depends on the hour of the day.
    #[must_use]
    pub fn is_priced_by_hour(&self, date: Date) -> bool {
        self.rows_at(date).iter().any(|row| row.window.is_some())
    }

    /// Days after `date` and up to `until` on which some row begins to hold; rising.
    fn price_starts(&self, date: Date, until: Date) -> Vec<Date> {
        let starts = self.epochs.iter().flat_map(|epoch| {
            let rows = epoch.rows.iter().filter_map(|row| row.from);
            rows.chain(epoch.since)
        });
        let days: Vec<Date> = starts.filter(|day| *day > date && *day <= until).collect();
        let mut days = in_order(days, |day| f64::from(day.days()));
        days.dedup();
        days
    }

    /// Whether it has rates or an uplift of its own for this kind of request.
    #[must_use]
    pub fn has_rate_for(&self, date: Date, context: RequestContext<'_>) -> bool {
        let rows = self.rows_at(date).iter();
        rows.filter(|row| !row.when.is_empty()).any(|row| {
            let has_rate = !row.rates.is_empty() || row.factor.is_some();
            has_rate && context.answers(&row.when)
        })
    }

    /// The first day from which the rates of this kind of request are known, where `date` lies before it.
    #[must_use]
    pub fn first_seen(&self, date: Date, context: RequestContext<'_>) -> Option<Date> {
        let rows = self.rows_at(date);
        let asked =
            |row: &&PriceRow| !row.when.is_empty() && !row.rates.is_empty() && context.answers(&row.when);
        let known: Vec<Option<Date>> = rows.iter().filter(asked).map(|row| row.from).collect();
        let first = known.iter().min().copied().flatten()?;
        (first > date).then_some(first)
    }

    /// The kinds of request for which it has prices of their own on `date`, as key and value.
    #[must_use]
    pub fn contexts(&self, date: Date) -> Vec<(&str, &str)> {
        let mut contexts: Vec<(&str, &str)> = Vec::new();
        let rows = self.rows_at(date);
        let priced = |row: &&PriceRow| {
            (!row.rates.is_empty() || row.factor.is_some())
                && (row.from.is_none_or(|from| from <= date) || row.is_first_known(rows))
        };
        for (key, value) in rows.iter().filter(priced).flat_map(|row| &row.when) {
            if !contexts.contains(&(key, value)) {
                contexts.push((key, value));
            }
        }
        contexts
    }
}
