//! The shares of a mix. In a form the last model has the share that the others leave, so that they always make 100 %.

use super::{Leg, Problem, Route};
use crate::units::{OutOfBounds, Share};

/// Share of a model that is added to a mix, if the last one has as much.
const SHARE_OF_A_NEW_LEG: f64 = 0.1;

/// Share that the first model keeps when a second one is added.
const SHARE_OF_THE_FIRST: f64 = 0.8;

impl Route {
    /// Sets the share of the model at `leg`, and gives the rest to the last.
    ///
    /// # Errors
    /// [`Problem::Range`] if `value` is not a share or is more than the other models leave; [`Problem::NotHere`] if there
    /// is no such model, or if it is the last, whose share follows from the others.
    pub fn set_share(&mut self, leg: usize, value: f64) -> Result<(), Problem> {
        let share = Share::new(value).map_err(Problem::Range)?;
        let Some((last, others)) = self.legs.split_last_mut() else { return Err(Problem::NotHere) };
        let rest: f64 = others
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != leg)
            .map(|(_, leg)| leg.share.get())
            .sum();
        let most = 1.0 - rest;
        // Shares such as 0.7 and 0.3 do not add up to the last bit.
        if value > most + 1e-9 {
            return Err(Problem::Range(OutOfBounds::TooLarge { max: most.max(0.0) }));
        }
        others.get_mut(leg).ok_or(Problem::NotHere)?.share = share;
        last.share = Share::saturating(most - value);
        Ok(())
    }

    /// Makes a mix of `count` models (at least 1). New models are copies of the last; those removed give their share to
    /// the last.
    pub fn resize(&mut self, count: usize) {
        self.legs.truncate(count.max(1));
        while self.legs.len() < count {
            let Some(model) = self.legs.last().cloned() else { return };
            self.legs.push(Leg { share: Share::ZERO, ..model });
            if let [first, _] = self.legs.as_mut_slice() {
                first.share = Share::saturating(SHARE_OF_THE_FIRST);
            }
        }
        self.give_rest_to_last();
    }

    /// Adds a model before the last, with a tenth of the calls or whatever the last one had.
    pub fn add_leg(&mut self) {
        let Some(last) = self.legs.last().cloned() else { return };
        let share = Share::saturating(last.share.get().min(SHARE_OF_A_NEW_LEG));
        self.legs.insert(self.legs.len().saturating_sub(1), Leg { share, ..last });
        self.give_rest_to_last();
    }

    /// Removes the model at `leg`; the last one takes over its share.
    pub fn remove_leg(&mut self, leg: usize) {
        if leg < self.legs.len() {
            self.legs.remove(leg);
        }
        self.give_rest_to_last();
    }

    fn give_rest_to_last(&mut self) {
        let Some((last, others)) = self.legs.split_last_mut() else { return };
        let sum: f64 = others.iter().map(|leg| leg.share.get()).sum();
        last.share = Share::saturating(1.0 - sum);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]
    use super::*;
    use crate::catalogue::ModelId;

    fn shares(route: &Route) -> Vec<f64> {
        route.legs.iter().map(|leg| (leg.share.get() * 1e6).round() / 1e6).collect()
    }

    #[test]
    fn shares_make_the_whole_whatever_is_added_set_or_removed() {
        let mut route = Route::one(ModelId::new(1));
        route.resize(2);
        assert_eq!(shares(&route), [0.8, 0.2]);
        route.add_leg();
        assert_eq!(shares(&route), [0.8, 0.1, 0.1]);
        route.set_share(0, 0.7).unwrap();
        assert_eq!(shares(&route), [0.7, 0.1, 0.2]);
        route.remove_leg(2);
        assert_eq!(shares(&route), [0.7, 0.3]);
        route.resize(1);
        assert_eq!(shares(&route), [1.0]);
    }

    #[test]
    fn a_share_larger_than_the_others_leave_is_refused_and_so_is_the_last() {
        let mut route = Route::one(ModelId::new(1));
        route.resize(3);
        route.set_share(1, 0.15).unwrap();
        let too_much = route.set_share(0, 0.9);
        let Err(Problem::Range(OutOfBounds::TooLarge { max })) = too_much else {
            unreachable!("{too_much:?}")
        };
        assert!((max - 0.85).abs() < 1e-9, "{max}");
        assert_eq!(route.set_share(2, 0.0), Err(Problem::NotHere));
    }
}
