//! The lists in which a model is chosen: a line for each, the groups, and what typing leaves.

use crate::catalogue::latency::effects::Size;
use crate::catalogue::{
    Availability, Catalogue, HostedModel, MAKERS, ModelRelease, Query, ReleaseDates, SearchedName,
};
use crate::estimate::Comparison;
use crate::estimate::compare::ModelRow;
use crate::estimate::latency::goodput::Verdict;
use crate::format::{Locale, date, rate_per_mtok, short, usd};
use crate::presentation::form::book_rates;
use crate::presentation::words::hosted::MEDIA_MODELS;
use crate::presentation::words::questions::{self as words, PickerHeads};
use crate::presentation::words::verdict::{Standing, Status, seconds, time_range};
use crate::units::{Date, in_order};

/// One line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Number of the model, or its place in the list of open models.
    pub key: u32,
    /// Its name.
    pub name: String,
    /// "Anthropic · mid-size · 24 Nov 2025".
    pub under: String,
    /// Prices of input and output per 1M tokens, context window; of an open model parameters, memory, context window.
    pub figures: [String; 3],
    /// Time to first token, and where it is from.
    pub time: [String; 2],
    /// Whether it meets the target.
    pub standing: Option<Standing>,
    /// Its cost a month.
    pub month: String,
    /// What typing is compared with.
    pub searched: SearchedName,
    /// The heading that it is under while nothing is typed, and its place below it; nothing where it is only found by
    /// typing.
    pub place: Option<(&'static str, f64)>,
    /// The heading that it is under while something is typed.
    pub found_under: &'static str,
}

/// A list: its lines, and the words above its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The lines.
    pub all: Vec<Line>,
    /// Above the columns.
    pub heads: PickerHeads,
}

/// The lines that are shown, in order, as places in `all`.
#[must_use]
pub fn shown(all: &[Line], typed: &str) -> Vec<usize> {
    let query = Query::new(typed);
    let ranked: Vec<(f64, usize)> = if query.is_empty() {
        all.iter().enumerate().filter_map(|(at, line)| Some((line.place?.1, at))).collect()
    } else {
        let rank = |line: &Line| {
            let group = words::FOUND_UNDER.iter().position(|each| *each == line.found_under).unwrap_or(0);
            Some(query.rank(&line.searched)? + 1e15 * group as f64)
        };
        all.iter().enumerate().filter_map(|(at, line)| Some((rank(line)?, at))).collect()
    };
    in_order(ranked, |(rank, _)| *rank).into_iter().map(|(_, at)| at).collect()
}

/// The heading above a line.
#[must_use]
pub fn heading(line: &Line, typed: &str) -> &'static str {
    let listed = line.place.filter(|_| Query::new(typed).is_empty());
    listed.map_or(line.found_under, |(heading, _)| heading)
}

/// Makers whose newest models are the usual choices.
const USUAL: [&str; 7] = ["anthropic", "openai", "google", "mistral", "deepseek", "x-ai", "meta"];

/// The hosted models that are offered.
#[must_use]
pub fn hosted_lines(catalogue: &Catalogue, as_of: Date, found: Option<&Comparison>, locale: Locale) -> Lines {
    let book = &catalogue.hosted;
    let dates = ReleaseDates::shipped();
    let days = dates.days_in_order(book);
    let day = |model: &HostedModel| days.iter().find(|(id, _)| *id == model.id).map_or(0, |(_, days)| *days);
    let offered = || book.models().filter(|model| model.availability == Availability::Current);
    let usual = usual(catalogue, as_of, &day);
    let row_of = |model: &HostedModel| found?.rows.iter().find(|row| row.model == model.id);
    let line = |model: &HostedModel| {
        let (provider, key) = book
            .provider(model.provider)
            .map(|provider| (provider.name.as_str(), provider.key.as_str()))
            .unwrap_or_default();
        let [input, output, _] = book_rates(book, model, as_of)
            .map(|rate| rate.map_or_else(none, |rate| rate_per_mtok(rate, locale)));
        let context = model.context_window.map_or_else(none, |tokens| short(f64::from(tokens), locale));
        let class = catalogue.size_class(model, as_of).map(words::size_class);
        let release = match dates.of(book, model) {
            Some(ModelRelease::On(day)) => Some(date(day)),
            Some(ModelRelease::PricedSince(day)) => Some([words::PRICED_SINCE, &date(day)].concat()),
            None => None,
        };
        let name = name_of(catalogue, model);
        let provider = [provider, words::region_of(&model.slug)].concat();
        let parts = [Some(provider.clone()), class.map(str::to_owned), release];
        let row = row_of(model);
        let is_media = model.answers_in_media() || !model.writes_text();
        let is_maker = makes(catalogue, model);
        let standing = found.zip(row).map(|(found, row)| standing(found, row));
        let place =
            place_of(model, is_media, usual.iter().position(|id| *id == model.id.number()), found, row);
        Line {
            key: model.id.number(),
            searched: SearchedName::new(&name, &model.slug, &provider, key)
                .dated(day(model))
                .made_here(is_maker),
            under: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            figures: [input, output, context],
            time: time(row, locale),
            standing,
            month: row.map_or_else(none, |row| usd(row.month, locale)),
            place,
            found_under: match (is_media, is_maker) {
                (true, _) => MEDIA_MODELS,
                (false, true) => words::FROM_MAKERS,
                (false, false) => words::FROM_RESELLERS,
            },
            name,
        }
    };
    Lines { all: offered().map(line).collect(), heads: words::HOSTED_HEADS }
}

