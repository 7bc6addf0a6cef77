#!/usr/bin/env python3
"""Read the price data of an unpacked genai-prices package and write it as JSON, one line a model.

    convert_genai_prices.py PACKAGE_DIR OUT.json

PACKAGE_DIR holds data.py, a Python module of nested constructor calls. It is parsed, not imported: nothing of the
package runs. Prices become JSON strings with their exact decimals. A constructor that is not known stops the run,
since its meaning would be lost.
"""
import ast
import json
import pathlib
import sys

MATCHERS = {
    "ClauseEquals": "equals",
    "ClauseStartsWith": "starts_with",
    "ClauseEndsWith": "ends_with",
    "ClauseContains": "contains",
    "ClauseRegex": "regex",
    "ClauseOr": "or",
    "ClauseAnd": "and",
}
CONSTRAINTS = {"StartDateConstraint": "start_date", "TimeOfDateConstraint": "time_of_day"}
RECORDS = {
    "Provider", "ModelInfo", "ModelPrice", "TieredPrices", "Tier", "ConditionalPrice", "PriceVariant",
    "UsageExtractor", "UsageExtractorMapping", "ArrayMatch",
}


def stop(node, what):
    sys.exit(f"convert_genai_prices: line {node.lineno}: {what}")


def value_of(node):
    match node:
        case ast.Constant(value=value):
            return value
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [value_of(item) for item in items]
        case ast.Dict(keys=keys, values=values):
            return {value_of(key): value_of(value) for key, value in zip(keys, values)}
        case ast.Call():
            return call_of(node)
    stop(node, f"unexpected {type(node).__name__}")


def call_of(node):
    name = ast.unparse(node.func)
    if name == "datetime.time":
        if any(ast.unparse(k.value) not in ("datetime.UTC", "datetime.timezone.utc") for k in node.keywords):
            stop(node, "a time that is not in UTC")
        parts = [value_of(part) for part in node.args] + [0, 0]
        return "{:02}:{:02}:{:02}Z".format(*parts[:3])
    parts = [value_of(part) for part in node.args]
    fields = {keyword.arg: value_of(keyword.value) for keyword in node.keywords}
    if name == "Decimal":
        return str(parts[0])
    if name == "datetime.date":
        return "{:04}-{:02}-{:02}".format(*parts)
    if name in MATCHERS:
        return {MATCHERS[name]: [*parts, *fields.values()][0]}
    if name in CONSTRAINTS:
        return {"kind": CONSTRAINTS[name], **fields}
    if name == "ConditionalPrice" and parts:
        fields["constraint"] = parts.pop(0)
    if name not in RECORDS or parts:
        stop(node, f"unknown constructor {name}, or one called in a new way")
    return fields


def providers_in(path):
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        if any(isinstance(t, ast.Name) and t.id == "providers" for t in targets):
            return value_of(statement.value)
    sys.exit(f"convert_genai_prices: {path} defines no providers")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: convert_genai_prices.py PACKAGE_DIR OUT.json")
    def text(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    blocks = []
    for provider in providers_in(pathlib.Path(sys.argv[1]) / "data.py"):
        models = ",\n".join(text(model) for model in provider.pop("models"))
        blocks.append(f'{text(provider)[:-1]},"models":[\n{models}\n]}}')
    pathlib.Path(sys.argv[2]).write_text("[\n" + ",\n".join(blocks) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
