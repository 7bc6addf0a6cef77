//! The arithmetic of an estimate as a line that can be checked on a calculator.

use super::decimal::Decimal;
use super::locale::Locale;
use super::money::{self, amount_text, exact_amount, pair_of_cents, usd};
use super::quantity::{Timed, count, counted, exact_time, percent_text, share, time};
use super::{MINUS, NO_BREAK_SPACE};
use crate::estimate::{Expr, Figure, Noun, Step, StepName};
use crate::units::{Millis, Usd};

/// One line of working: `formula = result unit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingLine {
    /// 100,000 users × 5 requests × $0.003
    pub formula: String,
    /// $1,500
    pub result: String,
    /// "a day"; empty where the result needs no more words.
    pub unit: &'static str,
}

impl WorkingLine {
    /// The sum without the words after it: "2,500 + 2 × (600 + 400) = 4,500".
    #[must_use]
    pub fn sum(&self) -> String {
        [&self.formula, " = ", &self.result].concat()
    }

    /// The whole line: "100,000 users × 5 requests × $0.003 = $1,500 a day".
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.sum();
        if !self.unit.is_empty() {
            text.push(' ');
            text.push_str(self.unit);
        }
        text
    }
}

/// The line of a step. Its parts show as many digits as the result needs, so that computing with what is
/// printed gives the result as printed; only the result is rounded.
#[must_use]
pub fn working_line(step: &Step, locale: Locale) -> WorkingLine {
    let (formula, result) = worked(&step.formula, step.result, locale);
    WorkingLine { formula, result, unit: unit(step.name) }
}

/// A formula with as many digits as its result needs, and the result: "$0.01312 × 500,000" and "$6,560".
#[must_use]
pub fn worked(formula: &Expr, result: Figure, locale: Locale) -> (String, String) {
    // Where all terms hold one rate, "per 1M tokens" is said once, at the end.
    let once = rate_degree(formula) == Some(1);
    let write = |digits| {
        let written = Writer { digits, rates_inline: !once, locale }.expr(formula);
        (written.text, written.value)
    };
    let mut text = with_digits_for(result, write);
    if once {
        text.push_str(", per 1M tokens");
    }
    (text, result_text(result, locale))
}

/// A price of one and how many of it, with as many digits as their product needs to give `result` as shown.
#[must_use]
pub fn usd_times(each: Usd, things: f64, result: Usd, locale: Locale) -> (String, String) {
    let texts = |digits| {
        let writer = Writer { digits, rates_inline: false, locale };
        let ((each, price), (things, number)) =
            (writer.money(each.get()), writer.counted(things, Noun::Plain));
        ((each, things), price * number)
    };
    with_digits_for(Figure::Usd(result), texts)
}

/// The requests of an active day, the price of each and of the day, with as many digits as it takes that
/// requests × price = day, and day × days = month, on a calculator.
#[must_use]
pub fn usd_of_day(requests: &Expr, each: Usd, days: f64, month: Usd, locale: Locale) -> [String; 3] {
    let at = |digits| Writer { digits, rates_inline: false, locale };
    let day = each.get() * requests.value();
    let (day_text, shown) = with_digits_for(Figure::Usd(month), |digits| {
        let (text, shown) = at(digits).money(day);
        ((text, shown), shown * days)
    });
    let place = Decimal::new(shown).map_or(0, |shown| {
        let cents = if shown.is_whole() { 0 } else { -2 };
        shown.place().min(cents).min(money::place(shown.lead()))
    });
    let settle = |value: f64| Some(Decimal::new(value)?.at_place(place));
    let (requests, each) = with_digits(settle(shown), settle, |digits| {
        let (requests, (each, price)) = (at(digits).expr(requests), at(digits).money(each.get()));
        ((requests.text, each), requests.value * price)
    });
    [requests, each, day_text]
}

