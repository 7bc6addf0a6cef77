//! Communication between the devices of one copy.

/// Seconds of an all-reduce of `bytes` over `devices`: `α·log2 n + 2(n−1)/n · bytes / link`.
///
/// `latency_s` is α, for two devices; `link_bytes_per_s` what one device really sends one way.
#[must_use]
pub(super) fn all_reduce_s(devices: f64, bytes: f64, latency_s: f64, link_bytes_per_s: f64) -> f64 {
    if devices <= 1.0 {
        return 0.0;
    }
    latency_s * devices.log2() + 2.0 * (devices - 1.0) / devices * bytes / link_bytes_per_s
}

/// Seconds of an all-to-all in which each device sends `bytes` in all: `α·log2 n + (n−1)/n · bytes / link`.
#[must_use]
pub(super) fn all_to_all_s(devices: f64, bytes: f64, latency_s: f64, link_bytes_per_s: f64) -> f64 {
    if devices <= 1.0 {
        return 0.0;
    }
    latency_s * devices.log2() + (devices - 1.0) / devices * bytes / link_bytes_per_s
}
