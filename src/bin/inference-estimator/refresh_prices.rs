//! `refresh-prices`: takes a newer package of prices into the catalogue, and writes the widget's price book from it.
//!
//! `PACKAGE.json` comes from `scripts/convert_genai_prices.py`. `--limits` and `--history` add what the package lacks:
//! output limits and smallest cacheable prompts, and since when a price is known and where it is published.

mod notes;

use super::streams::{Ending, Failure, Streams};
use inference_estimator::catalogue::{FullCatalogue, HostedBook, Package, Register, Release, Style, merge};
use inference_estimator::units::Date;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Merge a newer price package into the price book, and print a line for each change
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The package's prices, as scripts/convert_genai_prices.py writes them
    #[arg(value_name = "PACKAGE.json")]
    package: PathBuf,
    /// Version of the package
    #[arg(long, value_name = "VERSION")]
    package_version: String,
    /// Day of the package: rates that differ apply from it
    #[arg(long, value_name = "YYYY-MM-DD")]
    package_date: Date,
    /// Name of the package
    #[arg(long, value_name = "NAME", default_value = "genai-prices")]
    package_name: String,
    /// Folder of the price book
    #[arg(long, value_name = "DIR", default_value = "src/catalogue/data/prices")]
    data: PathBuf,
    /// Limits of models: provider, model, context, output limit, smallest cacheable prompt
    #[arg(long, value_name = "CSV")]
    limits: Option<PathBuf>,
    /// History of prices: since when each is known and where it is published
    #[arg(long, value_name = "JSON")]
    history: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Ending, Failure> {
    let lines = refresh(arguments);
    let lines = lines.map_err(|error| Failure::stopped(2, format!("refresh-prices: {error}")))?;
    for line in lines {
        writeln!(streams.output, "{line}")?;
    }
    Ok(Ending::Fine)
}

/// Writes the new files; returns what is worth a line.
fn refresh(options: &Arguments) -> Result<Vec<String>, Box<dyn Error>> {
    let mut lines = Vec::new();
    let Arguments { package_name: name, package_version: version, package_date: date, .. } = options;
    let package = Package { name: name.clone(), version: version.clone(), date: *date };
    let file = |name: &str| options.data.join(name);
    let json = read(&options.package)?;
    let selection = read(&file("selection.txt"))?;
    let present = read_if_there(&file("catalogue.txt"))?;
    let present = present.map(|text| HostedBook::parse(text.as_bytes())).transpose()?;
    let rules = read_if_there(&file("match.txt"))?.unwrap_or_default();
    let release = Release { package, json: &json };
    let mut register = match read_if_there(&file("ids.txt"))? {
        Some(text) => Register::parse(&text)?,
        None => first_register(&release, &selection)?,
    };
    let merged = merge(present.as_ref(), &rules, &release, &mut register)?;
    let mut catalogue = FullCatalogue::new(merged.book, &merged.rules)?;
    if let Some(limits) = &options.limits {
        lines
            .push(format!("limits noted for {} models", notes::take_limits(&mut catalogue, &read(limits)?)?));
    }
    if let Some(history) = &options.history {
        lines.push(format!(
            "sources noted for {} prices",
            notes::take_history(&mut catalogue, &read(history)?)?
        ));
    }
    for line in read(&file("minimums.txt"))?.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let (Some(provider), Some(slug), Some(seconds)) = (words.next(), words.next(), words.next()) else {
            return Err(format!("minimums.txt: {line}: provider, model and seconds are needed").into());
        };
        let id = catalogue.book.by_slug(provider, slug).map(|model| model.id);
        let seconds = Some(seconds.parse()?);
        if let Some(id) = id {
            catalogue.book.annotate(id, |model| model.min_audio_seconds = seconds);
        }
    }
    let widget = catalogue.book.select(&selection, &mut register)?;
    write(&file("catalogue.txt"), &catalogue.book.write(Style::Plain))?;
    write(&file("match.txt"), &merged.rules)?;
    write(&file("ids.txt"), &register.write())?;
    write(&file("book.txt"), &widget.write(Style::Short))?;
    lines.extend(merged.changes.iter().map(ToString::to_string));
    let (all, shown) = (catalogue.book.models().len(), widget.models().len());
    lines.push(format!(
        "{} changes; {all} models, {shown} of them in the widget's book",
        merged.changes.len()
    ));
    Ok(lines)
}

/// The first numbers go to the widget's models, in the order in which it shows them: they make the shortest links.
fn first_register(release: &Release<'_>, selection: &str) -> Result<Register, Box<dyn Error>> {
    let mut any_order = Register::default();
    let merged = merge(None, "", release, &mut any_order)?;
    let widget = merged.book.select(selection, &mut any_order)?;
    let mut register = Register::default();
    for model in widget.models() {
        let provider = widget.provider(model.provider).ok_or("a model without a provider")?;
        register.number(&provider.key, &model.slug);
    }
    Ok(register)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Nothing only where there is no such file: what cannot be read must not be made anew.
fn read_if_there(path: &Path) -> Result<Option<String>, String> {
    if path.exists() { read(path).map(Some) } else { Ok(None) }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
