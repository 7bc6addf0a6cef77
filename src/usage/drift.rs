//! Why a bill differs from an estimate: the difference split into its causes, which add up to it exactly.
//!
//! The causes replace the estimate's figures by those of the bill one after the other: how many calls, which models, how long
//! input, output and reasoning are, how much input is cached, prices, tools. Each part is what one replacement changes. What a file
//! cannot tell apart is one part of several causes.

use super::money::Money;

/// Prices of a token, in US dollars.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TokenRates {
    /// Input at the full price.
    pub uncached: f64,
    /// Input from the prompt cache.
    pub cache_read: f64,
    /// Input written to the prompt cache for five minutes.
    pub write_5m: f64,
    /// Input written to the prompt cache for an hour.
    pub write_1h: f64,
    /// Input written to the prompt cache for an unknown time.
    pub write_unknown: f64,
    /// Output.
    pub output: f64,
}

/// Tokens of the calls of one model over a period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct UsedTokens {
    /// All input, cached input among it.
    pub input: f64,
    /// The part of it that was read from the cache.
    pub cache_read: f64,
    /// The part of it that was written for five minutes.
    pub write_5m: f64,
    /// The part of it that was written for an hour.
    pub write_1h: f64,
    /// The part of it that was written for an unknown time.
    pub write_unknown: f64,
    /// Output without reasoning; all output where reasoning is not told.
    pub visible_output: f64,
    /// Reasoning.
    pub reasoning: f64,
}

/// The calls of one model over a period, as estimated or as billed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModelUse {
    /// One key for all names of a model: see [`super::model_key`].
    pub model: String,
    /// Calls; of a bill 0 where it does not count them.
    pub requests: f64,
    /// Their tokens.
    pub tokens: UsedTokens,
    /// The estimate's prices, or those of the price list for a billed model; none where nobody knows them.
    pub rates: Option<TokenRates>,
    /// What tokens cost, in US dollars; of the estimate it is computed.
    pub token_cost_usd: f64,
    /// What tools and everything else cost, in US dollars.
    pub other_cost_usd: f64,
}

/// What a bill tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Calls.
    pub requests: bool,
    /// Tokens of input and of output.
    pub tokens: bool,
    /// Reasoning within output.
    pub reasoning: bool,
    /// Cached input within input.
    pub cache: bool,
    /// Models.
    pub models: bool,
    /// Money.
    pub cost: bool,
}

/// One cause of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// More or fewer calls.
    Volume,
    /// Other models, or other shares of them.
    Mix,
    /// Longer or shorter input.
    Input,
    /// Longer or shorter visible output.
    Output,
    /// More or less reasoning.
    Reasoning,
    /// More or less cached input.
    Cache,
    /// Other prices than the estimate's: discounts, tiers, regions, a rate that has changed.
    Price,
    /// Searches, storage and everything else that is no token.
    Tools,
}

/// A part of the difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its cause, or those that the bill cannot tell apart.
    pub causes: Vec<Cause>,
    /// By how much it makes the bill larger than the estimate, in US dollars.
    pub amount: Money,
}

/// An estimate against a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The estimate for the period of the bill.
    pub expected: Money,
    /// The bill, or the cost of its tokens at the estimate's prices where it has no money.
    pub billed: Money,
    /// The parts of `billed − expected`, in the order in which figures are replaced. They add up to it exactly.
    pub parts: Vec<Part>,
    /// Billed models that have no known price: their whole cost is a part of the mix.
    pub without_price: Vec<String>,
}

impl Drift {
    /// The part that changes most; none where nothing differs.
    #[must_use]
    pub fn largest(&self) -> Option<&Part> {
        self.parts.iter().filter(|part| part.amount != Money::ZERO).max_by_key(|part| part.amount.abs())
    }

    /// The difference as a share of the estimate; none for an estimate of nothing.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let expected = self.expected.to_f64();
        (expected > 0.0).then(|| self.billed.to_f64() / expected - 1.0)
    }
}

impl ModelUse {
    /// Adds the calls of another model.
    pub fn add(&mut self, other: &Self) {
        merge(self, other);
    }

