//! What a request may say of itself: keys and their values, from the price lists and from the providers' interfaces.

use crate::catalogue::HostedBook;
use crate::estimate::cost::price_request::RequestFormError;

/// A key of the context and the values that providers' interfaces take for it. Price lists add more.
const KEYS: &[(&str, &[&str])] = &[
    ("processing", &["standard", "batch"]),
    (
        "service_tier",
        &["default", "standard", "auto", "standard_only", "on_demand", "flex", "priority", "fast", "batch"],
    ),
    ("speed", &["standard", "fast"]),
    ("inference_geo", &["global", "us"]),
    ("data_residency", &["global", "us", "eu"]),
    ("region", &["global"]),
    ("search_context_size", &["low", "medium", "high"]),
    ("search_type", &[]),
    ("route", &[]),
];

/// Regions of the three large clouds, as their consoles name them; each is a known region, whether or not a price list
/// has a rate of its own for it.
const REGIONS: &str = "us-east-1 us-east-2 us-west-1 us-west-2 us-gov-west-1 us-gov-east-1 ca-central-1 ca-west-1 sa-east-1 mx-central-1 \
eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 af-south-1 me-south-1 me-central-1 \
il-central-1 ap-south-1 ap-south-2 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 \
ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 \
us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4 northamerica-northeast1 \
northamerica-northeast2 northamerica-south1 southamerica-east1 southamerica-west1 europe-west1 europe-west2 europe-west3 \
europe-west4 europe-west6 europe-west8 europe-west9 europe-west10 europe-west12 europe-north1 europe-north2 europe-central2 \
europe-southwest1 me-central1 me-central2 me-west1 africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 \
asia-northeast3 asia-south1 asia-south2 asia-southeast1 asia-southeast2 australia-southeast1 australia-southeast2 us eu \
eastus eastus2 westus westus2 westus3 centralus northcentralus southcentralus westcentralus canadacentral canadaeast \
brazilsouth northeurope westeurope uksouth ukwest francecentral germanywestcentral switzerlandnorth switzerlandwest \
norwayeast swedencentral polandcentral italynorth spaincentral uaenorth qatarcentral israelcentral southafricanorth \
centralindia southindia jioindiawest eastasia southeastasia japaneast japanwest koreacentral australiaeast \
australiasoutheast newzealandnorth mexicocentral";

/// The context with its values as the price lists write them.
///
/// # Errors
/// [`RequestFormError`] names a key or a value that no price list knows, and lists what is allowed.
pub(super) fn checked(
    book: &HostedBook,
    context: &[(String, String)],
) -> Result<Vec<(String, String)>, RequestFormError> {
    let mut read = Vec::with_capacity(context.len());
    for (key, value) in context {
        let known = known_values(book, key);
        let Some(known) = known else {
            let allowed = KEYS.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
            return Err(RequestFormError::UnknownKey { key: key.clone(), allowed });
        };
        let value = value.trim().to_lowercase();
        if !known.contains(&value.as_str()) {
            let allowed = known.join(", ");
            return Err(RequestFormError::UnknownValue { key: key.clone(), value, allowed });
        }
        read.push(match (key.as_str(), value.as_str()) {
            // A provider reports work of its batch interface as a tier.
            ("service_tier", "batch") => ("processing".to_owned(), value),
            _ => (key.clone(), value),
        });
    }
    Ok(read)
}

/// Whether the value is the provider's usual one, for which the list price is meant.
pub(super) fn is_usual(key: &str, value: &str) -> bool {
    match key {
        "processing" | "speed" => value == "standard",
        "service_tier" => matches!(value, "default" | "standard" | "auto" | "standard_only" | "on_demand"),
        "inference_geo" | "data_residency" | "region" => value == "global",
        _ => false,
    }
}

/// All values that are known for a key; nothing where nobody knows the key.
fn known_values<'a>(book: &'a HostedBook, key: &str) -> Option<Vec<&'a str>> {
    let (_, stated) = KEYS.iter().find(|(known, _)| *known == key)?;
    let mut values: Vec<&str> = stated.to_vec();
    if key == "region" {
        values.extend(REGIONS.split_whitespace());
    }
    let rows = book.models().flat_map(|model| &model.epochs).flat_map(|epoch| &epoch.rows);
    for (_, value) in rows.flat_map(|row| &row.when).filter(|(known, value)| known == key && value != "*") {
        if !values.contains(&value.as_str()) {
            values.push(value);
        }
    }
    Some(values)
}
