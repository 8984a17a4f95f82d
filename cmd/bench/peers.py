"""The calculation as one would write it with what is at hand in Python, in float64.

Reads the company's arrays from a folder and says which libraries there are; then,
for every name of one on standard input, calculates once and answers with the
nanoseconds and the sum of the payouts. What is built from the arrays is part of it,
as it is for others; only DuckDB has the arrays as tables beforehand.
"""
import sys
import time

import numpy as np

folder, activities, parties = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
load = lambda name, kind: np.fromfile(folder + "/" + name, dtype=kind)
user, used, weight = load("user", np.int32), load("used", np.int32), load("weight", np.int64)
activity, party, pieces = load("activity", np.int32), load("party", np.int32), load("pieces", np.int64)
sold, amount = load("sold", np.int32), load("amount", np.int64)
WHOLE = 100e6  # 100 %, as a weight
ENOUGH = 1e-3  # a thousandth of a cent, all in all


def scipy():
    """The power series with sparse matrices."""
    x = np.bincount(sold, weights=amount, minlength=activities)
    delegated = csr_matrix((weight / WHOLE, (used, user)), shape=(activities, activities))
    kept = 1 - np.bincount(user, weights=weight / WHOLE, minlength=activities)
    credits = np.bincount(activity, weights=pieces, minlength=activities)
    shares = csr_matrix((pieces / credits[activity], (party, activity)), shape=(parties, activities))
    reached, moving = x.copy(), x
    while moving.sum() > ENOUGH:
        moving = delegated @ moving
        reached += moving
    return (shares @ (kept * reached)).sum()


def pandas():
    """Level by level, with group-bys."""
    components = pd.DataFrame({"user": user, "used": used, "share": weight / WHOLE})
    credits = pd.DataFrame({"activity": activity, "party": party, "pieces": pieces})
    everything = pd.RangeIndex(activities)
    moving = pd.Series(amount).groupby(sold).sum().reindex(everything, fill_value=0).astype(float)
    kept = 1 - components.groupby("user")["share"].sum().reindex(everything, fill_value=0)
    reached = moving.copy()
    while moving.sum() > ENOUGH:
        parts = components["share"] * moving.to_numpy()[components["user"]]
        moving = parts.groupby(components["used"]).sum().reindex(everything, fill_value=0)
        reached += moving
    shares = credits["pieces"] / credits.groupby("activity")["pieces"].transform("sum")
    parts = shares * (kept * reached).to_numpy()[credits["activity"]]
    return parts.groupby(credits["party"]).sum().sum()


def duckdb():
    """Level by level, in SQL."""
    sql.execute("CREATE OR REPLACE TEMP TABLE moving AS SELECT sold AS activity, sum(amount)::DOUBLE AS amount FROM line GROUP BY sold")
    sql.execute("CREATE OR REPLACE TEMP TABLE reached AS FROM moving")
    while (sql.execute("SELECT sum(amount) FROM moving").fetchone()[0] or 0) > ENOUGH:
        sql.execute("""CREATE OR REPLACE TEMP TABLE moving AS SELECT used AS activity, sum(amount * weight / 1e8) AS amount
            FROM moving JOIN component ON activity = user GROUP BY used""")
        sql.execute("INSERT INTO reached FROM moving")
    paid = sql.execute("""WITH
        own AS (SELECT user, 1 - sum(weight) / 1e8 AS share FROM component GROUP BY user),
        y AS (SELECT activity, sum(amount) AS amount FROM reached GROUP BY activity),
        kept AS (SELECT activity, amount * coalesce(share, 1) AS amount FROM y LEFT JOIN own ON activity = user),
        whole AS (SELECT activity, sum(pieces) AS pieces FROM credit GROUP BY activity)
        SELECT party, sum(amount * credit.pieces / whole.pieces) AS amount
        FROM kept JOIN whole USING (activity) JOIN credit USING (activity) GROUP BY party""").fetchnumpy()
    return paid["amount"].sum()


def networkx():
    """PageRank of activities and parties, as SourceCred does: another distribution."""
    graph = nx.DiGraph()
    graph.add_weighted_edges_from(zip(user.tolist(), used.tolist(), (weight / WHOLE).tolist()))
    kept = 1 - np.bincount(user, weights=weight / WHOLE, minlength=activities)
    credits = np.bincount(activity, weights=pieces, minlength=activities)
    earns = kept[activity] * pieces / credits[activity]
    graph.add_weighted_edges_from(zip(activity.tolist(), (activities + party).tolist(), earns.tolist()))
    income = np.bincount(sold, weights=amount, minlength=activities)
    rank = nx.pagerank(graph, personalization=dict(enumerate(income)))
    return sum(rank.values()) * income.sum()


def tables():
    connection = duck.connect()
    connection.execute("SET threads = 2")
    for name, columns in {
        "component": {"user": user, "used": used, "weight": weight},
        "credit": {"activity": activity, "party": party, "pieces": pieces},
        "line": {"sold": sold, "amount": amount},
    }.items():
        connection.register("arrays", columns)
        connection.execute(f"CREATE TABLE {name} AS FROM arrays")
        connection.unregister("arrays")
    return connection


peers = []
try:
    from scipy.sparse import csr_matrix
    peers.append(scipy)
except ImportError:
    pass
try:
    import pandas as pd
    peers.append(pandas)
except ImportError:
    pass
try:
    import duckdb as duck
    peers.append(duckdb)
except ImportError:
    pass
try:
    import networkx as nx
    peers.append(networkx)
except ImportError:
    pass
by_name = {peer.__name__: peer for peer in peers}
if "duckdb" in by_name:
    sql = tables()

print(*by_name, flush=True)
for line in sys.stdin:
    calculate = by_name[line.strip()]
    began = time.perf_counter_ns()
    paid = calculate()
    took = time.perf_counter_ns() - began
    print(took, round(paid), flush=True)