    /// So many times the calls, at the same prices.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self {
            model: self.model.clone(),
            requests: self.requests * factor,
            tokens: self.tokens.scaled(&Ratios::all(factor)),
            rates: self.rates,
            token_cost_usd: self.token_cost_usd * factor,
            other_cost_usd: self.other_cost_usd * factor,
        }
    }
}

impl UsedTokens {
    fn scaled(&self, by: &Ratios) -> Self {
        Self {
            input: self.input * by.input,
            cache_read: self.cache_read * by.input,
            write_5m: self.write_5m * by.input,
            write_1h: self.write_1h * by.input,
            write_unknown: self.write_unknown * by.input,
            visible_output: self.visible_output * by.visible,
            reasoning: self.reasoning * by.reasoning,
        }
    }

    /// The same tokens of another length of input, with the same shares in the cache.
    fn with_input(&self, input: f64) -> Self {
        let ratio = if self.input > 0.0 { input / self.input } else { 0.0 };
        let all_input = Ratios { input: ratio, visible: 1.0, reasoning: 1.0 };
        Self { input, ..self.scaled(&all_input) }
    }

    /// What they cost, in US dollars.
    #[must_use]
    pub fn cost(&self, rates: &TokenRates) -> f64 {
        let cached = self.cache_read + self.write_5m + self.write_1h + self.write_unknown;
        (self.input - cached) * rates.uncached
            + self.cache_read * rates.cache_read
            + self.write_5m * rates.write_5m
            + self.write_1h * rates.write_1h
            + self.write_unknown * rates.write_unknown
            + (self.visible_output + self.reasoning) * rates.output
    }

    fn add(&mut self, other: &Self) {
        let Self { input, cache_read, write_5m, write_1h, write_unknown, visible_output, reasoning } = other;
        self.input += input;
        self.cache_read += cache_read;
        self.write_5m += write_5m;
        self.write_1h += write_1h;
        self.write_unknown += write_unknown;
        self.visible_output += visible_output;
        self.reasoning += reasoning;
    }
}

/// Factors for input, visible output and reasoning.
#[derive(Debug, Clone, Copy)]
struct Ratios {
    input: f64,
    visible: f64,
    reasoning: f64,
}

impl Ratios {
    const fn all(factor: f64) -> Self {
        Self { input: factor, visible: factor, reasoning: factor }
    }

    fn of(new: &UsedTokens, old: &UsedTokens) -> Self {
        Self {
            input: ratio(new.input, old.input),
            visible: ratio(new.visible_output, old.visible_output),
            reasoning: ratio(new.reasoning, old.reasoning),
        }
    }
}

/// `new / old`; nothing can be said of nothing, and nothing changes.
fn ratio(new: f64, old: f64) -> f64 {
    if old > 0.0 { new / old } else { 1.0 }
}

/// A model on both sides. Where a side has none of it, its requests are 0 there.
struct Pair {
    expected: ModelUse,
    billed: ModelUse,
    /// None where nobody knows the model's prices: its cost is taken as it is billed.
    rates: Option<TokenRates>,
}

/// Splits the difference between an estimate and a bill, both over the same period.
#[must_use]
pub fn drift(expected: &[ModelUse], billed: &[ModelUse], told: Told) -> Drift {
    let pairs = pair(expected, billed, told);
    let mut steps = Steps::new(&pairs, told);
    if told.tokens {
        if told.requests {
            steps.with_requests();
        } else {
            steps.without_requests();
        }
    }
    steps.price_and_tools()
}

