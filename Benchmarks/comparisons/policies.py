#!/usr/bin/env python3
"""PolicyBenchmark's estimates of policies on a logged bandit beside the textbook's formulas, reckoned here from the log itself;
with obp installed, beside obp's own estimators too.

    Benchmarks/run policies LOG.csv
"""
import argparse
import csv
import datetime
import json
import os
import subprocess
import sys

import numpy as np

import common

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("log")
parser.add_argument("--program", default=os.path.join(common.ROOT, "Benchmarks", ".build", "release", "PolicyBenchmark"))
options = parser.parse_args()
rows = list(csv.DictReader(open(options.log, newline="")))
order = sorted(range(len(rows)), key=lambda i: (datetime.datetime.fromisoformat(rows[i]["timestamp"]), i))
late = [rows[i] for i in order[int(len(rows) * 0.7):]]
reward = np.array([float(row["click"]) for row in late])
propensity = np.array([float(row["propensity_score"]) for row in late])
items = sorted({rows[i]["item_id"] for i in order[:int(len(rows) * 0.7)]})
try:
    from obp.ope import DoublyRobust, InverseProbabilityWeighting, SelfNormalizedInverseProbabilityWeighting
except ImportError:
    DoublyRobust = None
failed = False
for policy in ("random", "popularity", "greedy", "half-thompson"):
    run = subprocess.run(
        [options.program, policy, "0.7"], capture_output=True, text=True, check=True, input="\n".join(json.dumps(dict(
            item=row["item_id"], position=int(row["position"]), propensity=float(row["propensity_score"]),
            reward=float(row["click"]), time=datetime.datetime.fromisoformat(row["timestamp"]).timestamp())) for row in rows))
    found, *used = map(json.loads, run.stdout.splitlines())
    assert [row["item"] for row in used] == [row["item_id"] for row in late], "not the same rows"
    target = np.array([row["target"] for row in used])
    if policy == "random":
        assert np.allclose(target, [1 / len(items) if row["item_id"] in items else 0 for row in late])
    expected, baseline = (np.array([row[key] for row in used]) for key in ("expected", "baseline"))
    weight = target / propensity
    mine = dict(
        ips=(weight * reward).mean(), snips=(weight * reward).sum() / weight.sum(),
        dr=(baseline + weight * (reward - expected)).mean(), ess=weight.sum() ** 2 / (weight ** 2).sum())
    theirs = dict(ips=found["ips"]["value"], snips=found["snips"]["value"], dr=found["dr"]["value"],
                  ess=found["effectiveSample"])
    same = all(abs(mine[key] - theirs[key]) <= 1e-9 * max(1, abs(mine[key])) for key in mine)
    if DoublyRobust:
        action = np.zeros(len(late), dtype=int)
        dist = np.stack([target, 1 - target], axis=1)[:, :, None]
        same &= abs(InverseProbabilityWeighting().estimate_policy_value(
            reward=reward, action=action, pscore=propensity, action_dist=dist) - theirs["ips"]) < 1e-9
        same &= abs(SelfNormalizedInverseProbabilityWeighting().estimate_policy_value(
            reward=reward, action=action, pscore=propensity, action_dist=dist) - theirs["snips"]) < 1e-9
    failed |= not same
    interval = "[{low:.5f}, {high:.5f}]".format(**found["snips"])
    print(f"{policy:14} {'same' if same else 'DIFFERENT'}  IPS {theirs['ips']:.5f}  SNIPS {theirs['snips']:.5f} {interval}  "
          f"DR {theirs['dr']:.5f}  ESS {theirs['ess']:.0f}  positives {found['positives']}: {found['verdict']}")
sys.exit(failed)
