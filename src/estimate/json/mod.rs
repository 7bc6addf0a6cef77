//! An estimate as JSON, with units in the names. What is not known is `null`, never 0; where a part of it is known, a
//! second member with `_at_least` has that part.
//!
//! Every struct is taken apart whole, so that a new figure that nobody writes fails the build.

mod business;
mod latency;
mod models;
mod own_gpus;

use crate::catalogue::{AllowancePeriod, Catalogue};
use crate::estimate::cost::price::PricePart;
use crate::estimate::{
    Bar, Blocked, Cost, Estimate, Expr, FeatureEstimate, FeatureWait, Figure, HeavyUser, LegEstimate,
    LegNote, NoEconomics, Noun, Periods, Pressure, PriceChange, PriceProblem, PriceSource, Step, StepName,
    Totals, UnitEconomics, Volume, Waterfall,
};
use crate::scenario::json::{Value, text_of_model};
use crate::scenario::{Choice, ModelRef, Scenario};
use crate::units::{Count, Usd, to_digits};

pub use business::business;
pub use models::{comparisons, likely};

/// The version of the form.
pub const SCHEMA: u32 = 1;

#[derive(Default)]
struct Object(Vec<(Box<str>, Value)>);

impl Object {
    fn add(mut self, key: &str, value: Value) -> Self {
        self.0.push((key.into(), value));
        self
    }

    fn number(self, key: &str, value: f64) -> Self {
        self.add(key, Value::Number(value))
    }

    fn known_number(self, key: &str, value: Option<f64>) -> Self {
        self.add(key, value.map_or(Value::Null, Value::Number))
    }

    fn text(self, key: &str, value: &str) -> Self {
        self.add(key, Value::text(value))
    }

    fn list<T>(self, key: &str, values: &[T], value: impl Fn(&T) -> Value) -> Self {
        self.add(key, Value::List(values.iter().map(value).collect()))
    }

    fn cost(self, key: &str, cost: Cost) -> Self {
        let object = self.known_number(key, cost.known().map(Usd::get));
        match cost {
            Cost::AtLeast(usd) => object.number(&[key, "_at_least"].concat(), usd.get()),
            Cost::Known(_) | Cost::NotKnown => object,
        }
    }

