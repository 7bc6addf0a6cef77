//! Communication between the devices of one copy.
use crate::units::Power;

/// A link between devices: what it costs to begin, and how fast it goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    /// Seconds of the smallest collective between two devices.
    pub(super) latency_s: f64,
    /// Bytes a second that one device really sends one way.
    pub(super) bytes_per_s: f64,
    /// Whether traffic passes through the host, which all devices share.
    pub(super) through_host: bool,
}

impl Link {
    /// Seconds of an all-reduce of `bytes` over `devices`: `α + 2(n−1)/n · bytes / link`.
    ///
    /// On a fabric the latency hardly grows with the number of devices; through the host it grows with it, and
    /// the devices share what there is (timings of single operations, A100 to B200 against L40S).
    pub(super) fn all_reduce_s(&self, devices: f64, bytes: f64) -> f64 {
        if devices <= 1.0 {
            return 0.0;
        }
        self.begin_s(devices) + 2.0 * (devices - 1.0) / devices * bytes / self.shared(devices)
    }

    /// Seconds of an all-to-all in which each device sends `bytes` in all: `α + (n−1)/n · bytes / link`.
    pub(super) fn all_to_all_s(&self, devices: f64, bytes: f64) -> f64 {
        if devices <= 1.0 {
            return 0.0;
        }
        self.begin_s(devices) + (devices - 1.0) / devices * bytes / self.shared(devices)
    }

    fn begin_s(&self, devices: f64) -> f64 {
        let doublings = (devices / 2.0).doublings();
        self.latency_s * if self.through_host { devices / 2.0 } else { 1.0 + 0.15 * doublings }
    }

    fn shared(&self, devices: f64) -> f64 {
        if self.through_host { self.bytes_per_s / (devices / 2.0).sqrt() } else { self.bytes_per_s }
    }
}
