//! Reading of the shipped text: one fact a line, columns parted by tabs.

use super::{
    ClassRange, LatencyBook, LatencyClass, LatencyDataError, LatencyOrigin, MeasuredTtft, PublishedLatency,
    TailShape, Thinking,
};
use crate::units::{Factor, Millis, OutOfBounds, Share, TokensPerSec, parse_number};

pub(super) fn book(hand_kept: &'static str, measured: &'static str) -> Result<LatencyBook, LatencyDataError> {
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
        thinks: Vec::new(),
    };
    for file in [hand_kept, measured] {
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
        }),
        "published" => book.published.push(published(&book.origins, row)?),
        "class" => book.classes.push(class(&book.origins, row)?),
        "spread" => match row.next()? {
            "ttft_p95_over_p50" => book.ttft_p95_over_p50 = number(row, Factor::new)?,
            "tpot_p95_over_p50" => book.tpot_p95_over_p50 = number(row, Factor::new)?,
            _ => return None,
        },
        "thinks" => match row.next()? {
            "yes" => book.thinks.push((true, row.next()?)),
            "no" => book.thinks.push((false, row.next()?)),
            _ => return None,
        },
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