/// What `write` makes with the fewest digits whose value is shown as `result` is.
fn with_digits_for<T>(result: Figure, write: impl Fn(i32) -> (T, f64)) -> T {
    with_digits(settled(result, result.value()), |value| settled(result, value), write)
}

/// What `write` makes with the fewest digits whose value settles on `target`.
fn with_digits<T>(
    target: Option<Decimal>,
    settle: impl Fn(f64) -> Option<Decimal>,
    write: impl Fn(i32) -> (T, f64),
) -> T {
    let mut digits = 3;
    loop {
        let (text, value) = write(digits);
        if digits == 15 || settle(value) == target {
            return text;
        }
        digits += 1;
    }
}

/// The words after the result of a step.
const fn unit(name: StepName) -> &'static str {
    match name {
        StepName::TokensIn => "tokens in",
        StepName::Call(_) => "a call",
        StepName::Request => "a request",
        StepName::RequestsPerDay => "requests a day",
        StepName::RequestsPerMonth => "requests a month",
        StepName::CostPerDay => "a day",
        StepName::CostPerMonth => "a month",
        StepName::CostPerYear => "a year",
        StepName::CostPerUser => "a user",
        StepName::Saving => "saved a month",
        StepName::Margin => "left a user",
        StepName::MarginTotal | StepName::TierMargin => "left a month",
        StepName::BreakEvenPrice | StepName::TargetPrice | StepName::TierRevenue => "a month",
        StepName::BreakEvenUsers => "users who pay",
        StepName::BreakEvenUse | StepName::Allowance | StepName::Overage => "",
    }
}

/// A value rounded as the result of its kind is shown.
fn settled(kind: Figure, value: f64) -> Option<Decimal> {
    let value = Decimal::new(value)?;
    Some(match kind {
        Figure::Usd(_) | Figure::UsdEach(..) => money::rounded(value),
        Figure::Tokens(_) | Figure::Count(..) => counted(value),
        Figure::Share(_) | Figure::Millis(_) => value.significant(2),
        Figure::UsdPerMtok(_) | Figure::Factor(_) => value.significant(3),
    })
}

fn result_text(result: Figure, locale: Locale) -> String {
    match result {
        Figure::Usd(amount) | Figure::UsdEach(amount, _) => usd(amount, locale),
        Figure::UsdPerMtok(rate) => usd(Usd::saturating(rate.get()), locale),
        Figure::Tokens(tokens) => count(tokens.get(), locale),
        Figure::Count(things, _) => count(things.get(), locale),
        Figure::Share(part) => share(part, locale),
        Figure::Factor(factor) => {
            Decimal::new(factor.get()).unwrap_or(Decimal::ZERO).significant(3).text(0, locale)
        }
        Figure::Millis(millis) => time(millis, Timed::Answer, locale),
    }
}

/// How often a price of 1M tokens is a factor of each term; nothing where terms differ.
fn rate_degree(expr: &Expr) -> Option<i32> {
    let alike = |terms: &[Expr]| {
        let mut degrees = terms.iter().map(rate_degree);
        let first = degrees.next()??;
        degrees.all(|degree| degree == Some(first)).then_some(first)
    };
    match expr {
        Expr::Figure(Figure::UsdPerMtok(_)) => Some(1),
        Expr::Figure(_) => Some(0),
        Expr::Sum(terms) => alike(terms),
        Expr::Product(factors) => factors.iter().map(rate_degree).sum(),
        Expr::Difference(a, b) => (rate_degree(a)? == rate_degree(b)?).then_some(rate_degree(a)?),
        Expr::Quotient(a, b) => Some(rate_degree(a)? - rate_degree(b)?),
    }
}

/// How tightly a text binds: what binds less than its surroundings needs brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Number,
}

struct Written {
    text: String,
    /// What a calculator makes of the text.
    value: f64,
    binding: Binding,
}

struct Writer {
    digits: i32,
    rates_inline: bool,
    locale: Locale,
}

