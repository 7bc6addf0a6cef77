//! Numbers that look random and are the same for the same seed.
//!
//! The generator is `SplitMix64` (Steele, Lea, Flood: "Fast splittable pseudorandom number generators",
//! OOPSLA 2014): one addition and two multiplications a number, no state but a counter. Samplers take one
//! uniform a draw wherever the inverse of the distribution is at hand, so that two runs that differ in one
//! parameter only see the same random draws.

/// A seeded generator.
///
/// ```
/// use inference_estimator::estimate::random::Rng;
/// assert_eq!(Rng::new(7).next_u64(), Rng::new(7).next_u64());
/// ```
#[derive(Debug, Clone)]
pub struct Rng {
    state: u64,
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Rng {
    /// The generator of `seed`; every seed is as good as another.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: mix(seed ^ 0x6A09_E667_F3BC_C909) }
    }

    /// A generator of its own for the purpose `stream`, independent of how much the others have drawn.
    ///
    /// Arrivals, input lengths and output lengths each take one, so that changing the spread of one leaves the
    /// draws of the others unchanged.
    #[must_use]
    pub const fn stream(seed: u64, stream: u64) -> Self {
        Self { state: mix(mix(seed ^ 0x6A09_E667_F3BC_C909).wrapping_add(mix(stream.wrapping_add(GOLDEN)))) }
    }

    /// The next 64 bits.
    #[inline]
    pub const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A uniform number of the open interval (0, 1): never 0, never 1.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
    }

    /// A whole number below `bound` (0 when `bound` is 0), by multiplication; the bias is below 2⁻⁵² · `bound`.
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        (((self.next_u64() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// A standard normal number: mean 0, variance 1.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// An exponential number of mean 1: −ln(u).
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// A lognormal number: e^(`mu` + `sigma` · z). Its median is e^`mu`, its mean e^(`mu` + `sigma`²/2).
    #[inline]
    pub fn lognormal(&mut self, mu: f64, sigma: f64) -> f64 {
        (mu + sigma * self.normal()).exp()
    }

    /// A gamma number of shape `shape` and mean 1, hence of variance 1/`shape`; 1 for a shape that is not a
    /// positive number or is infinite.
    ///
    /// Source: Marsaglia, Tsang: "A simple method for generating gamma variables", ACM TOMS 26 (2000); shapes
    /// below 1 by their remark on u^(1/shape).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if !(shape > 0.0 && shape.is_finite()) {
            return 1.0;
        }
        if shape < 1.0 {
            let lift = self.uniform().ln() / shape;
            return self.marsaglia_tsang(shape + 1.0) * lift.exp() / shape;
        }
        self.marsaglia_tsang(shape) / shape
    }

    fn marsaglia_tsang(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            let u = self.uniform();
            // The squeeze accepts all but a few without a logarithm.
            if u < 1.0 - 0.0331 * x.powi(4) || u.ln() < 0.5 * x * x + d * (1.0 - v + v.ln()) {
                return d * v;
            }
        }
    }
}

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The mean of ln X and its standard deviation, for a lognormal X of mean `mean` and coefficient of variation
/// `cv`: σ² = ln(1 + cv²), μ = ln mean − σ²/2. What [`Rng::lognormal`] wants.
#[must_use]
pub fn lognormal_of_mean(mean: f64, cv: f64) -> (f64, f64) {
    let variance = (1.0 + cv * cv).ln();
    (mean.ln() - 0.5 * variance, variance.sqrt())
}

/// The value that a standard normal variable stays below with probability `p`; infinite at 0 and 1.
///
/// To about 1 part in 10¹⁵. Source: Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = (-tail.ln()).sqrt();
    let z = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    if q < 0.0 { -z } else { z }
}

/// Coefficients of numerator and denominator, the highest power first.
type Rational = [(f64, f64); 8];

fn ratio(x: f64, coefficients: &Rational) -> f64 {
    let (above, below) = coefficients.iter().fold((0.0, 0.0), |(a, b), (c, d)| (a * x + c, b * x + d));
    above / below
}

const CENTRE: Rational = [
    (2_509.080_928_730_122_7, 5_226.495_278_852_854),
    (33_430.575_583_588_13, 28_729.085_735_721_943),
    (67_265.770_927_008_7, 39_307.895_800_092_71),
    (45_921.953_931_549_87, 21_213.794_301_586_597),
    (13_731.693_765_509_46, 5_394.196_021_424_751),
    (1_971.590_950_306_551_3, 687.187_007_492_057_9),
    (133.141_667_891_784_38, 42.313_330_701_600_91),
    (3.387_132_872_796_366_5, 1.0),
];

