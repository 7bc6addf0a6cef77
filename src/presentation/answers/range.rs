//! How far the month may be from the estimate, what heavy users cost, and which input matters most.

use crate::chart::{Anchor, BandStrip, Chart, Frame, Point, Role, Shape, Swing, Tornado};
use crate::estimate::uncertainty::likely::{CostBand, CostSwing, Likely};
use crate::format::{Locale, count, usd, usd_range};
use crate::presentation::View;
use crate::presentation::words::fields::field_words;
use crate::scenario::Field;
use crate::units::Usd;

/// Height of a line of the chart: the input's name, and its bar below.
const LINE: f64 = 42.0;
/// So many inputs are drawn; the table has all.
const MOST: usize = 6;

/// What is said where nothing can be computed.
pub const RANGE_NOT_KNOWN: &str = "How far the month may vary is not known";

/// The likely range of the month.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// "Likely $16,900 to $25,000 a month, 8 times in 10"
    pub heading: String,
    /// The input of the chart.
    pub strip: BandStrip,
    /// The chart in a sentence.
    pub name: String,
    /// The middle, the high end, and users; amounts are every second part.
    pub sentence: Vec<String>,
    /// Which input moves the month most; nothing where none varies.
    pub swings: Option<Swings>,
}

/// What each input does to the month.
#[derive(Debug, Clone, PartialEq)]
pub struct Swings {
    /// "Most depends on “Prompt”, 1,150 to 5,420"
    pub heading: String,
    /// The input of the chart.
    pub swings: Vec<Swing>,
    /// The chart in a sentence.
    pub name: &'static str,
    /// How it was computed.
    pub how: String,
}

impl Range {
    /// The chart, `width` CSS pixels wide.
    #[must_use]
    pub fn draw(&self, width: f64, locale: Locale) -> Chart {
        self.strip.draw(Frame::new(width, 64.0), locale)
    }
}

impl Swings {
    /// The chart, `width` CSS pixels wide.
    #[must_use]
    pub fn draw(&self, width: f64, locale: Locale) -> Chart {
        let bars = Tornado { swings: &self.swings, rows: MOST };
        let lines = self.swings.len().min(MOST);
        let mut chart = bars.draw(Frame::new(width, LINE * lines as f64), locale);
        for (line, index) in bars.order().into_iter().take(lines).enumerate() {
            let Some(swing) = self.swings.get(index) else { continue };
            chart.shapes.push(Shape::Text {
                role: Role::Tick,
                at: Point::new(0.0, LINE * line as f64 + 10.0),
                anchor: Anchor::Start,
                strong: false,
                text: swing.name.clone(),
            });
        }
        chart
    }
}

/// The likely range of the month. `pinned` is the month of a pinned scenario.
#[must_use]
pub fn range(view: &View, found: &Likely, pinned: Option<Usd>) -> Range {
    let locale = view.locale;
    let CostBand { p10, p50, p90, .. } = found.month;
    let between = usd_range(p10, p90, locale);
    let amount = |amount: Usd| usd(amount, locale);
    let words = |words: &str| words.to_owned();
    let mut sentence = vec![
        words("The median is "),
        amount(found.month.p50),
        words("; one month in twenty is above "),
        amount(found.month.p95),
    ];
    // How far users differ is not assumed.
    sentence.extend(match found.swings.iter().any(|swing| !swing.is_assumed) {
        false => vec![words(".")],
        true => vec![
            words(". A heavy user (p95) costs "),
            amount(found.user_month.p95),
            words(" a month; half of the users cost less than "),
            amount(found.user_month.p50),
            words("."),
        ],
    });
    Range {
        heading: ["Likely ", &between, " a month, 8 times in 10"].concat(),
        strip: BandStrip { p10, p50, p90, now: found.typical_month, pinned },
        name: ["Range of 8 of 10 months: ", &between].concat(),
        sentence,
        swings: found.swings.first().map(|first| swings(view, found, first)),
    }
}

fn swings(view: &View, found: &Likely, first: &CostSwing) -> Swings {
    let locale = view.locale;
    let typical = found.typical_month.get();
    let change = |month: Usd| Usd::saturating(month.get() - typical);
    let swing = |swing: &CostSwing| Swing {
        name: if swing.is_assumed { name_of(view, swing) + ", assumed" } else { name_of(view, swing) },
        one: change(swing.month_at_p10),
        other: change(swing.month_at_p90),
    };
    let (low, high) = first.values;
    let times = if first.field == Field::UsersFactorP95 { " times" } else { "" };
    let (low, high) = (count(low, locale), count(high, locale));
    let assumed = if first.is_assumed { ", assumed" } else { "" };
    let of = name_of(view, first);
    let heading =
        ["Most depends on \u{201c}", &of, "\u{201d}, ", &low, " to ", &high, times, assumed].concat();
    let (low, high) = found.month.p50_interval;
    let how = [
        "Each from its p10 to its p90, the others as they are. Assumed: where no high end is set, p95 is taken 20% above \
         the typical value. 10,000 draws with a fixed seed, so a link shows the same \
         range; another seed puts the median at ",
        &usd_range(low, high, locale),
        ". Each input has one level for the whole month, which makes the range wider; inputs vary independently.",
    ];
    Swings {
        heading,
        swings: found.swings.iter().map(swing).collect(),
        name: "What each input alone, from its low to its high end, does to the month",
        how: how.concat(),
    }
}

/// "Support chat: Prompt"
pub(super) fn name_of(view: &View, swing: &CostSwing) -> String {
    let label = match swing.field {
        Field::UsersFactorP95 => field_words(Field::Users).label,
        field => field_words(field).label,
    };
    if view.scenario.features.len() > 1 {
        [view.name_of(swing.feature), ": ", label].concat()
    } else {
        label.to_owned()
    }
}