fn none() -> String {
    "\u{2013}".to_owned()
}

/// The name of a model; of one that has only the name for requests, that of its maker's model of the same name, or its end.
fn name_of(catalogue: &Catalogue, model: &HostedModel) -> String {
    if model.name != model.slug {
        return model.name.clone();
    }
    let made = catalogue.hosted.models().find(|other| other.slug == model.slug && other.name != other.slug);
    let end = || model.slug.rsplit(['/', '.']).next().unwrap_or_default().to_owned();
    let is_id = model.slug.contains('/') || model.slug.contains(".anthropic.");
    made.map_or_else(|| if is_id { end() } else { model.slug.clone() }, |made| made.name.clone())
}

/// Whether the provider of a model is its maker.
fn makes(catalogue: &Catalogue, model: &HostedModel) -> bool {
    let key = catalogue.hosted.provider(model.provider).map_or("", |provider| provider.key.as_str());
    let maker = catalogue.latency.subject(key, &model.slug, "none", "chat").maker;
    MAKERS.contains(&key) && (maker == key || !MAKERS.contains(&maker))
}

/// The newest model of each size class of each of the usual makers, by number.
fn usual(catalogue: &Catalogue, as_of: Date, day: &dyn Fn(&HostedModel) -> i32) -> Vec<u32> {
    let mut usual = Vec::new();
    for key in USUAL {
        for size in [Size::Mid, Size::Small, Size::Frontier] {
            let fits = |model: &&HostedModel| {
                let of =
                    catalogue.hosted.provider(model.provider).is_some_and(|provider| provider.key == key);
                of && makes(catalogue, model)
                    && model.availability == Availability::Current
                    && model.writes_text()
                    && !model.answers_in_media()
                    && catalogue.size_class(model, as_of) == Some(size)
            };
            let newest = catalogue.hosted.models().filter(fits).max_by_key(|model| day(model));
            usual.extend(newest.map(|model| model.id.number()));
        }
    }
    usual
}

/// The heading of a model while nothing is typed, and its place: usual choices, then by verdict, then by cost.
fn place_of(
    model: &HostedModel,
    is_media: bool,
    usual: Option<usize>,
    found: Option<&Comparison>,
    row: Option<&ModelRow>,
) -> Option<(&'static str, f64)> {
    if let Some(at) = usual {
        return Some((words::USUAL_CHOICES, at as f64));
    }
    if is_media {
        return None;
    }
    let (Some(found), Some(row)) = (found, row) else {
        // In the order of the book until the comparison is here.
        return Some((words::OTHERS, 5e15 + f64::from(model.id.number())));
    };
    if row.is_too_small() {
        return Some((words::DO_NOT_FIT, 4e15 + row.month.get()));
    }
    if found.target.is_none() {
        return Some((words::OTHERS, 1e15 + row.month.get()));
    }
    let verdict = row.wait.and_then(|wait| wait.verdict);
    let rank = match verdict {
        Some(Verdict::Met | Verdict::Close) => 1e15,
        Some(Verdict::Unknown) | None => 2e15,
        Some(Verdict::Missed) => 3e15,
    };
    Some((words::verdict_heading(verdict), rank + row.month.get()))
}