const MIDDLE: Rational = [
    (7.745_450_142_783_414e-4, 1.050_750_071_644_416_9e-9),
    (2.272_384_498_926_918_4e-2, 5.475_938_084_995_345e-4),
    (2.417_807_251_774_506e-1, 1.519_866_656_361_645_7e-2),
    (1.270_458_252_452_368_4, 1.481_039_764_274_800_8e-1),
    (3.647_848_324_763_204_5, 6.897_673_349_851e-1),
    (5.769_497_221_460_691, 1.676_384_830_183_803_8),
    (4.630_337_846_156_546, 2.053_191_626_637_759),
    (1.423_437_110_749_683_5, 1.0),
];

const FAR: Rational = [
    (2.010_334_399_292_288_1e-7, 2.044_263_103_389_939_8e-15),
    (2.711_555_568_743_487_6e-5, 1.421_511_758_316_446e-7),
    (1.242_660_947_388_078_4e-3, 1.846_318_317_510_054_8e-5),
    (2.653_218_952_657_612_4e-2, 7.868_691_311_456_133e-4),
    (2.965_605_718_285_048_7e-1, 1.487_536_129_085_061_5e-2),
    (1.784_826_539_917_291_3, 1.369_298_809_227_358e-1),
    (5.463_784_911_164_114, 5.998_322_065_558_879e-1),
    (6.657_904_643_501_103, 1.0),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(mut draw: impl FnMut() -> f64) -> (f64, f64) {
        let n = 200_000;
        let values: Vec<f64> = (0..n).map(|_| draw()).collect();
        let mean = values.iter().sum::<f64>() / f64::from(n);
        let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n - 1);
        (mean, variance)
    }

    #[track_caller]
    fn near(measured: f64, expected: f64, tolerance: f64) {
        assert!((measured - expected).abs() <= tolerance, "{measured} is not {expected} ± {tolerance}");
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_seed_others() {
        let draw =
            |seed| (0..4).map(|_| 0).scan(Rng::new(seed), |r, _| Some(r.next_u64())).collect::<Vec<_>>();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert_ne!(Rng::stream(1, 0).next_u64(), Rng::stream(1, 1).next_u64());
    }

    #[test]
    fn each_sampler_has_the_mean_and_variance_of_its_name() {
        let mut rng = Rng::new(42);
        let (mean, variance) = moments(|| rng.uniform());
        near(mean, 0.5, 0.003);
        near(variance, 1.0 / 12.0, 0.001);
        let (mean, variance) = moments(|| rng.normal());
        near(mean, 0.0, 0.01);
        near(variance, 1.0, 0.015);
        let (mean, variance) = moments(|| rng.exponential());
        near(mean, 1.0, 0.01);
        near(variance, 1.0, 0.03);
        for shape in [0.25, 0.5, 1.0, 4.0, 40.0] {
            let (mean, variance) = moments(|| rng.gamma(shape));
            near(mean, 1.0, 0.02);
            near(variance * shape, 1.0, 0.06);
        }
        let (mu, sigma) = lognormal_of_mean(500.0, 0.8);
        let (mean, variance) = moments(|| rng.lognormal(mu, sigma));
        near(mean, 500.0, 5.0);
        near(variance.sqrt() / mean, 0.8, 0.03);
    }

    #[test]
    fn the_normal_quantile_agrees_with_tables() {
        // NIST/SEMATECH e-Handbook, 1.3.6.7.1, and symmetry; the far tail by Abramowitz and Stegun 26.2.
        for (p, z) in [
            (0.5, 0.0),
            (0.9, 1.281_551_565_544_600_4),
            (0.975, 1.959_963_984_540_054),
            (0.999, 3.090_232_306_167_813_5),
            (1e-12, -7.034_483_825_301_132),
        ] {
            near(normal_quantile(p), z, 1e-13 * f64::max(1.0, z.abs()));
        }
        near(normal_quantile(0.123) + normal_quantile(0.877), 0.0, 1e-13);
        assert!(normal_quantile(0.0).is_infinite() && normal_quantile(1.0).is_infinite());
    }

    #[test]
    fn a_bounded_number_stays_below_its_bound() {
        let mut rng = Rng::new(3);
        assert!((0..10_000).all(|_| rng.below(7) < 7));
        assert_eq!(rng.below(0), 0);
    }
}
