//! Which input matters most: one at a time, and two against each other.

use crate::estimate::uncertainty::Uncertain;
use crate::units::in_order;

/// What a result becomes when one input moves from its 10th to its 90th percentile, the others at their typical value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swing {
    /// Which input, by its place.
    pub input: usize,
    /// The result at the input's 10th percentile.
    pub at_p10: f64,
    /// The result at the input's 90th percentile.
    pub at_p90: f64,
}

impl Swing {
    /// How far the result moves.
    #[must_use]
    pub fn size(&self) -> f64 {
        (self.at_p90 - self.at_p10).abs()
    }
}

/// The result with all inputs at their typical value, and how far each one moves it, the farthest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Tornado {
    /// The result at the typical values.
    pub typical: f64,
    /// One for each input that varies.
    pub swings: Vec<Swing>,
}

/// Moves each input that varies from its p10 to its p90.
#[must_use]
pub fn tornado(inputs: &[Uncertain], mut result: impl FnMut(&[f64]) -> f64) -> Tornado {
    let mut values: Vec<f64> = inputs.iter().map(Uncertain::typical).collect();
    let typical = result(&values);
    let mut at = |input: usize, value: f64, back: f64| {
        let mut set = |value| values.get_mut(input).map(|slot| *slot = value);
        set(value)?;
        let moved = result(&values);
        values.get_mut(input).map(|slot| *slot = back)?;
        Some(moved)
    };
    let swing = |(index, input): (usize, &Uncertain)| {
        let at_p10 = at(index, input.quantile(0.1), input.typical())?;
        let at_p90 = at(index, input.quantile(0.9), input.typical())?;
        Some(Swing { input: index, at_p10, at_p90 })
    };
    let varying = inputs.iter().enumerate().filter(|(_, input)| input.varies());
    let swings: Vec<Swing> = varying.filter_map(swing).collect();
    // Stable, so that equals stay in the order of the inputs.
    Tornado { typical, swings: in_order(swings, |swing| -swing.size()) }
}

/// A result over two inputs, one down and one across.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoWay {
    /// Values of the input that varies from row to row.
    pub down: Vec<f64>,
    /// Values of the input that varies from column to column.
    pub across: Vec<f64>,
    /// The result, row by row.
    pub results: Vec<Vec<f64>>,
}

/// One axis of a two-way table: which input, and the values that it takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis<'a> {
    /// Which input, by its place.
    pub input: usize,
    /// Its values.
    pub values: &'a [f64],
}

/// The result for each pair of values, the other inputs at their typical value.
#[must_use]
pub fn two_way(
    inputs: &[Uncertain],
    down: Axis<'_>,
    across: Axis<'_>,
    mut result: impl FnMut(&[f64]) -> f64,
) -> TwoWay {
    let mut values: Vec<f64> = inputs.iter().map(Uncertain::typical).collect();
    let mut cell = |row: f64, column: f64| {
        for (input, value) in [(down.input, row), (across.input, column)] {
            if let Some(slot) = values.get_mut(input) {
                *slot = value;
            }
        }
        result(&values)
    };
    let results = down
        .values
        .iter()
        .map(|row| across.values.iter().map(|column| cell(*row, *column)).collect())
        .collect();
    TwoWay { down: down.values.to_vec(), across: across.values.to_vec(), results }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_that_moves_the_result_farthest_comes_first() {
        let inputs = [
            Uncertain::positive(10.0, Some(11.0)),
            Uncertain::fixed(5.0),
            Uncertain::positive(2.0, Some(8.0)),
            Uncertain::share(0.2, Some(0.3)),
        ];
        let found = tornado(&inputs, |v| v[0] * v[1] * v[2] * (1.0 - v[3]));
        assert!((found.typical - 80.0).abs() < 1e-9);
        assert_eq!(found.swings.iter().map(|swing| swing.input).collect::<Vec<_>>(), [2, 3, 0]);
        let widest = found.swings[0];
        assert!((widest.at_p90 - 40.0 * inputs[2].quantile(0.9)).abs() < 1e-9);
        // More of the share makes less of the result.
        assert!(found.swings[1].at_p10 > found.swings[1].at_p90);
    }

    #[test]
    fn a_two_way_table_has_one_result_a_pair() {
        let inputs = [Uncertain::fixed(1.0), Uncertain::fixed(2.0), Uncertain::fixed(3.0)];
        let down = Axis { input: 0, values: &[1.0, 10.0] };
        let across = Axis { input: 2, values: &[3.0, 4.0, 5.0] };
        let table = two_way(&inputs, down, across, |v| v[0] * v[1] + v[2]);
        assert_eq!(table.results, vec![vec![5.0, 6.0, 7.0], vec![23.0, 24.0, 25.0]]);
    }
}
