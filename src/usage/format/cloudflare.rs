//! Cloudflare's AI Gateway: one element a call, the cost an estimate of the gateway. Whether input contains the cache is not
//! known.

use super::labels::{tags, user_of, without_user};
use super::{ItemReader, JsonFormat, UTC};
use crate::usage::json::Value;
use crate::usage::record::{Amounts, Label, Record, TokenParts};
use crate::usage::report::Caution;
use crate::usage::skip::Skip;
use crate::usage::tally::Tally;

pub(super) const FORMAT: JsonFormat = JsonFormat {
    id: "cloudflare_ai_gateway_logs",
    time_zone: UTC,
    fits: |item| item.has_all(&["tokens_in", "tokens_out"]),
    open: || Box::new(Logs),
    row_caps: &[],
};

struct Logs;

impl ItemReader for Logs {
    fn read(&mut self, item: &Value<'_>, tally: &mut Tally) {
        tally.caution(Caution::CacheNotToldApart);
        tally.caution(Caution::CostIsEstimate);
        let tags = tags(item.at("metadata"));
        let record = call(item, tally);
        tally.row(record.map(|record| {
            let record = Record { user: user_of(&tags), ..record };
            without_user(&tags).fold(record, |record, tag| record.label(Label::Tag, Some(tag)))
        }));
    }

    fn member(&mut self, key: &str, value: &Value<'_>, tally: &mut Tally) {
        if key == "result_info"
            && let (Ok(Some(count)), Ok(Some(total))) =
                (value.at("count").count(), value.at("total_count").count())
        {
            tally.report.is_complete = Some(count >= total || tally.report.rows_read >= total);
        }
    }
}

fn call<'a>(item: &'a Value<'_>, tally: &mut Tally) -> Result<Record<'a>, Skip> {
    if tally.is_repeated(item.at("id").text()) {
        return Err(Skip::Duplicate);
    }
    if item.at("success").is_false() {
        return Err(Skip::Failed);
    }
    if item.at("cached").is_true() {
        return Err(Skip::GatewayCacheHit);
    }
    let tokens = TokenParts {
        undivided: item.at("tokens_in").count()?,
        output: item.at("tokens_out").count()?,
        ..TokenParts::default()
    };
    Ok(Record {
        day: item.at("created_at").day()?,
        model: item.at("model").text(),
        amounts: Amounts { requests: Some(1), tokens, cost: item.at("cost").charge()?, ..Amounts::default() },
        ..Record::default()
    })
}
