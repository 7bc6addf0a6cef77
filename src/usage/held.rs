//! Records that are held back because a later line of the same answer may be the better one.

use super::day::Period;
use super::record::{Amounts, Label, Record, Tier};
use super::skip::Skip;
use super::tally::Tally;
use crate::units::SortedMap;

/// A record that outlives the text that it was read from.
#[derive(Debug)]
struct Kept {
    day: Option<Period>,
    model: Option<String>,
    user: Option<String>,
    labels: Vec<(Label, String)>,
    tier: Tier,
    amounts: Amounts,
}

impl Kept {
    fn new(record: &Record<'_>) -> Self {
        Self {
            day: record.day,
            model: record.model.map(str::to_owned),
            user: record.user.map(str::to_owned),
            labels: record.labels.iter().map(|(label, text)| (*label, (*text).to_owned())).collect(),
            tier: record.tier,
            amounts: record.amounts,
        }
    }

    fn record(&self) -> Record<'_> {
        Record {
            day: self.day,
            model: self.model.as_deref(),
            user: self.user.as_deref(),
            labels: self.labels.iter().map(|(label, text)| (*label, text.as_str())).collect(),
            tier: self.tier,
            amounts: self.amounts,
            unsure_input: None,
        }
    }
}

/// One record an answer.
#[derive(Debug, Default)]
pub(super) struct Held {
    by_id: SortedMap<String, Kept>,
}

impl Held {
    /// One record that waits.
    pub(super) fn of(record: &Record<'_>) -> Self {
        Self { by_id: SortedMap::from_iter([(String::new(), Kept::new(record))]) }
    }

    /// Counts a row: the first of an answer as used, every further one as skipped. Which of them is kept is for
    /// `is_better` to say, given the amounts of the new one and of the old one.
    pub(super) fn keep(
        &mut self,
        id: Option<&str>,
        record: &Record<'_>,
        skip: Skip,
        is_better: fn(&Amounts, &Amounts) -> bool,
        tally: &mut Tally,
    ) {
        let Some(id) = id else {
            tally.used();
            return tally.add_rows(record, 1);
        };
        match self.by_id.get_mut(id) {
            Some(kept) => {
                tally.skipped(skip);
                if is_better(&record.amounts, &kept.amounts) {
                    *kept = Kept::new(record);
                }
            }
            // A file before this one had it.
            None if tally.knows(id) => tally.skipped(Skip::Duplicate),
            None => {
                tally.used();
                self.by_id.at_or(id.to_owned(), Kept::new(record));
            }
        }
    }

    /// Changes the record of an answer that is held.
    pub(super) fn change(&mut self, id: &str, change: impl FnOnce(&mut Amounts)) {
        if let Some(kept) = self.by_id.get_mut(id) {
            change(&mut kept.amounts);
        }
    }

    /// Adds everything up that was held.
    pub(super) fn add_all(&mut self, tally: &mut Tally) {
        for (id, kept) in std::mem::take(&mut self.by_id).in_order() {
            tally.is_repeated(Some(&id));
            tally.add_rows(&kept.record(), 1);
        }
    }
}