fn standing(found: &Comparison, row: &ModelRow) -> Standing {
    if row.is_too_small() {
        return Standing::new(Status::Misses, words::DOES_NOT_FIT);
    }
    if found.target.is_none() {
        return Status::NoTarget.plain();
    }
    row.wait.and_then(|wait| wait.verdict).map_or(Status::Unknown, Status::from).plain()
}

/// Time to first token with its likely range, and where it is from.
fn time(row: Option<&ModelRow>, locale: Locale) -> [String; 2] {
    let Some(wait) = row.and_then(|row| row.wait) else {
        return [words::TIME_NOT_KNOWN.to_owned(), String::new()];
    };
    let at = wait.ttft;
    let range = time_range(at.fast, at.slow, locale);
    let text =
        if seconds(at.fast, locale) == seconds(at.slow, locale) { seconds(at.fast, locale) } else { range };
    let from = if wait.is_own() { words::TIME_MEASURED } else { words::TIME_OF_CLASS };
    [text, from.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::compare;
    use crate::scenario::Preset;

    fn lines() -> Vec<Line> {
        let catalogue = Catalogue::shipped().unwrap();
        let scenario = Preset::SupportChat.scenario("2026-11-23".parse().unwrap());
        let scenario = scenario.with_ids(&|text| catalogue.hosted.id_of_text(text));
        let found = compare(&scenario, 0, &catalogue);
        hosted_lines(&catalogue, scenario.as_of, found.as_ref(), Locale::ENGLISH).all
    }

    fn names(lines: &[Line], typed: &str) -> Vec<String> {
        shown(lines, typed).into_iter().map(|at| lines[at].name.clone()).collect()
    }

    #[test]
    fn the_usual_choices_are_the_newest_of_each_maker_and_come_first() {
        let lines = lines();
        let names = names(&lines, "");
        assert_eq!(
            names.iter().take(6).map(String::as_str).collect::<Vec<_>>(),
            [
                "Claude Sonnet 5.5",
                "Claude Haiku 5.5",
                "Claude Opus 5.5",
                "GPT-6.1 Terra",
                "GPT-6 Luna",
                "GPT-6.1 Sol"
            ]
        );
        assert!(names.iter().any(|name| name == "Gemini 3.8 Flash"));
        let media = |line: &&Line| line.found_under == MEDIA_MODELS;
        assert!(
            lines.iter().filter(media).all(|line| line.place.is_none()),
            "media models are found by typing alone"
        );
    }

    #[test]
    fn typing_finds_the_version_its_maker_and_the_newest_first() {
        let lines = lines();
        for (typed, first) in [
            ("claude opus 5", "Claude Opus 5"),
            ("sonnet 5", "Claude Sonnet 5"),
            ("sonnet", "Claude Sonnet 5.5"),
            ("gpt", "GPT-6.1 Terra"),
            ("gemini", "Gemini 4 Argon"),
            ("grok", "Grok 4.7"),
            // The whole name is before a newer one that goes on.
            ("mistral large", "Mistral Large"),
            ("mistral large 4", "Mistral Large 4"),
        ] {
            assert_eq!(names(&lines, typed).first().map(String::as_str), Some(first), "{typed}");
        }
        assert!(shown(&lines, "no such model").is_empty());
    }

    #[test]
    fn every_line_says_prices_context_time_and_verdict_while_searching_too() {
        let lines = lines();
        let at = shown(&lines, "sonnet 5.5")[0];
        let line = &lines[at];
        assert_eq!(line.figures, ["$2", "$10", "1M"]);
        assert!(line.under.starts_with("Anthropic · mid-size · priced since 28 Sep"), "{}", line.under);
        assert!(line.time[0].contains('s') && !line.time[1].is_empty(), "{:?}", line.time);
        assert!(line.standing.is_some() && line.month.starts_with('$'));
    }

    #[test]
    fn no_name_is_a_raw_id() {
        for line in lines() {
            assert!(!line.name.contains('/') && !line.name.starts_with("regional."), "{}", line.name);
            assert!(!line.under.starts_with("X AI"));
        }
    }
}
