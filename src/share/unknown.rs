//! Fields of a newer version: kept as they came, and written back.

use super::wire;
use crate::scenario::{GpuChoice, OpenModelChoice, Serving};

/// Where in a body such a field stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    Scenario,
    Tier(usize),
    Feature(usize),
    Leg(usize, usize),
    Hours(usize),
    Slo(usize),
    Levers(usize),
    RoutingModel(usize),
    DistillationModel(usize),
    CompareModel(usize),
    Fleet(usize),
    FleetModel(usize),
    FleetGpu(usize),
    Measurement(usize, usize),
}

/// What a link held that this version does not know, sorted by where it stood.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnknownFields(Vec<(Spot, Vec<u8>)>);

impl UnknownFields {
    /// How many settings.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().map(|(_, raw)| wire::fields(raw).count()).sum()
    }

    /// The same for a scenario whose features were added, removed or moved: `origins` has for each feature that it
    /// is now the index that it had in the link, or nothing for a new one.
    #[must_use]
    pub fn rearranged(&self, origins: &[Option<usize>]) -> Self {
        let moved = |spot: Spot| -> Vec<Spot> {
            let to = |old: usize, spot: &dyn Fn(usize) -> Spot| {
                let now = origins.iter().enumerate().filter(|(_, origin)| **origin == Some(old));
                now.map(|(index, _)| spot(index)).collect()
            };
            match spot {
                Spot::Scenario | Spot::Tier(_) => vec![spot],
                Spot::Feature(old) => to(old, &Spot::Feature),
                Spot::Leg(old, leg) => to(old, &|index| Spot::Leg(index, leg)),
                Spot::Hours(old) => to(old, &Spot::Hours),
                Spot::Slo(old) => to(old, &Spot::Slo),
                Spot::Levers(old) => to(old, &Spot::Levers),
                Spot::RoutingModel(old) => to(old, &Spot::RoutingModel),
                Spot::DistillationModel(old) => to(old, &Spot::DistillationModel),
                Spot::CompareModel(old) => to(old, &Spot::CompareModel),
                Spot::Fleet(old) => to(old, &Spot::Fleet),
                Spot::FleetModel(old) => to(old, &Spot::FleetModel),
                Spot::FleetGpu(old) => to(old, &Spot::FleetGpu),
                Spot::Measurement(old, position) => to(old, &|index| Spot::Measurement(index, position)),
            }
        };
        let mut now = Self::default();
        for (spot, raw) in &self.0 {
            moved(*spot).into_iter().for_each(|spot| now.keep(spot, raw));
        }
        now
    }

    /// What stood there, in the order in which it came.
    pub(super) fn at(&self, spot: Spot) -> &[u8] {
        self.0.iter().find(|(at, _)| *at == spot).map_or(&[], |(_, raw)| raw)
    }

    pub(super) fn keep(&mut self, spot: Spot, raw: &[u8]) {
        match self.0.binary_search_by_key(&spot, |(at, _)| *at) {
            Ok(index) => {
                if let Some((_, kept)) = self.0.get_mut(index) {
                    kept.extend_from_slice(raw);
                }
            }
            Err(index) => self.0.insert(index, (spot, raw.to_vec())),
        }
    }

    /// Drops what stood in the self-hosted GPUs of a feature: other ones follow in the link, or something else in their place.
    pub(super) fn forget_fleet(&mut self, feature: usize) {
        self.0.retain(|(spot, _)| match *spot {
            Spot::Fleet(index)
            | Spot::FleetModel(index)
            | Spot::FleetGpu(index)
            | Spot::CompareModel(index)
            | Spot::Measurement(index, _) => index != feature,
            _ => true,
        });
    }

    /// Drops what stood in parts of a feature that later fields of the link replaced: nothing would write it back.
    pub(super) fn forget_replaced(&mut self, feature: usize, serving: &Serving) {
        let mut legs = 0;
        match serving {
            Serving::Hosted(route) => legs = route.legs.len(),
            Serving::PerRequest(_) => self.forget_fleet(feature),
            Serving::SelfHosted(own) => {
                let has_model = matches!(own.model, OpenModelChoice::Custom { .. });
                let has_gpu = matches!(own.gpu, GpuChoice::Custom { .. });
                self.0.retain(|(spot, _)| match *spot {
                    Spot::FleetModel(index) => index != feature || has_model,
                    Spot::FleetGpu(index) => index != feature || has_gpu,
                    _ => true,
                });
            }
        }
        self.0.retain(|(spot, _)| !matches!(*spot, Spot::Leg(index, at) if index == feature && at >= legs));
    }
}
