//! The data points of fits and scores: one for each model, condition and source, the median over its days.

use super::rows::{Row, Tables};
use inference_estimator::catalogue::latency::{LatencyBook, Subject};
use std::collections::BTreeMap;

/// Rows dated before this year are left out: they say little about today's services.
const FIRST_YEAR: &str = "2025";
/// The task of times to first token that contain hidden thinking: the sources send a plain prompt.
pub(crate) const PLAIN: &str = "plain_prompt_implied";
/// The task of those that were measured in conversations with tools.
const TOOLS: &str = "chat_tools";

/// One measured figure, with what it depends on.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    /// The model, as `maker/name`.
    pub(crate) model: String,
    /// Who serves it, as far as latency classes distinguish that.
    pub(crate) provider: &'static str,
    /// Effort, by its name in the data.
    pub(crate) effort: String,
    /// Kind of task.
    pub(crate) task: String,
    /// Uncached tokens of the prompt.
    pub(crate) uncached: f64,
    /// Median of the figure.
    pub(crate) p50: f64,
    /// 95th percentile, where the source has it.
    pub(crate) p95: Option<f64>,
}

impl Point {
    pub(crate) fn subject<'a>(&'a self, book: &'a LatencyBook) -> Subject<'a> {
        book.subject(self.provider, &self.model, &self.effort, &self.task)
    }
}

/// The points of a folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Points {
    /// Times to first token with thinking off, in ms.
    pub(crate) ttft: Vec<Point>,
    /// Times to the first token of the answer after hidden thinking, in ms.
    pub(crate) first_answer: Vec<Point>,
    /// Output tokens a second, of test prompts.
    pub(crate) speed: Vec<Point>,
    /// Tokens of thinking.
    pub(crate) thinking: Vec<Point>,
    /// Rows that are left out, with the reason.
    pub(crate) left_out: BTreeMap<&'static str, usize>,
}

impl Points {
    pub(crate) fn new(tables: &Tables) -> Self {
        let mut points = Self::default();
        points.times(tables);
        let traffic = "speed of real traffic, which mixes callers and long prompts";
        points.speed = points.grouped(&tables.speed, |row| {
            if row.text("method").contains("traffic") {
                return Err(traffic);
            }
            let value = row.positive("tps_p50").ok_or("no median")?;
            Ok(Point { p50: value, ..Point::of(row, "", 0.0) })
        });
        points.thinking = points.grouped(&tables.thinking, |row| {
            let effort = row.text("effort");
            if effort == "none" || effort.is_empty() {
                return Err("thinking off");
            }
            let value = row.positive("reasoning_mean").or_else(|| row.positive("reasoning_p50"));
            // With fewer than 20 tokens per question, the model mostly did not reason.
            let value = value.ok_or("no thinking counted")?.max(20.0);
            Ok(Point { p50: value, ..Point::of(row, row.text("task_kind"), 0.0) })
        });
        points
    }

    fn times(&mut self, tables: &Tables) {
        let time = |row: &Row, kind: &str| {
            if row.text("kind") != kind {
                return Err("another kind of first token");
            }
            let cached = row.number("cached_tokens");
            if cached.is_none() && row.text("method").contains("cached") {
                return Err("cached, and not said how much");
            }
            let p50 = row.positive("ttft_p50_ms").ok_or("no median")?;
            let uncached = row.positive("input_tokens").ok_or("no length of prompt")? - cached.unwrap_or(0.0);
            let p95 = row.positive("ttft_p95_ms");
            // A conversation with tools is thought about less than a plain question.
            let task = if row.text("method").contains("chat with tools") { TOOLS } else { PLAIN };
            Ok(Point { p50, p95, ..Point::of(row, task, uncached.max(0.0)) })
        };
        self.ttft = self.grouped(&tables.ttft, |row| time(row, "answer"));
        self.first_answer = self.grouped(&tables.ttft, |row| time(row, "answer_after_thinking"));
        if tables.ttft.is_empty() {
            // Single calls of one length in one session are a sample for that length.
            self.ttft = self.grouped(&tables.requests, |row| {
                let row_time = row.positive("ttft_ms").ok_or("no time")?;
                if row.text("kind") != "answer" {
                    return Err("another kind of first token");
                }
                let uncached = row.positive("input_tokens").ok_or("no length of prompt")?
                    - row.number("cached_tokens").unwrap_or(0.0);
                Ok(Point { p50: row_time, ..Point::of(row, PLAIN, uncached.max(0.0)) })
            });
        }
    }

    /// One point for each model, source, effort, task, route and length: the median over the days.
    fn grouped(&mut self, rows: &[Row], point: impl Fn(&Row) -> Result<Point, &'static str>) -> Vec<Point> {
        let mut groups: BTreeMap<String, Vec<Point>> = BTreeMap::new();
        for row in rows {
            let found = match point(row) {
                Ok(_) if row.text("date") < FIRST_YEAR => Err("dated before 2025"),
                other => other,
            };
            match found {
                Ok(point) => {
                    let key =
                        [row.text("source_id"), row.text("provider"), row.text("route"), row.text("region")];
                    let rounded = format!("{:.0}", point.uncached);
                    let own = [&*point.model, &*point.effort, &*point.task, &*rounded];
                    groups
                        .entry(key.into_iter().chain(own).collect::<Vec<_>>().join("|"))
                        .or_default()
                        .push(point);
                }
                Err(why) => *self.left_out.entry(why).or_default() += 1,
            }
        }
        groups.into_values().filter_map(middle).collect()
    }
}

impl Point {
    fn of(row: &Row, task: &str, uncached: f64) -> Self {
        Self {
            model: row.text("model").to_owned(),
            provider: if row.text("route") == "openrouter" { "openrouter" } else { "direct" },
            effort: effort_key(row.text("effort")),
            task: task.to_owned(),
            uncached,
            p50: 0.0,
            p95: None,
        }
    }
}

/// "low, no thinking seen" is low. A token budget, a default, and a setting chosen by callers are no named effort.
fn effort_key(text: &str) -> String {
    const NAMED: [&str; 7] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
    let word = text.split(',').next().unwrap_or("");
    NAMED.into_iter().find(|name| *name == word).unwrap_or("on").to_owned()
}

fn middle(points: Vec<Point>) -> Option<Point> {
    let median = |mut values: Vec<f64>| {
        values.sort_unstable_by(f64::total_cmp);
        let upper = values.get(values.len() / 2).copied()?;
        let lower = values.get((values.len() - 1) / 2).copied()?;
        Some((upper * lower).sqrt())
    };
    let p50 = median(points.iter().map(|point| point.p50).collect())?;
    let high: Vec<f64> = points.iter().filter_map(|point| point.p95).collect();
    let p95 = if high.is_empty() { None } else { median(high) };
    Some(Point { p50, p95, ..points.into_iter().next()? })
}