/// All models of both sides. Where the bill names none, its tokens are those of the estimate's models in their shares.
fn pair(expected: &[ModelUse], billed: &[ModelUse], told: Told) -> Vec<Pair> {
    let total = sum(billed);
    let expected_total = sum(expected);
    let mut pairs: Vec<Pair> = Vec::new();
    if !told.models && !expected.is_empty() {
        let ratios = Ratios::of(&total.tokens, &expected_total.tokens);
        for (number, model) in expected.iter().enumerate() {
            let share = ratio(model.requests, expected_total.requests);
            let first = if number == 0 { 1.0 } else { 0.0 };
            let mut tokens = model.tokens.scaled(&ratios);
            if told.cache {
                tokens = UsedTokens {
                    cache_read: total.tokens.cache_read * ratio(tokens.input, total.tokens.input),
                    write_5m: total.tokens.write_5m * ratio(tokens.input, total.tokens.input),
                    write_1h: total.tokens.write_1h * ratio(tokens.input, total.tokens.input),
                    write_unknown: total.tokens.write_unknown * ratio(tokens.input, total.tokens.input),
                    ..tokens
                };
            }
            let billed = ModelUse {
                model: model.model.clone(),
                requests: total.requests * share,
                tokens,
                rates: model.rates,
                token_cost_usd: total.token_cost_usd * first,
                other_cost_usd: total.other_cost_usd * first,
            };
            pairs.push(Pair { expected: model.clone(), billed, rates: model.rates });
        }
        return pairs;
    }
    for (side, models) in [(0, expected), (1, billed)] {
        for model in models {
            let at = pairs.iter().position(|pair| pair.expected.model == model.model).unwrap_or(pairs.len());
            if at == pairs.len() {
                let nothing = ModelUse { model: model.model.clone(), ..ModelUse::default() };
                pairs.push(Pair { expected: nothing.clone(), billed: nothing, rates: None });
            }
            if let Some(pair) = pairs.get_mut(at) {
                pair.rates = pair.rates.or(model.rates);
                merge(if side == 0 { &mut pair.expected } else { &mut pair.billed }, model);
            }
        }
    }
    pairs
}

fn merge(sum: &mut ModelUse, model: &ModelUse) {
    sum.requests += model.requests;
    sum.tokens.add(&model.tokens);
    sum.token_cost_usd += model.token_cost_usd;
    sum.other_cost_usd += model.other_cost_usd;
    sum.rates = sum.rates.or(model.rates);
}

fn sum(models: &[ModelUse]) -> ModelUse {
    let mut total = ModelUse::default();
    models.iter().for_each(|model| merge(&mut total, model));
    total
}

struct Steps<'a> {
    pairs: &'a [Pair],
    told: Told,
    /// Tokens of each pair as they are after the steps so far.
    tokens: Vec<UsedTokens>,
    /// Whether models without a price are in already.
    has_unpriced: bool,
    before: Money,
    expected: Money,
    parts: Vec<Part>,
}

impl<'a> Steps<'a> {
    fn new(pairs: &'a [Pair], told: Told) -> Self {
        let tokens = pairs.iter().map(|pair| pair.expected.tokens).collect();
        let mut steps = Self {
            pairs,
            told,
            tokens,
            has_unpriced: false,
            before: Money::ZERO,
            expected: Money::ZERO,
            parts: Vec::new(),
        };
        let other: f64 = pairs.iter().map(|pair| pair.expected.other_cost_usd).sum();
        steps.before = steps.token_cost();
        steps.expected = steps.before + Money::from_usd(other);
        steps
    }

    /// The cost of tokens as they are now.
    fn token_cost(&self) -> Money {
        let cost = self.pairs.iter().zip(&self.tokens).map(|(pair, tokens)| match &pair.rates {
            Some(rates) => tokens.cost(rates),
            None if self.has_unpriced => pair.billed.token_cost_usd,
            None => pair.expected.token_cost_usd,
        });
        Money::from_usd(cost.sum())
    }

    /// Ends a step: what it changed is the part of its causes.
    fn end(&mut self, causes: &[Cause], now: Money) {
        let amount = now - self.before;
        self.before = now;
        self.parts.push(Part { causes: causes.to_vec(), amount });
    }

    fn change(&mut self, causes: &[Cause], change: impl Fn(&Pair, &UsedTokens) -> UsedTokens) {
        self.tokens =
            self.pairs.iter().zip(&self.tokens).map(|(pair, tokens)| change(pair, tokens)).collect();
        let now = self.token_cost();
        self.end(causes, now);
    }

    fn totals(&self) -> (ModelUse, ModelUse) {
        let (mut expected, mut billed) = (ModelUse::default(), ModelUse::default());
        for pair in self.pairs {
            merge(&mut expected, &pair.expected);
            merge(&mut billed, &pair.billed);
        }
        (expected, billed)
    }

