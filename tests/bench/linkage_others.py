"""What splink and recordlinkage say of the same pairs. Run by an interpreter that has them (requirements-bench.txt),
never by the product's own: `python linkage_others.py FOLDER` reads records.csv, pairs.csv there and answers in JSON.

Both get the fields that ours compares. splink learns its weights from the records; recordlinkage too (expectation and
maximisation), so neither is told which pairs are true.
"""

import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import pandas as pd

FIELDS = ("last_name", "first_name", "birth", "code", "town", "street")
SURE = 0.9


def main(folder: Path) -> None:
    warnings.filterwarnings("ignore")
    rows = pd.read_csv(folder / "records.csv", dtype=str, keep_default_na=False).replace("", None)
    pairs = pd.read_csv(folder / "pairs.csv", dtype=str, keep_default_na=False)
    found = {}
    for name, judge in (("splink", with_splink), ("recordlinkage", with_recordlinkage)):
        start = time.perf_counter()
        said = judge(rows, pairs)
        found[name] = {"said": sorted(said), "seconds": round(time.perf_counter() - start, 2)}
    sys.stdout.write(json.dumps(found))


def with_splink(rows: pd.DataFrame, pairs: pd.DataFrame) -> set[int]:
    """Predictions for the pairs of its own blocking that are among those asked, at nine in ten."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    database = DuckDBAPI()
    frame = database.register(rows, dataset_display_name="bench_rows")
    keys = [column for column in rows.columns if column.startswith("key")]
    comparisons: list[Any] = [
        cl.JaroWinklerAtThresholds("last_name", [0.92, 0.8]),
        cl.JaroWinklerAtThresholds("first_name", [0.92, 0.8]),
        cl.LevenshteinAtThresholds("birth", [1, 2]),
        cl.LevenshteinAtThresholds("code", [1, 2]),
        cl.ExactMatch("town"),
        cl.JaroWinklerAtThresholds("street", [0.9]),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(key) for key in keys],
    )
    linker = Linker(frame, settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("last_name", "first_name", "birth"), block_on("code")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for key in ("birth", "last_name"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(key))
    table = linker.inference.predict(threshold_match_probability=SURE).as_pandas_dataframe()
    said = {frozenset(pair) for pair in zip(table["id_l"], table["id_r"], strict=True)}
    return {
        n for n, pair in enumerate(zip(pairs["one"], pairs["other"], strict=True)) if frozenset(pair) in said
    }


def with_recordlinkage(rows: pd.DataFrame, pairs: pd.DataFrame) -> set[int]:
    import recordlinkage

    index = pd.MultiIndex.from_frame(pairs[["one", "other"]])
    frame = rows.set_index("id").fillna("")
    compare = recordlinkage.Compare()
    for field in ("last_name", "first_name", "street"):
        compare.string(field, field, method="jarowinkler", threshold=0.88, label=field)
    compare.string("birth", "birth", method="levenshtein", threshold=0.8, label="birth")
    compare.string("code", "code", method="levenshtein", threshold=0.85, label="code")
    compare.exact("town", "town", label="town")
    table = compare.compute(index, frame)
    agreed = set(recordlinkage.ECMClassifier().fit_predict(table))
    return {n for n, pair in enumerate(zip(pairs["one"], pairs["other"], strict=True)) if pair in agreed}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
