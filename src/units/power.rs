//! Powers and decades by `exp` and `ln` alone: each further function of the mathematics library is a kilobyte of the
//! module in the page.

/// Powers and logarithms that are right to a few units in the last place, which is all that an estimate needs.
pub trait Power {
    /// This number, not negative, to the power of `exponent`; `1` for the power of 0.
    #[must_use]
    fn raised_to(self, exponent: f64) -> f64;

    /// The power of ten of its first digit, for a number above 0: 2 for 100 up to 999.
    fn decade(self) -> i32;

    /// How often 1 has to be doubled for it: 3 for 8.
    #[must_use]
    fn doublings(self) -> f64;
}

impl Power for f64 {
    fn raised_to(self, exponent: f64) -> f64 {
        if self > 0.0 {
            (self.ln() * exponent).exp()
        } else if exponent == 0.0 {
            1.0
        } else {
            0.0
        }
    }

    fn decade(self) -> i32 {
        // The logarithm may fall short of a whole number, so both neighbours are looked at.
        let near = (self.ln() / std::f64::consts::LN_10).floor() as i32;
        let reached = |power: i32| 10_f64.powi(power) <= self;
        if reached(near + 1) {
            near + 1
        } else if reached(near) {
            near
        } else {
            near - 1
        }
    }

    fn doublings(self) -> f64 {
        self.ln() / std::f64::consts::LN_2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decade_begins_at_its_power_of_ten() {
        for power in -9..=22 {
            let first: f64 = format!("1e{power}").parse().unwrap();
            assert_eq!(first.decade(), power);
            assert_eq!((first * 9.999).decade(), power);
        }
        assert_eq!(999.999_f64.decade(), 2);
    }

    #[test]
    fn powers_are_those_of_the_standard_library() {
        for (number, exponent) in
            [(0.0, 3.0), (0.0, 0.0), (1.0, 7.5), (2.0, 0.5), (0.97, 4096.0), (8.0, -2.0)]
        {
            let (found, expected) = (f64::raised_to(number, exponent), f64::powf(number, exponent));
            assert!((found - expected).abs() <= 1e-12 * expected, "{number} to {exponent}: {found}");
        }
        assert!((8.0_f64.doublings() - 3.0).abs() < 1e-15);
    }
}
