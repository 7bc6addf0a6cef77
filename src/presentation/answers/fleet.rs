//! The cost line of self-hosted GPUs, which the headline and the working share.

use crate::estimate::self_hosted::FleetEstimate;
use crate::estimate::self_hosted::fleet::HOURS_PER_MONTH;
use crate::estimate::{Expr, Figure, Noun};
use crate::format::{Locale, exact, worked};
use crate::presentation::View;
use crate::presentation::words::counted;
use crate::units::{Count, Usd};

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
    let (gpus, per_replica) = (size.gpus.get(), own.gpus_per_copy.get());
    let all_month = (size.gpu_hours.get() - gpus * HOURS_PER_MONTH).abs() < 1e-6 * gpus;
    let counted = |value, noun| Figure::Count(Count::saturating(value), noun).into();
    let rate = Figure::Usd(Usd::saturating(price.rate.get())).into();
    let mut formula = Expr::Product(if all_month {
        vec![
            counted(gpus / per_replica.max(1.0), Noun::Replicas),
            counted(per_replica, Noun::Gpus),
            rate,
            counted(HOURS_PER_MONTH, Noun::Hours),
        ]
    } else {
        vec![counted(size.gpu_hours.get(), Noun::GpuHours), rate]
    });
    if let Some(staff) = own.staff {
        formula = Expr::Sum(vec![formula, Figure::Usd(staff).into()]);
    }
    let (line, month) = worked(&formula, Figure::Usd(month), locale);
    Some((if own.staff.is_some() { line + " staff" } else { line }, month))
}

/// "1 replica", "2 replicas".
#[must_use]
pub fn many(value: f64, one: &str, several: &str, locale: Locale) -> String {
    counted(value, &exact(value, locale), one, several)
}