    fn with_requests(&mut self) {
        let (expected, billed) = self.totals();
        let volume = Ratios::all(ratio(billed.requests, expected.requests));
        self.change(&[Cause::Volume], |_, tokens| tokens.scaled(&volume));
        // A model that the estimate does not have begins with the estimate's mean call.
        let each = |requests: f64, total: f64| Ratios::all(if total > 0.0 { requests / total } else { 0.0 });
        self.has_unpriced = true;
        if self.told.models {
            self.change(&[Cause::Mix], |pair, _| match pair.expected.requests > 0.0 {
                true => pair.expected.tokens.scaled(&each(pair.billed.requests, pair.expected.requests)),
                false => expected.tokens.scaled(&each(pair.billed.requests, expected.requests)),
            });
        }
        self.change(&[Cause::Input], |pair, tokens| match tokens.input > 0.0 {
            true => tokens.with_input(pair.billed.tokens.input),
            // The estimate has no input to be cached: all of it is new.
            false => UsedTokens { input: pair.billed.tokens.input, ..*tokens },
        });
        self.output_and_cache();
    }

    fn without_requests(&mut self) {
        let (expected, billed) = self.totals();
        let longer = Ratios::of(&billed.tokens, &expected.tokens);
        let causes = [Cause::Volume, Cause::Input, Cause::Output, Cause::Reasoning];
        self.change(&causes, |_, tokens| tokens.scaled(&longer));
        self.has_unpriced = true;
        if self.told.models {
            self.change(&[Cause::Mix], |pair, tokens| {
                let cached = if tokens.input > 0.0 { tokens } else { &expected.tokens };
                UsedTokens {
                    visible_output: pair.billed.tokens.visible_output,
                    reasoning: pair.billed.tokens.reasoning,
                    ..cached.with_input(pair.billed.tokens.input)
                }
            });
        }
        self.cache();
    }

    fn output_and_cache(&mut self) {
        if self.told.reasoning {
            self.change(&[Cause::Output], |pair, tokens| UsedTokens {
                visible_output: pair.billed.tokens.visible_output,
                ..*tokens
            });
            self.change(&[Cause::Reasoning], |pair, tokens| UsedTokens {
                reasoning: pair.billed.tokens.reasoning,
                ..*tokens
            });
        } else {
            self.change(&[Cause::Output, Cause::Reasoning], |pair, tokens| UsedTokens {
                visible_output: pair.billed.tokens.visible_output,
                reasoning: pair.billed.tokens.reasoning,
                ..*tokens
            });
        }
        self.cache();
    }

    fn cache(&mut self) {
        if self.told.cache {
            self.change(&[Cause::Cache], |pair, _| pair.billed.tokens);
        }
    }

    fn price_and_tools(mut self) -> Drift {
        let (expected, billed) = self.totals();
        self.has_unpriced = true;
        let mut causes = Vec::new();
        if !self.told.tokens {
            causes.extend([
                Cause::Volume,
                Cause::Input,
                Cause::Output,
                Cause::Reasoning,
                Cause::Cache,
                Cause::Mix,
            ]);
        } else {
            if !self.told.models {
                causes.push(Cause::Mix);
            }
            if !self.told.cache {
                causes.push(Cause::Cache);
            }
        }
        causes.push(Cause::Price);
        let tokens_now =
            if self.told.cost { Money::from_usd(billed.token_cost_usd) } else { self.token_cost() };
        if self.told.cost {
            self.end(&causes, tokens_now);
        }
        let other = |usd: f64| Money::from_usd(usd);
        let tools =
            if self.told.cost { other(billed.other_cost_usd) } else { other(expected.other_cost_usd) };
        let now = tokens_now + tools;
        self.before = self.before + other(expected.other_cost_usd);
        self.end(&[Cause::Tools], now);
        let unpriced =
            self.pairs.iter().filter(|pair| pair.rates.is_none() && pair.billed.token_cost_usd > 0.0);
        Drift {
            expected: self.expected,
            billed: now,
            parts: self.parts,
            without_price: unpriced.map(|pair| pair.billed.model.clone()).collect(),
        }
    }
}
