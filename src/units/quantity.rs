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
    Usd = Bounds::real(-MOST, MOST);
    /// US dollars for one million tokens.
    UsdPerMtok = Bounds::real(0.0, 1e6);
    /// US dollars for one GPU for one hour.
    UsdPerGpuHour = Bounds::real(0.0, 1e4);
    /// Tokens; a mean may be a fraction.
    Tokens = Bounds::real(0.0, MOST);
    /// People, requests, images: things counted. A mean may be a fraction.
    Count = Bounds::real(0.0, MOST);
    /// A part of a whole, 0 to 1.
    Share = Bounds::real(0.0, 1.0);
    /// A multiplier.
    Factor = Bounds::real(0.0, 1e9);
    /// A rank in percent: 95 is the value that 95 of 100 do not exceed.
    Percentile = Bounds::real(0.0, 100.0);
    /// Milliseconds.
    Millis = Bounds::real(0.0, 1e12);
    /// Tokens a second.
    TokensPerSec = Bounds::real(0.0, 1e12);
    /// Requests a second.
    RequestsPerSec = Bounds::real(0.0, 1e12);
    /// Bytes.
    Bytes = Bounds::real(0.0, 1e18);
    /// Bytes a second.
    BytesPerSec = Bounds::real(0.0, 1e18);
    /// Floating-point operations a second.
    FlopPerSec = Bounds::real(0.0, 1e21);
    /// Accelerators.
    Gpus = Bounds::whole(0.0, 1e6);
    /// Watts.
    Watts = Bounds::real(0.0, 1e6);
}
