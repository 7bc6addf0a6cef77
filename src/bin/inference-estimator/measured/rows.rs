//! Rows of the schema of measured figures, and what of the catalogue they name.

use inference_estimator::catalogue::gpu::Gpu;
use inference_estimator::catalogue::open_model::OpenModel;
use inference_estimator::catalogue::precision::{Engine, KvPrecision, WeightPrecision};
use std::path::Path;

/// One measured number and the run it belongs to.
#[derive(Debug, Clone)]
pub struct Row {
    pub file: String,
    pub source: String,
    pub year: f64,
    pub engine: Engine,
    pub engine_name: String,
    pub version: String,
    pub model: String,
    pub gpu: String,
    pub n_gpus: u32,
    pub tp: u32,
    pub pp: u32,
    pub ep: u32,
    pub dp: u32,
    pub layout_stated: bool,
    pub weights: Option<WeightPrecision>,
    pub weights_text: String,
    pub kv: Option<KvPrecision>,
    pub scenario: String,
    pub input: Option<f64>,
    pub output: Option<f64>,
    pub load: Option<f64>,
    pub rate: Option<f64>,
    pub metric: String,
    pub value: f64,
    pub notes: String,
}

impl Row {
    /// All that describes the run, but not what was measured of it.
    pub fn configuration(&self) -> String {
        format!(
            "{} {} {} {} {} {} {} {} {} {} {} {:?} {:?} {:?} {:?}",
            self.source,
            self.engine_name,
            self.version,
            self.model,
            self.gpu,
            self.tp,
            self.pp,
            self.ep,
            self.dp,
            self.weights_text,
            self.scenario,
            self.input,
            self.output,
            self.load,
            self.rate,
        )
    }
}

/// The catalogue that rows name their model and device from.
pub struct Book {
    pub gpus: Vec<Gpu>,
    pub models: Vec<OpenModel>,
}

impl Book {
    pub fn shipped() -> Self {
        Self {
            gpus: Gpu::shipped().expect("the shipped table of accelerators reads"),
            models: OpenModel::shipped().expect("the shipped table of models reads"),
        }
    }

    pub fn gpu(&self, id: &str) -> Option<&Gpu> {
        self.gpus.iter().find(|gpu| gpu.id == id)
    }

    pub fn model(&self, id: &str) -> Option<&OpenModel> {
        self.models.iter().find(|model| model.id == id)
    }
}

/// Reads one file.
pub fn read(path: &Path) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut reader = csv::Reader::from_path(path)?;
    let header = reader.headers()?.clone();
    let place = |name: &str| header.iter().position(|column| column == name);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let text = |name: &str| place(name).and_then(|p| record.get(p)).unwrap_or("").trim().to_owned();
        let number = |name: &str| text(name).parse::<f64>().ok();
        let whole = |name: &str| text(name).parse::<u32>().ok().filter(|n| *n > 0);
        let weights_text = text("weight_precision").to_lowercase();
        let n_gpus = whole("n_gpus").unwrap_or(1);
        let layout_stated = whole("tp").is_some() || whole("pp").is_some();
        rows.push(Row {
            file: file.clone(),
            source: text("source_id"),
            year: engine_year(&text("engine"), &text("engine_version"), &text("notes"))
                .unwrap_or_else(|| year_of(&text("source_date"))),
            engine: Engine::from_id(&text("engine")),
            engine_name: text("engine"),
            version: text("engine_version"),
            model: text("model"),
            gpu: text("gpu"),
            n_gpus,
            tp: whole("tp").unwrap_or(if layout_stated { 1 } else { n_gpus }),
            pp: whole("pp").unwrap_or(1),
            ep: whole("ep").unwrap_or(1),
            dp: whole("dp").unwrap_or(1),
            layout_stated,
            weights: WeightPrecision::from_id(&weights_text),
            weights_text,
            kv: KvPrecision::from_id(&text("kv_precision").to_lowercase()),
            scenario: text("scenario"),
            input: number("input_tokens"),
            output: number("output_tokens"),
            load: number("concurrency_or_batch"),
            rate: number("request_rate"),
            metric: text("metric"),
            value: number("value").unwrap_or(f64::NAN),
            notes: text("notes"),
        });
    }
    Ok(rows)
}

/// Year and part of the year of a date like 2025-11-10, 2025-11 or 2025; 2026 where there is none.
fn year_of(date: &str) -> f64 {
    let mut parts = date.split('-').map(|part| part.parse::<f64>().ok());
    let year = parts.next().flatten().unwrap_or(2026.0);
    let month = parts.next().flatten().unwrap_or(if date.contains('-') { 6.0 } else { 1.0 });
    year + (month - 1.0) / 12.0
}

/// When an engine's version came out, where the row names it; a run may be much later than its engine.
fn engine_year(engine: &str, version: &str, notes: &str) -> Option<f64> {
    const RELEASES: [(&str, &str, f64); 18] = [
        ("vllm", "0.9", 2025.4),
        ("vllm", "0.10", 2025.6),
        ("vllm", "0.11", 2025.8),
        ("vllm", "0.12", 2025.92),
        ("vllm", "0.13", 2025.97),
        ("vllm", "0.15", 2026.1),
        ("vllm", "0.16", 2026.15),
        ("vllm", "0.17", 2026.2),
        ("vllm", "0.18", 2026.25),
        ("vllm", "0.19", 2026.3),
        ("sglang", "0.5.1", 2025.65),
        ("sglang", "0.5.5", 2025.85),
        ("sglang", "0.5.6", 2025.92),
        ("sglang", "0.5.9", 2026.15),
        ("sglang", "0.5.10", 2026.25),
        ("tensorrt-llm", "1.0", 2025.55),
        ("tensorrt-llm", "1.1", 2025.75),
        ("tensorrt-llm", "1.2", 2025.95),
    ];
    let image = notes.split("image ").nth(1).and_then(|image| image.rsplit(':').next()).unwrap_or("");
    let version = if version.is_empty() { image } else { version };
    let version = version.trim_start_matches('v');
    let matches = |release: &str| {
        version.strip_prefix(release).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    RELEASES.iter().filter(|(name, release, _)| *name == engine && matches(release)).map(|r| r.2).next_back()
}
