//! Portkey's logs: one line a call, the cost in cents. Whether input contains the cache is not known.

use super::labels::{tags, user_of, without_user};
use super::{ItemReader, JsonFormat, UTC};
use crate::usage::json::Value;
use crate::usage::money::Money;
use crate::usage::record::{Amounts, Label, Record, TokenParts};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const FORMAT: JsonFormat = JsonFormat {
    id: "portkey_logs",
    time_zone: UTC,
    fits: |item| item.has_all(&["req_units", "ai_model"]),
    open: || Box::new(Logs),
    row_caps: &[50_000],
};

struct Logs;

impl ItemReader for Logs {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        tally.caution(Caution::CacheNotToldApart);
        let tags = tags(item.at("metadata"));
        let record = call(item, tally);
        tally.row(record.map(|record| {
            let record = Record { user: user_of(&tags), ..record };
            without_user(&tags).fold(record, |record, tag| record.label(Label::Tag, Some(tag)))
        }));
    }
}

fn call<'a>(item: &'a Value<'_>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
    if tally.is_repeated(item.at("id").text()) {
        return Err(Skip::Duplicate);
    }
    let status = item.at("response_status_code").text().unwrap_or("200");
    if item.at("is_success").is_false() || !status.starts_with('2') {
        return Err(Skip::Failed);
    }
    if item.at("cache_status").text().is_some_and(|status| status.to_ascii_uppercase().ends_with("HIT")) {
        return Err(Skip::GatewayCacheHit);
    }
    let cost = item.at("cost").charge()?.map(Money::from_cents);
    if !tally.is_usd(item.at("cost_currency").text().unwrap_or(""), cost) {
        return Err(Skip::OtherCurrency);
    }
    let tokens = TokenParts {
        undivided: item.at("req_units").count()?,
        output: item.at("res_units").count()?,
        ..TokenParts::default()
    };
    Ok(Record {
        day: item.at("created_at").day()?,
        model: item.at("ai_model").text(),
        amounts: Amounts { requests: Some(1), tokens, cost, ..Amounts::default() },
        ..Record::default()
    })
}