impl Writer {
    fn expr(&self, expr: &Expr) -> Written {
        match expr {
            Expr::Figure(figure) => self.figure(*figure),
            Expr::Sum(terms) => self.joined(terms, " + ", Binding::Sum, |a, b| a + b),
            Expr::Product(factors) => self.joined(factors, " × ", Binding::Product, |a, b| a * b),
            Expr::Difference(a, b) => {
                let (a, b) = (self.expr(a), self.expr(b));
                let value = a.value - b.value;
                let text = [a.text, format!(" {MINUS} "), bracketed(b, Binding::Product).0].concat();
                Written { text, value, binding: Binding::Sum }
            }
            Expr::Quotient(a, b) => {
                let (a, a_value) = bracketed(self.expr(a), Binding::Product);
                let (b, b_value) = bracketed(self.expr(b), Binding::Number);
                Written {
                    text: [&a, " ÷ ", &b].concat(),
                    value: a_value / b_value,
                    binding: Binding::Product,
                }
            }
        }
    }

    fn joined(&self, parts: &[Expr], sign: &str, binding: Binding, join: fn(f64, f64) -> f64) -> Written {
        let mut parts = parts.iter();
        let Some(first) = parts.next() else {
            return Written { text: "0".to_owned(), value: 0.0, binding: Binding::Number };
        };
        let mut all = self.expr(first);
        for part in parts {
            let quotient = binding == Binding::Product && matches!(part, Expr::Quotient(..));
            let least = if quotient { Binding::Number } else { binding };
            let (mut text, value) = bracketed(self.expr(part), least);
            let (so_far, so_far_value) = bracketed(all, binding);
            // "+ −$650" reads "− $650".
            let minus = binding == Binding::Sum && text.starts_with(MINUS);
            if minus {
                text.remove(0);
            }
            let joint = if minus { " \u{2212} " } else { sign };
            all =
                Written { text: [&so_far, joint, &text].concat(), value: join(so_far_value, value), binding };
        }
        all
    }

    fn figure(&self, figure: Figure) -> Written {
        let number = |(text, value)| Written { text, value, binding: Binding::Number };
        match figure {
            Figure::Usd(amount) => number(self.money(amount.get())),
            Figure::UsdEach(amount, noun) => {
                let (text, value) = self.money(amount.get());
                number((format!("{text}{}", each(noun)), value))
            }
            Figure::UsdPerMtok(rate) => {
                let text = exact_amount(rate.get(), self.locale);
                let (text, binding) = if self.rates_inline {
                    (format!("{text} ÷ 1M"), Binding::Product)
                } else {
                    (text, Binding::Number)
                };
                Written { text, value: figure.value(), binding }
            }
            Figure::Tokens(tokens) => number(self.counted(tokens.get(), Noun::Plain)),
            Figure::Count(things, noun) => number(self.counted(things.get(), noun)),
            Figure::Factor(factor) => number(self.counted(factor.get(), Noun::Plain)),
            Figure::Share(part) => {
                let shown = self.rounded(Decimal::new(part.get()).unwrap_or(Decimal::ZERO).shifted(2));
                number((percent_text(shown, self.locale), shown.shifted(-2).to_f64()))
            }
            Figure::Millis(millis) => {
                let shown = self.rounded(Decimal::new(millis.get()).unwrap_or(Decimal::ZERO)).to_f64();
                number((exact_time(Millis::saturating(shown), Timed::Token, self.locale), shown))
            }
        }
    }

    /// Money shows the digits that the result needs, and at least those that it has elsewhere.
    fn money(&self, amount: f64) -> (String, f64) {
        let amount = Decimal::new(amount).unwrap_or(Decimal::ZERO);
        let (lead, mut shown) = (amount.lead(), money::rounded(amount));
        if self.digits > 3 {
            // Cents come in pairs.
            let place = lead - self.digits + 1;
            shown = amount.at_place(money::place(lead).min(if place == -1 { -2 } else { place }));
        }
        let decimals = if shown.is_whole() { pair_of_cents(shown) } else { 2 };
        (amount_text(shown, decimals, self.locale), shown.to_f64())
    }