    fn costs(self, periods: &Periods) -> Self {
        let Periods { day, month, year, user_month, active_user_month } = *periods;
        self.cost("cost_usd_per_day", day)
            .cost("cost_usd_per_month", month)
            .cost("cost_usd_per_year", year)
            .cost("cost_usd_per_user_month", user_month.unwrap_or(Cost::NotKnown))
            .cost("cost_usd_per_active_user_month", active_user_month.unwrap_or(Cost::NotKnown))
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

impl Estimate {
    /// The estimate of `scenario` as JSON.
    #[must_use]
    pub fn to_json(&self, scenario: &Scenario, catalogue: &Catalogue) -> Value {
        let Self {
            features,
            waits,
            total: totals,
            economics: unit_economics,
            waterfall: levers,
            price_changes,
        } = self;
        let each: Vec<_> = features.iter().zip(waits).collect();
        let change = |change: &PriceChange| price_change(change, catalogue);
        Object::default()
            .number("schema", f64::from(SCHEMA))
            .text("name", scenario.name.as_str())
            .text("as_of", &scenario.as_of.to_string())
            .text("price_book_date", &catalogue.hosted.package().date.to_string())
            .add("total", total(totals))
            .list("features", &each, |(found, wait)| feature(found, wait, catalogue))
            .add("economics", economics(unit_economics))
            .add("levers", waterfall(levers))
            .list("price_changes", price_changes, change)
            .done()
    }
}

fn total(totals: &Totals) -> Value {
    let Totals { cost, requests_per_month, paying_users, paying_user_month, share_of_price } = totals;
    Object::default()
        .number("requests_per_month", requests_per_month.get())
        .number("paying_users", paying_users.get())
        .costs(cost)
        .cost("cost_usd_per_paying_user_month", paying_user_month.unwrap_or(Cost::NotKnown))
        .known_number("share_of_price", share_of_price.map(|share| share.get()))
        .done()
}

fn feature(feature: &FeatureEstimate, wait: &FeatureWait, catalogue: &Catalogue) -> Value {
    let FeatureEstimate {
        name,
        tokens,
        volume,
        cost_per_request,
        calls_per_request,
        legs,
        from_store,
        blocked,
        cost,
        own_gpus: fleet,
        steps,
    } = feature;
    let Volume { active_users, per_day, per_month, average, peak } = volume;
    Object::default()
        .text("name", name.as_str())
        .number("active_users", active_users.get())
        .number("requests_per_day", per_day.get())
        .number("requests_per_month", per_month.get())
        .number("requests_per_sec_average", average.get())
        .number("requests_per_sec_peak", peak.get())
        .number("calls_per_request", calls_per_request.get())
        .number("input_tokens_per_call", tokens.mean_input().get())
        .number("output_tokens_per_call", tokens.output.get())
        .number("reasoning_tokens_per_call", tokens.reasoning.get())
        .number("share_answered_from_store", from_store.get())
        .cost("cost_usd_per_request", *cost_per_request)
        .costs(cost)
        .list("models", legs, |each| leg(each, catalogue))
        .add("latency", latency::feature_wait(wait, catalogue))
        .add("own_gpus", own_gpus::own_gpus(fleet.as_ref()))
        .list("levers_without_effect", blocked, |(lever, why)| {
            Object::default().text("lever", lever.key()).text("why", why_blocked(*why)).done()
        })
        .list("working", steps, step)
        .done()
}

const fn why_blocked(why: Blocked) -> &'static str {
    match why {
        Blocked::NoModelChosen => "no_model_chosen",
        Blocked::NoPrefix => "no_prefix",
        Blocked::NotHosted => "not_hosted",
        Blocked::NotOwnGpus => "not_own_gpus",
        Blocked::OwnGpusBatch => "own_gpus_batch",
        Blocked::PriceNotKnown => "price_not_known",
        Blocked::CannotWait => "cannot_wait",
        Blocked::NoBatchPrice => "no_batch_price",
        Blocked::PrefixTooShort => "prefix_too_short",
        Blocked::NoCachePrice => "no_cache_price",
        Blocked::AlreadyCounted => "already_counted",
    }
}

fn leg(leg: &LegEstimate, catalogue: &Catalogue) -> Value {
    let LegEstimate { share, processing, model, name, cost_per_call, parts, problem, notes, source } = leg;
    let text = model.map(|id| {
        let text = catalogue.hosted.text_of_id(id);
        text.map_or_else(|| text_of_model(&ModelRef::Id(id)), String::into_boxed_str)
    });
    Object::default()
        .add("model", text.map_or(Value::Null, Value::Text))
        .text("name", name.as_str())
        .number("share", share.get())
        .text("processing", processing.name())
        .cost("cost_usd_per_call", *cost_per_call)
        .list("parts", parts, part)
        .add("problem", problem.as_ref().map_or(Value::Null, price_problem))
        .list("notes", notes, note)
        .add("price_source", source.as_ref().map_or(Value::Null, price_source))
        .done()
}

fn part(part: &PricePart) -> Value {
    let PricePart { unit, count, rate, per, cost } = *part;
    Object::default()
        .text("unit", unit.usage_key())
        .number("count", count.get())
        .number("rate_usd", decimal(rate.get()))
        .number("rate_per", f64::from(per))
        .number("cost_usd", cost.get())
        .done()
}

/// A rate to twelve digits: published rates are decimals, and a mean of one and the same rate is off in the last place.
fn decimal(rate: f64) -> f64 {
    to_digits(rate, 12)
}

fn price_problem(problem: &PriceProblem) -> Value {
    match problem {
        PriceProblem::UnknownModel(model) => {
            Object::default().text("kind", "unknown_model").text("model", &text_of_model(model))
        }
        PriceProblem::NotTyped(unit) => {
            Object::default().text("kind", "price_not_typed").text("unit", unit.usage_key())
        }
        PriceProblem::Price(error) => {
            Object::default().text("kind", "no_price").text("message", &error.to_string())
        }
    }
    .done()
}

fn note(note: &LegNote) -> Value {
    let kind = |kind: &str| Object::default().text("kind", kind);
    match note {
        LegNote::ContextExceeded { needed, window } => kind("context_exceeded")
            .number("needed_tokens", needed.get())
            .number("window_tokens", window.get()),
        LegNote::OutputExceeded { most } => kind("output_exceeded").number("most_tokens", most.get()),
        LegNote::PrefixTooShort { least } => kind("prefix_too_short").number("least_tokens", least.get()),
        LegNote::NoSuchProcessing(processing) => {
            kind("no_such_processing").text("processing", processing.name())
        }
        LegNote::ThinkingLeftOut => kind("reasoning_left_out"),
        LegNote::PricedByHour => kind("priced_by_hour"),
        LegNote::Retired(date) => kind("retired").text("date", &date.to_string()),
        LegNote::Deprecated => kind("deprecated"),
        LegNote::BilledAs { since, other } => kind("billed_as")
            .text("date", &since.to_string())
            .add("model", Value::Text(text_of_model(&ModelRef::Id(*other)))),
        LegNote::FirstSeen(date) => kind("first_seen").text("date", &date.to_string()),
        LegNote::NoSuchResidency(place) => kind("no_such_residency").text("data_residency", place.name()),
        LegNote::NoSuchSearchContext(size) => {
            kind("no_such_search_context").text("search_context_size", size.name())
        }
        LegNote::LeastNotKnown => kind("least_cacheable_not_known"),
        LegNote::HourWriteAssumed => kind("hour_write_assumed"),
        LegNote::PictureTokensNotKnown => kind("picture_tokens_not_known"),
        LegNote::AnswersInMedia => kind("answers_in_media"),
        LegNote::FreeSearches(free) => kind("free_searches").number("count", f64::from(free.count)).text(
            "period",
            match free.period {
                AllowancePeriod::Day => "day",
                AllowancePeriod::Month => "month",
            },
        ),
    }
    .done()
}

fn price_source(source: &PriceSource) -> Value {
    match source {
        PriceSource::Book { url, known_since } => {
            let or_null = |text: Option<&str>| text.map_or(Value::Null, Value::text);
            let since = known_since.map(|date| date.to_string());
            Object::default()
                .text("kind", "published")
                .add("url", or_null(url.as_deref()))
                .add("known_since", or_null(since.as_deref()))
        }
        PriceSource::User => Object::default().text("kind", "user"),
    }
    .done()
}

fn economics(economics: &Result<UnitEconomics, NoEconomics>) -> Value {
    let found = match economics {
        Ok(found) => found,
        Err(why) => {
            let why = match why {
                NoEconomics::NoPrice => "no_price",
                NoEconomics::NobodyPays => "nobody_pays",
                NoEconomics::CostNotKnown => "cost_not_known",
            };
            return Object::default().text("not_known", why).done();
        }
    };
    let UnitEconomics {
        price,
        fees,
        other_costs,
        inference,
        free_users,
        contribution_margin,
        gross_margin,
        share_of_price,
        pressure,
        break_even_price,
        target_price,
        contribution_total,
        heavy_user,
        paying_users,
        fixed_costs,
        left_after_fixed,
        break_even_users,
    } = found;
    let pressure = match pressure {
        Pressure::None => "none",
        Pressure::Margin => "margin",
        Pressure::Loss => "loss",
    };
    Object::default()
        .number("paying_users", paying_users.get())
        .number("price_usd_per_month", price.get())
        .number("fees_usd_per_month", fees.get())
        .known_number("other_costs_usd_per_month", other_costs.map(Usd::get))
        .number("inference_usd_per_month", inference.get())
        .number("free_users_usd_per_month", free_users.get())
        .number("contribution_margin_usd_per_month", contribution_margin.get())
        .number("gross_margin_share", *gross_margin)
        .number("inference_share_of_price", share_of_price.get())
        .text("pressure", pressure)
        .number("break_even_price_usd_per_month", break_even_price.get())
        .known_number("target_price_usd_per_month", target_price.map(Usd::get))
        .number("contribution_total_usd_per_month", contribution_total.get())
        .known_number("fixed_costs_usd_per_month", fixed_costs.map(Usd::get))
        .known_number("left_after_fixed_costs_usd_per_month", left_after_fixed.map(Usd::get))
        .known_number("break_even_paying_users", break_even_users.map(Count::get))
        .add("heavy_user", heavy_user.as_ref().map_or(Value::Null, heavy))
        .done()
}

fn heavy(user: &HeavyUser) -> Value {
    let HeavyUser { typical_inference, inference, left, users_at_a_loss } = *user;
    Object::default()
        .number("typical_user_inference_usd_per_month", typical_inference.get())
        .number("inference_usd_per_month", inference.get())
        .number("left_usd_per_month", left.get())
        .number("share_of_users_at_a_loss", users_at_a_loss.get())
        .done()
}

fn waterfall(waterfall: &Waterfall) -> Value {
    let Waterfall { baseline, bars, result } = waterfall;
    let bar = |bar: &Bar| {
        let Bar { lever, before, after } = *bar;
        Object::default()
            .text("lever", lever.key())
            .cost("before_usd_per_month", before)
            .cost("after_usd_per_month", after)
            .known_number("saving_usd_per_month", bar.saving().map(Usd::get))
            .done()
    };
    Object::default()
        .cost("baseline_usd_per_month", *baseline)
        .list("steps", bars, bar)
        .cost("result_usd_per_month", *result)
        .done()
}

fn price_change(change: &PriceChange, catalogue: &Catalogue) -> Value {
    let PriceChange { date, model, feature, month_before, month_after, total_after } = *change;
    Object::default()
        .text("date", &date.to_string())
        .text("model", &catalogue.hosted.text_of_id(model).unwrap_or_default())
        .number("feature_index", feature as f64)
        .cost("feature_usd_per_month_before", month_before)
        .cost("feature_usd_per_month_after", month_after)
        .cost("total_usd_per_month_after", total_after)
        .done()
}

fn step(step: &Step) -> Value {
    let Step { name, formula, result } = step;
    let named = |text: &str| Object::default().text("gives", text);
    let object = match name {
        StepName::TokensIn => named("input_tokens_per_call"),
        StepName::Call(leg) => named("cost_per_call").number("model_index", *leg as f64),
        StepName::Request => named("cost_per_request"),
        StepName::RequestsPerDay => named("requests_per_day"),
        StepName::RequestsPerMonth => named("requests_per_month"),
        StepName::CostPerDay => named("cost_per_day"),
        StepName::CostPerMonth => named("cost_per_month"),
        StepName::CostPerYear => named("cost_per_year"),
        StepName::CostPerUser => named("cost_per_user_month"),
        StepName::Saving => named("saving_per_month"),
        StepName::Margin => named("contribution_margin"),
        StepName::MarginTotal => named("contribution_total"),
        StepName::BreakEvenPrice => named("break_even_price"),
        StepName::TargetPrice => named("target_price"),
        StepName::BreakEvenUsers => named("break_even_users"),
        StepName::BreakEvenUse => named("break_even_use"),
        StepName::Allowance => named("allowance"),
        StepName::Overage => named("overage_price"),
        StepName::TierRevenue => named("tier_revenue"),
        StepName::TierMargin => named("tier_margin"),
    };
    object.add("formula", expression(formula)).add("result", figure(*result)).done()
}

fn expression(expr: &Expr) -> Value {
    let all = |key: &str, terms: &[Expr]| Object::default().list(key, terms, expression).done();
    let two = |key: &str, a: &Expr, b: &Expr| {
        Object::default().add(key, Value::List(vec![expression(a), expression(b)])).done()
    };
    match expr {
        Expr::Figure(number) => figure(*number),
        Expr::Sum(terms) => all("sum", terms),
        Expr::Product(factors) => all("product", factors),
        Expr::Difference(a, b) => two("difference", a, b),
        Expr::Quotient(a, b) => two("quotient", a, b),
    }
}

fn figure(figure: Figure) -> Value {
    let one = |key: &str, value: f64| Object::default().number(key, value);
    match figure {
        Figure::Usd(usd) => one("usd", usd.get()),
        Figure::UsdPerMtok(rate) => one("usd_per_mtok", rate.get()),
        Figure::UsdEach(usd, noun) => one("usd_each", usd.get()).text("of", noun_key(noun)),
        Figure::Tokens(tokens) => one("tokens", tokens.get()),
        Figure::Count(count, noun) => one("count", count.get()).text("of", noun_key(noun)),
        Figure::Share(share) => one("share", share.get()),
        Figure::Factor(factor) => one("factor", factor.get()),
        Figure::Millis(millis) => one("ms", millis.get()),
    }
    .done()
}

const fn noun_key(noun: Noun) -> &'static str {
    match noun {
        Noun::Users => "users",
        Noun::Requests => "requests",
        Noun::RequestsEach => "requests_each",
        Noun::Days => "days",
        Noun::Months => "months",
        Noun::Calls => "calls",
        Noun::Turns => "turns",
        Noun::Images => "images",
        Noun::WebSearches => "web_searches",
        Noun::Tokens => "tokens",
        Noun::Replicas => "replicas",
        Noun::Gpus => "gpus",
        Noun::GpuHours => "gpu_hours",
        Noun::Hours => "hours",
        Noun::Plain => "plain",
    }
}
