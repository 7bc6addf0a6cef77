//! One newtype a quantity.

use super::bounds::{Bounds, OutOfBounds};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident = $bounds:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// The range that a value of this quantity may have.
            pub const BOUNDS: Bounds = $bounds;

            /// None of it.
            pub const ZERO: Self = Self(0.0);
            /// One of it.
            pub const ONE: Self = Self(1.0);

            /// Makes the quantity.
            ///
            /// # Errors
            /// [`OutOfBounds`] when `value` is outside [`Self::BOUNDS`].
            pub fn new(value: f64) -> Result<Self, OutOfBounds> {
                Self::BOUNDS.check(value).map(Self)
            }

            /// Makes the quantity from a computed number: outside values become the nearest one inside.
            #[must_use]
            pub fn saturating(value: f64) -> Self {
                Self(Self::BOUNDS.clamp(value))
            }

            /// The number, in the unit that the type names.
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_f64(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $name::new(f64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

const MOST: f64 = 1e15;

quantities! {
    /// US dollars; a loss is negative.
    ///
    /// ```
    /// use inference_estimator::units::{Count, Usd};
    ///
    /// let revenue = Usd::new(20.0)? * Count::new(1000.0)?;
    /// assert_eq!((revenue - Usd::new(25_000.0)?).get(), -5000.0);
    /// assert_eq!(revenue / Count::ZERO, None);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Usd = Bounds::real(-MOST, MOST);
    /// US dollars for one million tokens.
    ///
    /// ```
    /// use inference_estimator::units::{Tokens, UsdPerMtok};
    ///
    /// let cost = UsdPerMtok::new(3.0)? * Tokens::new(200_000.0)?;
    /// assert!((cost.get() - 0.6).abs() < 1e-12);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    UsdPerMtok = Bounds::real(0.0, 1e6);
    /// US dollars for one GPU for one hour.
    ///
    /// ```
    /// use inference_estimator::units::{OutOfBounds, UsdPerGpuHour};
    ///
    /// assert_eq!(UsdPerGpuHour::new(2.5)?.get(), 2.5);
    /// assert_eq!(UsdPerGpuHour::new(-1.0), Err(OutOfBounds::TooSmall { min: 0.0 }));
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    UsdPerGpuHour = Bounds::real(0.0, 1e4);
    /// Tokens; a mean may be a fraction.
    ///
    /// ```
    /// use inference_estimator::units::{Share, Tokens};
    ///
    /// let cached = Tokens::new(2500.0)? * Share::new(0.8)?;
    /// assert_eq!(cached.get(), 2000.0);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Tokens = Bounds::real(0.0, MOST);
    /// Countable units such as people, requests and images. A mean may be a fraction.
    ///
    /// ```
    /// use inference_estimator::units::Count;
    ///
    /// let requests = Count::new(100_000.0)? * Count::new(2.5)?;
    /// assert_eq!(requests.get(), 250_000.0);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Count = Bounds::real(0.0, MOST);
    /// A part of a whole, 0 to 1.
    ///
    /// ```
    /// use inference_estimator::units::Share;
    ///
    /// assert_eq!(Share::new(0.25)?.rest().get(), 0.75);
    /// assert!(Share::new(25.0).is_err(), "25 % is 0.25");
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Share = Bounds::real(0.0, 1.0);
    /// A multiplier.
    ///
    /// ```
    /// use inference_estimator::units::{Factor, Usd};
    ///
    /// let with_retries = Usd::new(2.0)? * Factor::new(1.5)?;
    /// assert_eq!(with_retries.get(), 3.0);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Factor = Bounds::real(0.0, 1e9);
    /// A rank in percent: 95 is the value that 95 of 100 do not exceed.
    ///
    /// ```
    /// use inference_estimator::units::Percentile;
    ///
    /// assert_eq!(Percentile::new(95.0)?.get(), 95.0);
    /// assert!(Percentile::new(101.0).is_err());
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Percentile = Bounds::real(0.0, 100.0);
    /// Milliseconds.
    ///
    /// ```
    /// use inference_estimator::units::{Count, Millis};
    ///
    /// let answer = Millis::new(600.0)? + Millis::new(20.0)? * Count::new(399.0)?;
    /// assert_eq!(answer.get(), 8580.0);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Millis = Bounds::real(0.0, 1e12);
    /// Tokens a second.
    ///
    /// ```
    /// use inference_estimator::units::TokensPerSec;
    ///
    /// let ms_per_token = 1000.0 / TokensPerSec::new(80.0)?.get();
    /// assert_eq!(ms_per_token, 12.5);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    TokensPerSec = Bounds::real(0.0, 1e12);
    /// Requests a second.
    ///
    /// ```
    /// use inference_estimator::units::RequestsPerSec;
    ///
    /// let a_day = RequestsPerSec::new(2.0)?.get() * 86_400.0;
    /// assert_eq!(a_day, 172_800.0);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    RequestsPerSec = Bounds::real(0.0, 1e12);
    /// Bytes.
    ///
    /// ```
    /// use inference_estimator::units::Bytes;
    ///
    /// // 70 billion weights of two bytes.
    /// let weights = Bytes::new(70e9 * 2.0)?;
    /// assert_eq!(weights.get() / 1e9, 140.0);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Bytes = Bounds::real(0.0, 1e18);
    /// Bytes a second.
    ///
    /// ```
    /// use inference_estimator::units::{Bytes, BytesPerSec};
    ///
    /// // The shortest time in which a device reads 140 GB at 3.35 TB/s.
    /// let seconds = Bytes::new(140e9)?.get() / BytesPerSec::new(3.35e12)?.get();
    /// assert!((seconds - 0.0418).abs() < 1e-4);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    BytesPerSec = Bounds::real(0.0, 1e18);
    /// Floating-point operations a second.
    ///
    /// ```
    /// use inference_estimator::units::FlopPerSec;
    ///
    /// // Two operations for each of 70 billion weights and 1,000 tokens.
    /// let seconds = 2.0 * 70e9 * 1000.0 / FlopPerSec::new(1e15)?.get();
    /// assert!((seconds - 0.14).abs() < 1e-12);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    FlopPerSec = Bounds::real(0.0, 1e21);
    /// Accelerators.
    ///
    /// ```
    /// use inference_estimator::units::{Gpus, OutOfBounds};
    ///
    /// assert_eq!(Gpus::new(8.0)?.get(), 8.0);
    /// assert_eq!(Gpus::new(2.5), Err(OutOfBounds::NotWhole));
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Gpus = Bounds::whole(0.0, 1e6);
    /// Watts.
    ///
    /// ```
    /// use inference_estimator::units::Watts;
    ///
    /// let kwh_a_day = Watts::new(700.0)?.get() * 24.0 / 1000.0;
    /// assert!((kwh_a_day - 16.8).abs() < 1e-12);
    /// # Ok::<(), inference_estimator::units::OutOfBounds>(())
    /// ```
    Watts = Bounds::real(0.0, 1e6);
}