    fn counted(&self, value: f64, noun: Noun) -> (String, f64) {
        let shown = self.rounded(Decimal::new(value).unwrap_or(Decimal::ZERO));
        let text = shown.text(0, self.locale);
        let noun = words(noun, text == "1");
        let text = if noun.is_empty() { text } else { format!("{text}{NO_BREAK_SPACE}{noun}") };
        (text, shown.to_f64())
    }

    /// What was typed is short and shown whole; what was computed shows whole numbers, and more digits if needed.
    fn rounded(&self, value: Decimal) -> Decimal {
        const TYPED_DIGITS: i32 = 7;
        if value.is_whole() || value.digit_count() <= TYPED_DIGITS {
            return value;
        }
        let three_digits_or_whole = (value.lead() - 2).min(0);
        value.at_place(three_digits_or_whole.min(value.lead() - self.digits + 1))
    }
}

/// The text in brackets if it binds less than `least`, and its value.
fn bracketed(written: Written, least: Binding) -> (String, f64) {
    let text = if written.binding < least { ["(", &written.text, ")"].concat() } else { written.text };
    (text, written.value)
}

const fn words(noun: Noun, one: bool) -> &'static str {
    let (singular, plural) = match noun {
        Noun::Users => ("user", "users"),
        Noun::Requests | Noun::RequestsEach => ("request", "requests"),
        Noun::Days => ("day", "days"),
        Noun::Months => ("month", "months"),
        Noun::Calls => ("call", "calls"),
        Noun::Turns => ("turn", "turns"),
        Noun::Images => ("image", "images"),
        Noun::WebSearches => ("web search", "web searches"),
        Noun::Tokens => ("token", "tokens"),
        Noun::Replicas => ("replica", "replicas"),
        Noun::Gpus => ("GPU", "GPUs"),
        Noun::GpuHours => ("GPU hour", "GPU hours"),
        Noun::Hours => ("hour", "hours"),
        Noun::Plain => ("", ""),
    };
    if one { singular } else { plural }
}

