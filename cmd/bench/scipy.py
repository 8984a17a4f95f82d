"""The calculation as one would write it with SciPy: the power series in float64.

Reads the company's arrays from a folder and says what shape it has; then, for
every line on standard input, calculates once and answers with the nanoseconds and
the sum of the payouts. Building the matrices is part of it, as it is for others.
"""
import sys
import time

import numpy as np
from scipy.sparse import csr_matrix

folder = sys.argv[1]
load = lambda name, kind: np.fromfile(folder + "/" + name, dtype=kind)
user, used, weight = load("user", np.int32), load("used", np.int32), load("weight", np.int64)
activity, party, pieces = load("activity", np.int32), load("party", np.int32), load("pieces", np.int64)
sold, amount = load("sold", np.int32), load("amount", np.int64)
activities, parties = int(sys.argv[2]), int(sys.argv[3])


def payouts():
    x = np.bincount(sold, weights=amount, minlength=activities)
    delegated = csr_matrix((weight / 100e6, (used, user)), shape=(activities, activities))
    kept = 1 - np.bincount(user, weights=weight / 100e6, minlength=activities)
    credits = np.bincount(activity, weights=pieces, minlength=activities)
    shares = csr_matrix((pieces / credits[activity], (party, activity)), shape=(parties, activities))
    reached, moving = x.copy(), x
    while moving.sum() > 1e-3:  # a thousandth of a cent, all in all
        moving = delegated @ moving
        reached += moving
    return shares @ (kept * reached)


for line in sys.stdin:
    began = time.perf_counter_ns()
    paid = payouts()
    took = time.perf_counter_ns() - began
    print(took, round(paid.sum()), flush=True)
