//! Fields of a newer version: kept as they came, and written back.

use super::wire;

/// Where in a body such a field stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

/// What a link held that this version does not know.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnknownFields(Vec<(Spot, Vec<u8>)>);

impl UnknownFields {
    /// How many settings.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().map(|(_, raw)| wire::fields(raw).count()).sum()
    }

    /// The same for a scenario whose features were added, removed or moved: `origins` has for each feature that it
    /// holds now the index that it had in the link, or nothing for a new one.
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
            }
        };
        let all = self.0.iter();
        Self(all.flat_map(|(spot, raw)| moved(*spot).into_iter().map(|spot| (spot, raw.clone()))).collect())
    }

    /// What stood there, in the order in which it came.
    pub(super) fn at(&self, spot: Spot) -> &[u8] {
        self.0.iter().find(|(at, _)| *at == spot).map_or(&[], |(_, raw)| raw)
    }

    pub(super) fn keep(&mut self, spot: Spot, raw: &[u8]) {
        match self.0.iter_mut().find(|(at, _)| *at == spot) {
            Some((_, kept)) => kept.extend_from_slice(raw),
            None => self.0.push((spot, raw.to_vec())),
        }
    }
}
