//! Takes a new package of prices into the catalogue and makes the widget's price book anew.
//!
//! `refresh_prices PACKAGE.json --package-version V --package-date YYYY-MM-DD [--package-name N] [--data DIR]
//! [--limits LIMITS.csv] [--history SNAPSHOT.json]`
//!
//! `PACKAGE.json` comes from `scripts/convert_genai_prices.py`. The last two add what the package lacks: output
//! limits and smallest cacheable prompts, and since when a price is known and where it is published.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line")]

mod notes;

use inference_estimator::catalogue::{FullCatalogue, HostedBook, Package, Register, Release, Style, merge};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

struct Options {
    json: PathBuf,
    data: PathBuf,
    package: Package,
    limits: Option<PathBuf>,
    history: Option<PathBuf>,
}

fn main() -> ExitCode {
    match options().and_then(|options| refresh(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("refresh_prices: {error}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Result<Options, Box<dyn Error>> {
    let usage = "usage: refresh_prices PACKAGE.json --package-version V --package-date YYYY-MM-DD \
                 [--package-name N] [--data DIR] [--limits CSV] [--history JSON]";
    let (mut json, mut version, mut date, mut limits, mut history) = (None, None, None, None, None);
    let mut name = "genai-prices".to_owned();
    let mut data = PathBuf::from("src/catalogue/data/prices");
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(usage);
        match word.as_str() {
            "--package-version" => version = Some(value()?),
            "--package-date" => date = Some(value()?.parse()?),
            "--package-name" => name = value()?,
            "--data" => data = value()?.into(),
            "--limits" => limits = Some(value()?.into()),
            "--history" => history = Some(value()?.into()),
            _ if word.starts_with('-') || json.is_some() => return Err(usage.into()),
            _ => json = Some(word.into()),
        }
    }
    let package = Package { name, version: version.ok_or(usage)?, date: date.ok_or(usage)? };
    Ok(Options { json: json.ok_or(usage)?, data, package, limits, history })
}

fn refresh(options: &Options) -> Result<(), Box<dyn Error>> {
    let file = |name: &str| options.data.join(name);
    let json = read(&options.json)?;
    let selection = read(&file("selection.txt"))?;
    let present = read_if_there(&file("catalogue.txt"))?;
    let present = present.map(|text| HostedBook::parse(text.as_bytes())).transpose()?;
    let rules = read_if_there(&file("match.txt"))?.unwrap_or_default();
    let release = Release { package: options.package.clone(), json: &json };
    let mut register = match read_if_there(&file("ids.txt"))? {
        Some(text) => Register::parse(&text)?,
        None => first_register(&release, &selection)?,
    };
    let merged = merge(present.as_ref(), &rules, &release, &mut register)?;
    let mut catalogue = FullCatalogue::new(merged.book, &merged.rules)?;
    if let Some(limits) = &options.limits {
        println!("limits noted for {} models", notes::take_limits(&mut catalogue, &read(limits)?)?);
    }
    if let Some(history) = &options.history {
        println!("sources noted for {} prices", notes::take_history(&mut catalogue, &read(history)?)?);
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
    for change in &merged.changes {
        println!("{change}");
    }
    let (all, shown) = (catalogue.book.models().len(), widget.models().len());
    println!("{} changes; {all} models, {shown} of them in the widget's book", merged.changes.len());
    Ok(())
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
