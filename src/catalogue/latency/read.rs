//! Reading of the shipped text: one fact a line, columns parted by tabs.

use super::{
    Band, ClassFigures, ClassRange, Effect, Effort, Fitted, LatencyBook, LatencyClass, LatencyDataError,
    LatencyOrigin, MeasuredTtft, OwnLine, PublishedLatency, Size, TailShape, Thinking, ThinkingMode,
    ThinkingRule, Weights,
};
use crate::units::{Factor, Millis, OutOfBounds, Share, TokensPerSec, parse_number};

pub(super) fn book(files: &[&'static str]) -> Result<LatencyBook, LatencyDataError> {
    let mut book = LatencyBook {
        origins: Vec::new(),
        measured: Vec::new(),
        measured_origin: 0,
        tail: TailShape {
            slow_factor: Factor::saturating(0.0),
            slow_sigma: Factor::saturating(0.0),
            stall_p50: Millis::saturating(0.0),
            stall_sigma: Factor::saturating(0.0),
        },
        published: Vec::new(),
        ttft_p95_over_p50: Factor::saturating(0.0),
        tpot_p95_over_p50: Factor::saturating(0.0),
        classes: Vec::new(),
        class_figures: ClassFigures::default(),
        thinks: Vec::new(),
        sizes: Vec::new(),
        classes_by_name: Vec::new(),
        makers: Vec::new(),
        weights: Vec::new(),
    };
    for file in files {
        for (index, text) in file.lines().enumerate() {
            line(&mut book, text).ok_or(LatencyDataError::Line { line: index + 1 })?;
        }
    }
    let complete = book.classes.len() == CLASSES.len()
        && book.tail.stall_p50.get() > 0.0
        && book.ttft_p95_over_p50.get() > 1.0
        && book.tpot_p95_over_p50.get() > 1.0;
    if complete { Ok(book) } else { Err(LatencyDataError::Incomplete) }
}

const CLASSES: [(&str, LatencyClass); 5] = [
    ("at_once", LatencyClass::AtOnce),
    ("thinks_low", LatencyClass::ThinksLow),
    ("thinks_medium", LatencyClass::ThinksMedium),
    ("thinks_high", LatencyClass::ThinksHigh),
    ("thinks_maximum", LatencyClass::ThinksMaximum),
];

type Columns = std::str::Split<'static, char>;

fn line(book: &mut LatencyBook, text: &'static str) -> Option<()> {
    let mut columns = text.split('\t');
    let kind = columns.next()?;
    let row = &mut columns;
    match kind {
        "source" => book.origins.push(LatencyOrigin {
            id: row.next()?,
            title: row.next()?,
            url: row.next().map(|url| (url != "-").then_some(url))?,
            prompt: row.next(),
        }),
        "published" => book.published.push(published(&book.origins, row)?),
        "class" => book.classes.push(class(&book.origins, row)?),
        "spread" => match row.next()? {
            "ttft_p95_over_p50" => book.ttft_p95_over_p50 = number(row, Factor::new)?,
            "tpot_p95_over_p50" => book.tpot_p95_over_p50 = number(row, Factor::new)?,
            _ => return None,
        },
        "thinks" => book.thinks.push(thinks(row)?),
        "size" => book.sizes.push((Size::named(row.next()?)?, row.next()?)),
        "tier" => book.classes_by_name.push((Size::named(row.next()?)?, row.next()?)),
        "maker" => book.makers.push((row.next()?, row.next()?)),
        "weights" => {
            let weights = match row.next()? {
                "closed" => Weights::Closed,
                "open" => Weights::Open,
                _ => return None,
            };
            book.weights.push((weights, row.next()?));
        }
        "effect" => {
            let figure = row.next()?;
            book.class_figures.effects.push(Effect {
                figure: Fitted::ALL.into_iter().find(|known| known.key() == figure)?,
                name: row.next()?.to_owned(),
                models: row.next()?.parse().ok()?,
                value: parse_number(row.next()?)?,
            });
        }
        "band" => book.class_figures.bands.push(Band {
            name: row.next()?.to_owned(),
            low: parse_number(row.next()?)?,
            high: parse_number(row.next()?)?,
        }),
        "ratio" => book.class_figures.ratios.push((row.next()?.to_owned(), parse_number(row.next()?)?)),
        "line" => book.class_figures.lines.push(own_line(row)?),
        "tail" => {
            book.measured_origin = origin(&book.origins, row)?;
            book.tail = TailShape {
                slow_factor: number(row, Factor::new)?,
                slow_sigma: number(row, Factor::new)?,
                stall_p50: number(row, Millis::new)?,
                stall_sigma: number(row, Factor::new)?,
            };
        }
        "measured" => book.measured.push(measured(row)?),
        _ => return None,
    }
    columns.next().is_none().then_some(())
}

fn thinks(row: &mut Columns) -> Option<ThinkingRule> {
    let mode = match row.next()? {
        "never" => ThinkingMode::Never,
        "off" => ThinkingMode::OffUnlessAsked,
        "on" => ThinkingMode::OnUnlessRefused,
        "always" => ThinkingMode::Always,
        _ => return None,
    };
    let efforts = row.next()?;
    let named = |name: &&str| **name != *"-";
    let efforts = efforts.split(',').filter(named).map(Effort::named).collect::<Option<Vec<_>>>()?;
    let default = row.next().filter(named);
    let default = match default {
        Some(name) => Some(Effort::named(name)?),
        None => None,
    };
    Some(ThinkingRule { mode, efforts, default, source: row.next()?, pattern: row.next()? })
}

fn own_line(row: &mut Columns) -> Option<OwnLine> {
    let model = row.next()?.to_owned();
    let n = row.next()?.parse().ok()?;
    let days = (row.next()?.to_owned(), row.next()?.to_owned());
    let mut number = || parse_number(row.next()?);
    Some(OwnLine {
        model,
        n,
        days,
        base_ms: number()?,
        slope_ms: number()?,
        square_ms: number()?,
        p95_over_p50: number()?,
        most_tokens: number()?,
    })
}

fn published(origins: &[LatencyOrigin], row: &mut Columns) -> Option<PublishedLatency> {
    Some(PublishedLatency {
        origin: origin(origins, row)?,
        model: row.next()?,
        when: row.next()?,
        n: row.next()?.parse().ok()?,
        ttft_p50: perhaps(row, Millis::new)?,
        ttft_p95: perhaps(row, Millis::new)?,
        tokens_per_sec: perhaps(row, TokensPerSec::new)?,
    })
}

fn class(origins: &[LatencyOrigin], row: &mut Columns) -> Option<ClassRange> {
    let name = row.next()?;
    let class = CLASSES.iter().find(|(known, _)| *known == name)?.1;
    let origin = origin(origins, row)?;
    let n = row.next()?.parse().ok()?;
    let mut ttft = || number(row, Millis::new);
    let ttft_p50 = [ttft()?, ttft()?, ttft()?];
    let mut speed = || number(row, TokensPerSec::new);
    let [slow, typical, fast] = [speed()?, speed()?, speed()?];
    Some(ClassRange { class, origin, n, ttft_p50, tokens_per_sec: [fast, typical, slow] })
}

fn measured(row: &mut Columns) -> Option<MeasuredTtft> {
    Some(MeasuredTtft {
        model: row.next()?,
        n: row.next()?.parse().ok()?,
        days: (row.next()?.parse().ok()?, row.next()?.parse().ok()?),
        thinking: match row.next()? {
            "left_out" => Thinking::LeftOut,
            "included" => Thinking::Included,
            _ => return None,
        },
        body_p50: number(row, Millis::new)?,
        body_sigma: number(row, Factor::new)?,
        slow_share: number(row, Share::new)?,
        stall_share: number(row, Share::new)?,
    })
}

fn origin(origins: &[LatencyOrigin], row: &mut Columns) -> Option<usize> {
    let id = row.next()?;
    origins.iter().position(|origin| origin.id == id)
}

type Make<Q> = fn(f64) -> Result<Q, OutOfBounds>;

fn number<Q>(row: &mut Columns, make: Make<Q>) -> Option<Q> {
    make(parse_number(row.next()?)?).ok()
}

/// A number, or `Some(None)` where the column has "-".
fn perhaps<Q>(row: &mut Columns, make: Make<Q>) -> Option<Option<Q>> {
    match row.next()? {
        "-" => Some(None),
        text => Some(Some(make(parse_number(text)?).ok()?)),
    }
}