fn each(noun: Noun) -> String {
    let noun = words(noun, true);
    if noun.is_empty() { String::new() } else { format!(" a{NO_BREAK_SPACE}{noun}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Count, Share, Tokens, UsdPerMtok};

    fn count(value: f64, noun: Noun) -> Expr {
        Figure::Count(Count::new(value).unwrap(), noun).into()
    }

    fn tokens(value: f64) -> Expr {
        Figure::Tokens(Tokens::new(value).unwrap()).into()
    }

    fn money(value: f64) -> Expr {
        Figure::Usd(Usd::new(value).unwrap()).into()
    }

    fn rate(value: f64) -> Expr {
        Figure::UsdPerMtok(UsdPerMtok::new(value).unwrap()).into()
    }

    fn percent(value: f64) -> Expr {
        Figure::Share(Share::new(value).unwrap()).into()
    }

    fn line(name: StepName, formula: Expr) -> String {
        let value = formula.value();
        let result = match name {
            StepName::TokensIn => Figure::Tokens(Tokens::saturating(value)),
            StepName::RequestsPerDay | StepName::RequestsPerMonth => {
                Figure::Count(Count::saturating(value), Noun::Requests)
            }
            _ => Figure::Usd(Usd::saturating(value)),
        };
        working_line(&Step::new(name, formula, result), Locale::ENGLISH).text().replace(NO_BREAK_SPACE, " ")
    }

    #[test]
    fn the_glossary_example_reads_as_a_sentence() {
        let formula =
            Expr::Product(vec![count(100_000.0, Noun::Users), count(5.0, Noun::RequestsEach), money(0.003)]);
        assert_eq!(line(StepName::CostPerDay, formula), "100,000 users × 5 requests × $0.003 = $1,500 a day");
    }

    #[test]
    fn sums_inside_products_stand_in_brackets() {
        let growth = Expr::Sum(vec![tokens(600.0), tokens(400.0)]);
        let formula = Expr::Sum(vec![tokens(2500.0), Expr::Product(vec![count(2.0, Noun::Plain), growth])]);
        assert_eq!(line(StepName::TokensIn, formula), "2,500 + 2 × (600 + 400) = 4,500 tokens in");
    }

    #[test]
    fn per_1m_tokens_is_said_once_where_every_term_has_a_rate() {
        let two = || {
            vec![
                Expr::Product(vec![tokens(4500.0), rate(2.0)]),
                Expr::Product(vec![tokens(400.0), rate(10.0)]),
            ]
        };
        assert_eq!(
            line(StepName::Request, Expr::Sum(two())),
            "4,500 × $2 + 400 × $10, per 1M tokens = $0.013 a request"
        );
        let mut mixed = two();
        let search = Figure::UsdEach(Usd::new(0.01).unwrap(), Noun::WebSearches).into();
        mixed.push(Expr::Product(vec![count(2.0, Noun::WebSearches), search]));
        assert_eq!(
            line(StepName::Request, Expr::Sum(mixed)),
            "4,500 × $2 ÷ 1M + 400 × $10 ÷ 1M + 2 web searches × $0.01 a web search = $0.033 a request"
        );
    }

    #[test]
    fn parts_show_the_digits_that_the_result_needs() {
        let formula = Expr::Product(vec![count(500_000.0, Noun::Requests), money(0.013_123_4)]);
        assert_eq!(line(StepName::CostPerMonth, formula), "500,000 requests × $0.013123 = $6,562 a month");
        let difference = Expr::Difference(Box::new(money(0.010_112)), Box::new(money(0.000_513)));
        let formula = Expr::Product(vec![count(315_000.0, Noun::Requests), difference]);
        assert_eq!(
            line(StepName::CostPerMonth, formula),
            "315,000 requests × ($0.010112 − $0.000513) = $3,024 a month"
        );
    }

    #[test]
    fn shares_one_thing_and_negative_terms_read_well() {
        let formula =
            Expr::Product(vec![count(10_000.0, Noun::Users), percent(0.5), count(1.0, Noun::RequestsEach)]);
        assert_eq!(
            line(StepName::RequestsPerDay, formula),
            "10,000 users × 50% × 1 request = 5,000 requests a day"
        );
        let formula = Expr::Sum(vec![money(20_000.0), money(-650.0), money(-1_300.0)]);
        assert_eq!(line(StepName::CostPerMonth, formula), "$20,000 − $650 − $1,300 = $18,050 a month");
        let kept = [10.0, -0.59, -1.4, -0.705, -0.176_25].map(money);
        assert_eq!(
            line(StepName::CostPerUser, Expr::Sum(kept.to_vec())),
            "$10.00 − $0.59 − $1.40 − $0.705 − $0.176 = $7.13 a user"
        );
        let close = Expr::Difference(Box::new(money(20_049.0)), Box::new(money(19_951.0)));
        assert_eq!(line(StepName::CostPerMonth, close), "$20,049 − $19,951 = $98.00 a month");
        let quotient = Expr::Quotient(
            Box::new(money(3_650.0)),
            Box::new(Expr::Product(vec![count(20.0, Noun::Days), money(0.010_112)])),
        );
        let step = Step::new(
            StepName::RequestsPerDay,
            quotient,
            Figure::Count(Count::new(18_048.0).unwrap(), Noun::Requests),
        );
        let shown = working_line(&step, Locale::ENGLISH).sum().replace(NO_BREAK_SPACE, " ");
        assert_eq!(shown, "$3,650 ÷ (20 days × $0.010112) = 18,048");
    }
}
