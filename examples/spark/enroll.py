"""Enrol a portfolio with Apache Spark: each partition enrols its companies, and all share one PostgreSQL store.

    spark-submit enroll.py customers.parquet results --name customers-2026

The input is Parquet or CSV with a header. Its columns have the names that portfolio files use (`siren`, `name`, ...).
Company numbers are text: as a number, one loses its leading zeros. The results are Parquet, one row for each row of the
input.

Python on the executors needs `defacto-sdk[postgres]` and pyarrow. The executors send the companies, so they read three
variables: DEFACTO_API_KEY, DEFACTO_ENVIRONMENT and DEFACTO_STORE (`postgresql://...`). Pass them as secrets of the
cluster, on Kubernetes by `spark.kubernetes.executor.secretKeyRef.DEFACTO_API_KEY=...`. With `spark.executorEnv...` they
would appear in the configuration that Spark shows. They are in no plan and in no log.

**If a task runs again** (its executor is lost, or Spark speculates), nothing is done twice. All attempts of a job share
one run id, and the number of a row is the same in all of them. A known outcome is returned from the store. A company
that waits for its line is not sent again, and every attempt returns its line. A company that the lost attempt was
sending stays claimed for three minutes: until then the row is `pending`, afterwards it is looked up before it is sent
again. The same holds if the whole job dies and runs again with the same name.

So a job may end with rows that are `pending`. It then exits with status 75 ("try again later"): run it again, with the
same name. Parallel attempts do not help here, so speculation is off.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pyarrow
from defacto_sdk import Client, PortfolioResult, Store
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody names it
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import LongType, StructField, StructType

#: The columns of a result. They name the company, and nothing else of the input.
RESULTS = pyarrow.schema(
    {
        "row": pyarrow.int64(),
        "identifier": pyarrow.string(),
        "outcome": pyarrow.string(),
        "borrower_id": pyarrow.string(),
        "pool_amount": pyarrow.int64(),
        "balance_available": pyarrow.int64(),
        "currency": pyarrow.string(),
        "fees_daily_rate": pyarrow.string(),
        "reason": pyarrow.string(),
        "fields": pyarrow.list_(pyarrow.string()),
        "problems": pyarrow.string(),
        "duplicate_of": pyarrow.int64(),
        "known_before": pyarrow.bool_(),
    }
)
#: How many results are handed to Spark at once.
BATCH = 200


def read(spark: SparkSession, path: str) -> DataFrame:
    """Read a portfolio. Every cell of a CSV file stays text."""
    if path.endswith(".csv"):
        return spark.read.csv(path, header=True)
    return spark.read.parquet(path)


def numbered(portfolio: DataFrame) -> DataFrame:
    """Give each row its number, from 1 on. All attempts identify a row by it, so it must not depend on the attempt.

    The order of the rows in the files decides: a partition that is computed again gets the same numbers.
    """
    if "row" in portfolio.columns:
        return portfolio
    schema = StructType([StructField("row", LongType(), nullable=False), *portfolio.schema.fields])
    counted = portfolio.rdd.zipWithIndex().map(lambda counted: (counted[1] + 1, *counted[0]))
    return portfolio.sparkSession.createDataFrame(counted, schema)


def company(column: str) -> Column:
    """Return a value that all rows of one company share, whatever the spelling of its number."""
    return F.regexp_replace(F.upper(F.col(column)), "[^0-9A-Z]", "")


def record(result: PortfolioResult) -> dict[str, Any]:
    """Return a row of the results."""
    problems = [(problem.column, problem.problem.pointer, problem.problem.code) for problem in result.problems]
    return {
        "row": result.row,
        "identifier": result.identifier,
        "outcome": str(result.outcome),
        "borrower_id": result.borrower_id and str(result.borrower_id),
        "pool_amount": result.pool_amount,
        "balance_available": result.balance_available,
        "currency": result.currency and str(result.currency),
        "fees_daily_rate": result.fees_daily_rate and str(result.fees_daily_rate),
        "reason": result.reason,
        "fields": list(result.fields),
        "problems": json.dumps(problems) if problems else None,
        "duplicate_of": result.duplicate_of,
        "known_before": result.known_before,
    }


def enroller(
    name: str, run: str, options: dict[str, Any]
) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """Make the function that enrols a partition. It is sent to the executors, so it holds no secret and no client."""

    def enroll(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        def rows() -> Iterator[tuple[int, dict[str, Any]]]:
            for batch in batches:
                for values in batch.to_pylist():
                    yield values.pop("row"), values

        store = Store.postgres(os.environ["DEFACTO_STORE"])
        with (
            Client.from_env() as client,
            client.enroll_many(rows(), store, name=name, run=run, **options) as results,
        ):
            while some := [record(result) for result in islice(results, BATCH)]:
                yield pyarrow.RecordBatch.from_pylist(some, RESULTS)

    return enroll


def enroll(portfolio: DataFrame, column: str, partitions: int, name: str, **options: Any) -> DataFrame:
    """Enrol a portfolio with numbered rows. Use the result once: each use enrols again (and finds all rows finished).

    All rows of a company are in one partition, so that they are not sent at the same time; the store would prevent that
    too. The run id is new for each job: with an old one, a row with another number would count as a second row.
    """
    run = str(uuid.uuid4())
    parts = portfolio.repartition(partitions, company(column))
    return parts.mapInArrow(enroller(name, run, options), from_arrow_schema(RESULTS))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Enrol a portfolio with Apache Spark.")
    parser.add_argument("portfolio", help="a .csv file with a header, or Parquet")
    parser.add_argument("results", help="the folder that the results are written to, as Parquet; it is replaced")
    parser.add_argument("--name", required=True, help="of the portfolio in the store: the same one goes on")
    parser.add_argument("--company", default="siren", help="the column with the number of the company")
    parser.add_argument("--partitions", type=int, default=8, help="how many parts it has; each makes 8 calls at a time")
    parser.add_argument("--calls-per-second", type=float, help="of each partition")
    parser.add_argument("--wait", type=float, default=600.0, help="seconds to wait for lines after the last company")
    parser.add_argument("--settle-time", type=float, default=45.0, help="as enroll_many has it")
    parser.add_argument("--poll-interval", type=float, default=2.0, help="as enroll_many has it")
    return parser.parse_args()


def main() -> int:
    """Enrol, and count the outcomes."""
    given = vars(arguments())
    source, target, column = given.pop("portfolio"), given.pop("results"), given.pop("company")
    spark = SparkSession.builder.appName(given["name"]).config("spark.speculation", "false").getOrCreate()
    portfolio = numbered(read(spark, source))
    enroll(portfolio, column, **given).write.parquet(target, mode="overwrite")
    # Counted from the written file: another use of the result of `enroll` would enrol again.
    counts = {
        line["outcome"]: line["count"] for line in spark.read.parquet(target).groupBy("outcome").count().collect()
    }
    logging.getLogger(__name__).info("%s: %s", given["name"], counts)
    spark.stop()
    return os.EX_TEMPFAIL if counts.keys() & {"pending", "failed"} else 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("py4j").setLevel(logging.WARNING)
    sys.exit(main())
