//! Fitting the spread of times to first token to probe samples: deterministic, so that the shipped figures can be
//! made again (`./dev fit api-latency`).
//!
//! A model's ln TTFT is a mixture of three normal parts: its body; answers that are slow by a factor that all
//! models share; and stalls, whose length all models share. Expectation and maximisation (Dempster, Laird, Rubin
//! 1977) in turn. A model has 20 to 90 probes, too few for a tail of its own, so each share and spread is drawn
//! towards that of its group, weighted as [`PRIOR`] probes.
//!
//! The form was chosen by the likelihood of the hours left out, odd and even ones in turn: body and stall alone do
//! worse both ways. The even hours were thus seen when choosing it, so their score is not that of fresh data; with
//! a strength of 10 to 40 probes it is 39 to 42 of 44, and fitted the other way round 36 or 37.

use super::mixture::{LogNormal, Mixture};
use super::probes::{Sample, percentile};

/// So many probes does the group weigh against a model's own.
pub const PRIOR: f64 = 20.0;
/// A model with fewer probes has no fit.
pub const FEWEST: usize = 5;
/// Where at least this share of calls gave no token, the rest are those few that did not think: not the model.
pub const MOST_WITHOUT_TOKEN: f64 = 0.5;
const ROUNDS: usize = 300;
const LEAST_VARIANCE: f64 = 1e-3;

/// What all models share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// ln of the factor by which a slow answer is slower than the body's median, and its spread.
    pub slow: LogNormal,
    /// ln of a stall in milliseconds, and its spread.
    pub stall: LogNormal,
    /// Share of slow answers over all models.
    pub slow_share: f64,
    /// Mean square spread of the bodies, as a standard deviation.
    pub body_sigma: f64,
}

/// The fit of one model.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The model, as `provider/model`.
    pub model: String,
    /// Probes that it was fitted to.
    pub n: usize,
    /// The usual answer.
    pub body: LogNormal,
    /// Share of slow answers.
    pub slow_share: f64,
    /// Share of stalls.
    pub stall_share: f64,
}

/// All fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// What the models share.
    pub pooled: Pooled,
    /// One a model with enough probes.
    pub models: Vec<Fitted>,
}

impl Fit {
    /// The spread of a fitted model.
    #[must_use]
    pub fn mixture(&self, fitted: &Fitted) -> Mixture {
        let Pooled { slow, stall, .. } = self.pooled;
        let slow = LogNormal { mu: fitted.body.mu + slow.mu, sigma: slow.sigma };
        Mixture::with_tail(fitted.body, (fitted.slow_share, slow), (fitted.stall_share, stall))
    }
}

struct Model<'a> {
    sample: &'a Sample,
    ln: Vec<f64>,
    /// Probability of each probe to be body, slow, stall.
    parts: Vec<[f64; 3]>,
    group: usize,
    fitted: Fitted,
}

/// Fits all samples that are large enough and whose model answers at once.
#[must_use]
pub fn fit(samples: &[Sample]) -> Fit {
    let mut models: Vec<Model<'_>> = samples.iter().filter_map(Model::start).collect();
    let mut pooled = Pooled {
        slow: LogNormal { mu: 0.6, sigma: 0.4 },
        stall: LogNormal { mu: 7000.0_f64.ln(), sigma: 0.4 },
        slow_share: 0.1,
        body_sigma: 0.3,
    };
    for _ in 0..ROUNDS {
        models.iter_mut().for_each(|model| model.expect(&pooled));
        let groups = stall_shares(&models);
        pooled = shared_parts(&models, &pooled);
        let body_variance = models.iter_mut().map(|model| model.locate(&pooled)).sum::<f64>();
        let weight = models.iter().map(|model| model.weight(0)).sum::<f64>() - models.len() as f64;
        for model in &mut models {
            let stall_share = *groups.get(model.group).unwrap_or(&0.0);
            model.spread(&pooled, stall_share);
        }
        pooled.body_sigma = (body_variance / weight).max(LEAST_VARIANCE).sqrt();
    }
    Fit { pooled, models: models.into_iter().map(|model| model.fitted).collect() }
}

/// Stalls differ by who serves the model: 1 % of OpenAI's, Anthropic's and Google's probes, 5 % of xAI's, 11 % of DeepSeek's.
fn group_of(model: &str) -> usize {
    match model.split('/').next() {
        Some("x-ai") => 1,
        Some("deepseek") => 2,
        _ => 0,
    }
}

impl<'a> Model<'a> {
    fn start(sample: &'a Sample) -> Option<Self> {
        if sample.ttft_ms.len() < FEWEST || sample.share_without_token >= MOST_WITHOUT_TOKEN {
            return None;
        }
        let median = percentile(&sample.ttft_ms, 0.5)?;
        let fitted = Fitted {
            model: sample.model.clone(),
            n: sample.ttft_ms.len(),
            body: LogNormal { mu: median.ln(), sigma: 0.3 },
            slow_share: 0.1,
            stall_share: 0.03,
        };
        let ln = sample.ttft_ms.iter().map(|ms| ms.ln()).collect();
        Some(Self { sample, ln, parts: Vec::new(), group: group_of(&sample.model), fitted })
    }

    fn expect(&mut self, pooled: &Pooled) {
        let Fitted { body, slow_share, stall_share, .. } = self.fitted;
        let slow = LogNormal { mu: body.mu + pooled.slow.mu, sigma: pooled.slow.sigma };
        let body_share = 1.0 - slow_share - stall_share;
        let split = |ln: &f64| {
            let each = [
                body_share * density(*ln, body),
                slow_share * density(*ln, slow),
                stall_share * density(*ln, pooled.stall),
            ];
            let total = each.iter().sum::<f64>() + 1e-300;
            each.map(|part| part / total)
        };
        self.parts = self.ln.iter().map(split).collect();
    }

