//! The cost line of self-hosted GPUs, which the headline and the working share.

use crate::estimate::self_hosted::FleetEstimate;
use crate::estimate::self_hosted::fleet::HOURS_PER_MONTH;
use crate::format::{Locale, count, exact, usd, usd_exact};
use crate::presentation::View;
use crate::presentation::words::counted;
use crate::units::Usd;

/// The GPUs of the feature that is open, where something is known of them.
#[must_use]
pub fn fleet<'a>(view: &View<'a>) -> Option<&'a FleetEstimate> {
    Some(view.costs()?.own_gpus.as_ref()?.as_ref().ok()?)
}

/// "1 replica × 2 GPUs × $2.50 × 730 hours" and "$3,650"; nothing where the cost is not known.
#[must_use]
pub fn fleet_line(own: &FleetEstimate, locale: Locale) -> Option<(String, String)> {
    let (size, (price, _)) = (own.size?, own.price.as_ref()?);
    let month = own.month.known()?;
    let rate = usd_exact(Usd::saturating(price.rate.get()), locale);
    let (gpus, per_replica) = (size.gpus.get(), own.gpus_per_copy.get());
    let all_month = (size.gpu_hours.get() - gpus * HOURS_PER_MONTH).abs() < 1e-6 * gpus;
    let mut line = if all_month {
        let replicas = gpus / per_replica.max(1.0);
        [
            &many(replicas, "replica", "replicas", locale),
            " × ",
            &many(per_replica, "GPU", "GPUs", locale),
            " × ",
            &rate,
            " × 730 hours",
        ]
        .concat()
    } else {
        [&count(size.gpu_hours.get(), locale), " GPU hours × ", &rate].concat()
    };
    if let Some(staff) = own.staff {
        line = [&line, " + ", &usd_exact(staff, locale), " staff"].concat();
    }
    Some((line, usd(month, locale)))
}

/// "1 replica", "2 replicas".
#[must_use]
pub fn many(value: f64, one: &str, several: &str, locale: Locale) -> String {
    counted(value, &exact(value, locale), one, several)
}
