//! What one call carries, turn by turn of a conversation.

use crate::estimate::working::{Expr, Figure, Noun, Step, StepName};
use crate::scenario::Workload;
use crate::units::{Count, Tokens};

/// The tokens of the calls of one conversation. Each turn sends all earlier turns again, so the input grows by
/// the same amount from turn to turn: new input + answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CallTokens {
    /// Input of the first turn: text and images.
    pub first_input: Tokens,
    /// What each further turn adds to the input.
    pub growth: Tokens,
    /// Of the input of the first turn, the tokens of images.
    pub image: Tokens,
    /// Turns.
    pub turns: Count,
    /// Visible answer.
    pub output: Tokens,
    /// Hidden thinking, billed as output, not sent again.
    pub reasoning: Tokens,
}

/// Turns that follow one another, with the mean of their inputs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TurnGroup {
    /// Share of all turns, 0 to 1.
    pub weight: f64,
    /// Mean input of these turns.
    pub input: Tokens,
    /// Mean tokens of images in these turns' inputs, earlier images sent again among them.
    pub image: Tokens,
}

impl CallTokens {
    /// The tokens of a workload.
    #[must_use]
    pub fn new(workload: &Workload) -> Self {
        let image = workload.tokens_per_image() * workload.images();
        let new_input = workload.input_tokens() - workload.cacheable_prefix_tokens() + image;
        Self {
            first_input: workload.input_tokens() + image,
            growth: new_input + workload.output_tokens(),
            image,
            turns: workload.turns(),
            output: workload.output_tokens(),
            reasoning: workload.reasoning_tokens(),
        }
    }

    /// Input of the last turn, the largest of the conversation.
    #[must_use]
    pub fn largest_input(&self) -> Tokens {
        Tokens::saturating(self.first_input.get() + (self.turns.get() - 1.0) * self.growth.get())
    }

    /// Mean input over the turns: first input + (turns − 1) ÷ 2 × (new input + answer).
    #[must_use]
    pub fn mean_input(&self) -> Tokens {
        Tokens::saturating(self.first_input.get() + (self.turns.get() - 1.0) / 2.0 * self.growth.get())
    }

    /// Output as billed: answer and hidden thinking.
    #[must_use]
    pub fn billed_output(&self) -> Tokens {
        self.output + self.reasoning
    }

    /// The turns, parted where the input passes one of `edges` (ascending): a request strictly above an edge pays
    /// another rate for all its tokens. Inside a group cost is linear in the input, so the mean is exact.
    #[must_use]
    pub fn turn_groups(&self, edges: &[f64]) -> Vec<TurnGroup> {
        let (first, growth, turns) = (self.first_input.get(), self.growth.get(), self.turns.get());
        let mut groups = Vec::with_capacity(1);
        let mut from = 0.0;
        for edge in edges.iter().copied().chain(std::iter::once(f64::INFINITY)) {
            let until = turns_upto((first, growth), turns, edge);
            if until > from {
                let middle = f64::midpoint(from, until - 1.0);
                groups.push(TurnGroup {
                    weight: (until - from) / turns,
                    input: Tokens::saturating(first + middle * growth),
                    image: Tokens::saturating(self.image.get() * (1.0 + middle)),
                });
                from = until;
            }
        }
        groups
    }

    /// The working of the mean input; nothing where there is one turn and no image.
    #[must_use]
    pub fn step(&self, workload: &Workload) -> Option<Step> {
        let one_turn = self.turns.get() <= 1.0;
        if one_turn && self.image.get() <= 0.0 {
            return None;
        }
        let mut sum: Vec<Expr> = vec![Figure::Tokens(workload.input_tokens()).into()];
        let images = || {
            Expr::Product(vec![
                Figure::Count(workload.images(), Noun::Images).into(),
                Figure::Tokens(workload.tokens_per_image()).into(),
            ])
        };
        if self.image.get() > 0.0 {
            sum.push(images());
        }
        if !one_turn {
            let new_input = workload.input_tokens() - workload.cacheable_prefix_tokens();
            let mut growth: Vec<Expr> = vec![Figure::Tokens(new_input).into()];
            if self.image.get() > 0.0 {
                growth.push(images());
            }
            growth.push(Figure::Tokens(self.output).into());
            let half = Count::saturating((self.turns.get() - 1.0) / 2.0);
            sum.push(Expr::Product(vec![Figure::Count(half, Noun::Plain).into(), Expr::Sum(growth)]));
        }
        Some(Step::new(StepName::TokensIn, Expr::Sum(sum), Figure::Tokens(self.mean_input())))
    }
}

/// How many of the turns 0, 1, … have an input first + turn × growth that is not above `edge`.
pub(in crate::estimate) fn turns_upto((first, growth): (f64, f64), turns: f64, edge: f64) -> f64 {
    if first > edge {
        0.0
    } else if growth > 0.0 {
        (((edge - first) / growth).floor() + 1.0).min(turns)
    } else {
        turns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Field, FieldGroup};

    fn conversation(fields: &[(Field, f64)]) -> CallTokens {
        let mut workload = Workload::default();
        for (field, value) in fields {
            workload.set(*field, Some(*value)).unwrap();
        }
        CallTokens::new(&workload)
    }

    #[test]
    fn five_turns_of_600_new_and_400_answered_make_4_500_tokens_in() {
        let tokens = conversation(&[
            (Field::InputTokens, 2500.0),
            (Field::CacheablePrefixTokens, 1900.0),
            (Field::OutputTokens, 400.0),
            (Field::Turns, 5.0),
        ]);
        assert!((tokens.mean_input().get() - 4500.0).abs() < 1e-9);
        assert!((tokens.largest_input().get() - 6500.0).abs() < 1e-9);
    }

    #[test]
    fn groups_are_parted_where_the_turn_itself_passes_the_edge() {
        let tokens =
            conversation(&[(Field::InputTokens, 100.0), (Field::OutputTokens, 0.0), (Field::Turns, 10.0)]);
        // Inputs 100, 200, …, 1000; an input of exactly the edge is below it.
        let groups = tokens.turn_groups(&[300.0, 650.0]);
        let seen: Vec<(f64, f64)> =
            groups.iter().map(|g| ((g.weight * 10.0).round(), g.input.get())).collect();
        assert_eq!(seen, [(3.0, 200.0), (3.0, 500.0), (4.0, 850.0)]);
    }

    #[test]
    fn groups_always_make_up_the_whole_conversation() {
        for turns in 1..40 {
            for edge in [0.0, 50.0, 100.0, 1234.5, 1e9] {
                let tokens = conversation(&[
                    (Field::InputTokens, 100.0),
                    (Field::OutputTokens, 37.0),
                    (Field::Images, 2.0),
                    (Field::TokensPerImage, 11.0),
                    (Field::Turns, f64::from(turns)),
                ]);
                let groups = tokens.turn_groups(&[edge]);
                let weight: f64 = groups.iter().map(|g| g.weight).sum();
                let input: f64 = groups.iter().map(|g| g.weight * g.input.get()).sum();
                assert!((weight - 1.0).abs() < 1e-12);
                assert!((input - tokens.mean_input().get()).abs() < 1e-6);
            }
        }
    }
}