    fn weight(&self, part: usize) -> f64 {
        self.parts.iter().filter_map(|parts| parts.get(part)).sum()
    }

    /// Σ weight·f(ln x) over the probes, weighted as members of `part`.
    fn sum(&self, part: usize, f: impl Fn(f64) -> f64) -> f64 {
        self.parts.iter().zip(&self.ln).map(|(parts, ln)| parts.get(part).unwrap_or(&0.0) * f(*ln)).sum()
    }

    /// Sets the body's median from body and slow answers; gives the weighted squares about it.
    fn locate(&mut self, pooled: &Pooled) -> f64 {
        let body = self.fitted.body.sigma.powi(-2);
        let slow = pooled.slow.sigma.powi(-2);
        let told = body * self.sum(0, |ln| ln) + slow * self.sum(1, |ln| ln - pooled.slow.mu);
        let mu = told / (body * self.weight(0) + slow * self.weight(1));
        self.fitted.body.mu = mu;
        self.sum(0, |ln| (ln - mu).powi(2))
    }

    fn spread(&mut self, pooled: &Pooled, stall_share: f64) {
        let n = self.sample.ttft_ms.len() as f64;
        let mu = self.fitted.body.mu;
        let squares = self.sum(0, |ln| (ln - mu).powi(2));
        let variance = (squares + PRIOR * pooled.body_sigma.powi(2)) / (self.weight(0) + PRIOR);
        self.fitted.body.sigma = variance.max(LEAST_VARIANCE).sqrt();
        self.fitted.slow_share = (self.weight(1) + PRIOR * pooled.slow_share) / (n + PRIOR);
        self.fitted.stall_share = (self.weight(2) + PRIOR * stall_share) / (n + PRIOR);
    }
}

fn density(ln: f64, part: LogNormal) -> f64 {
    let z = (ln - part.mu) / part.sigma;
    (-0.5 * z * z).exp() / part.sigma
}

/// The stall share of each group of models, drawn towards that of all.
fn stall_shares(models: &[Model<'_>]) -> [f64; 3] {
    let probes = |group: Option<usize>| {
        let members = models.iter().filter(|model| group.is_none_or(|group| model.group == group));
        members.fold((0.0, 0.0), |(n, stalls), model| (n + model.ln.len() as f64, stalls + model.weight(2)))
    };
    let (n, stalls) = probes(None);
    [0, 1, 2].map(|group| {
        let (group_n, group_stalls) = probes(Some(group));
        (group_stalls + PRIOR * stalls / n) / (group_n + PRIOR)
    })
}

fn shared_parts(models: &[Model<'_>], before: &Pooled) -> Pooled {
    let sum = |part: usize, f: &dyn Fn(f64, f64) -> f64| -> f64 {
        models.iter().map(|model| model.sum(part, |ln| f(ln, model.fitted.body.mu))).sum()
    };
    let part = |part: usize, offset: &dyn Fn(f64, f64) -> f64| {
        let weight = sum(part, &|_, _| 1.0);
        let mu = sum(part, offset) / weight;
        let variance = sum(part, &|ln, body| (offset(ln, body) - mu).powi(2)) / weight;
        (weight, LogNormal { mu, sigma: (variance + LEAST_VARIANCE).sqrt() })
    };
    let n: f64 = models.iter().map(|model| model.ln.len() as f64).sum();
    let (slow_weight, slow) = part(1, &|ln, body| ln - body);
    let (_, stall) = part(2, &|ln, _| ln);
    Pooled { slow, stall, slow_share: slow_weight / n, body_sigma: before.body_sigma }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::random::Rng;

    fn sample(model: &str, seed: u64, n: usize, stall_share: f64) -> Sample {
        let mut rng = Rng::new(seed);
        let mut ttft_ms: Vec<f64> =
            (0..n)
                .map(|_| {
                    if rng.uniform() < stall_share {
                        rng.lognormal(9.0, 0.3)
                    } else {
                        rng.lognormal(6.5, 0.2)
                    }
                })
                .collect();
        ttft_ms.sort_unstable_by(f64::total_cmp);
        Sample { model: model.to_owned(), ttft_ms, share_without_token: 0.0, days: None }
    }

    #[test]
    fn a_drawn_mixture_is_found_again() {
        let samples = [sample("a/one", 1, 4000, 0.05), sample("a/two", 2, 4000, 0.05)];
        let fit = fit(&samples);
        for fitted in &fit.models {
            assert!((fitted.body.mu - 6.5).abs() < 0.02, "{fitted:?}");
            assert!((fitted.body.sigma - 0.2).abs() < 0.02, "{fitted:?}");
            assert!((fitted.stall_share - 0.05).abs() < 0.012, "{fitted:?}");
        }
        assert!((fit.pooled.stall.mu - 9.0).abs() < 0.05, "{:?}", fit.pooled);
    }

    #[test]
    fn a_model_that_mostly_gave_no_token_is_not_fitted() {
        let mut thinking = sample("a/thinks", 1, 50, 0.0);
        thinking.share_without_token = 0.6;
        let few = sample("a/few", 2, FEWEST - 1, 0.0);
        assert!(fit(&[thinking, few]).models.is_empty());
    }
}
