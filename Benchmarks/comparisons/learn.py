#!/usr/bin/env python3
"""clipfit's back-test of posts beside Vowpal Wabbit, boosted trees, co-occurrence and implicit: the same posts, the same
split, the same hidden hashtags, in one run.

    pip install numpy scipy scikit-learn vowpalwabbit implicit
    Benchmarks/run learn POSTS.csv --clipfit .build/static/clipfit
"""
import argparse
import collections
import csv
import datetime
import json
import math
import os
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy import sparse
from scipy.stats import rankdata

import common


def read(path):
    posts = []
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            number = lambda key: float(row[key]) if row.get(key) else None
            tags = []
            for tag in row["hashtags"].lower().replace(",", " ").split():
                if tag.lstrip("#") and tag.lstrip("#") not in tags:
                    tags.append(tag.lstrip("#"))
            count = lambda key: number(key) or 0
            engagement = count("likes") + 3 * count("comments") + 5 * count("shares") + 4 * count("saves")
            posts.append(dict(
                id=row["post"], time=datetime.datetime.fromisoformat(row["posted"]).timestamp(), tags=tags,
                creator=row["creator"], music=row["music"], original=row["music_original"],
                followers=number("followers"), uses=number("music_used"), duration=number("duration_s"),
                q=math.log((engagement + 20) / (count("views") + 200))))
    return sorted(posts, key=lambda post: (post["time"], post["id"]))


def spearman(one, other):
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])


def interval(values):
    return [round(float(np.quantile(values, share)), 3) for share in (0.025, 0.975)]


def hour(post):
    return int(post["time"] // 3600) % 24 // 3


def vowpal(train, test):
    """Squared loss on the same facts, crossed as VW does it; passes and rate chosen on the last quarter of training."""
    from vowpalwabbit import Workspace

    def line(post, label=""):
        number = lambda value: math.log1p(value) if value is not None else -1
        bins = " ".join(f"{name}{int(2 * number(post[key]))}" for name, key in
                        (("f", "followers"), ("u", "uses"), ("d", "duration")))
        tags = " ".join("t" + tag.replace(":", "_").replace("|", "_") for tag in post["tags"])
        return (f"{label} |b {bins} o{post['original']} h{hour(post)} n{min(8, len(post['tags']))} "
                f"|n lf:{number(post['followers'])} lu:{number(post['uses'])} ld:{number(post['duration'])} "
                f"|c c{post['creator']} |m m{post['music']} |t {tags}")

    def fit(learn, ask, passes, rate, cross):
        mean = float(np.mean([post["q"] for post in learn]))
        model = Workspace(f"--quiet -b 20 -l {rate} --l2 1e-7 {cross} --random_seed 1")
        for _ in range(passes):
            for post in learn:
                model.learn(line(post, post["q"] - mean))
        found = [mean + model.predict(line(post)) for post in ask]
        model.finish()
        return found

    cut = len(train) * 3 // 4
    best = max(
        ((passes, rate, cross) for passes in (1, 3, 8) for rate in (0.02, 0.1, 0.5) for cross in ("", "-q bb")),
        key=lambda setting: spearman(fit(train[:cut], train[cut:], *setting), [post["q"] for post in train[cut:]]))
    return fit(train, test, *best), f"passes {best[0]}, rate {best[1]} {best[2]}"


def boosted(train, test):
    """Histogram boosting on numbers and shrunk means of creator, sound and hashtags (out of fold by time in training)."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    sums = collections.defaultdict(lambda: [0.0, 0])
    total = [0.0, 0]

    def features(post):
        mean = total[0] / max(1, total[1])
        code = lambda key, strength: (sums[key][0] + strength * mean) / (sums[key][1] + strength)
        tags = [code(("t", tag), 5) for tag in post["tags"]] or [np.nan]
        nan = lambda value: np.nan if value is None else value
        return [nan(post["followers"]), nan(post["uses"]), nan(post["duration"]), len(post["tags"]), hour(post),
                {"True": 1, "False": 0}.get(post["original"], np.nan), code(("c", post["creator"]), 2),
                code(("m", post["music"]), 3), float(np.mean(tags)), float(np.max(tags)), float(np.min(tags))]

    rows = []
    for post in train:
        rows.append(features(post))
        for key in [("c", post["creator"]), ("m", post["music"])] + [("t", tag) for tag in post["tags"]]:
            sums[key][0] += post["q"]
            sums[key][1] += 1
        total[0] += post["q"]
        total[1] += 1
    answers = np.array([post["q"] for post in train])
    rows, cut = np.array(rows), len(train) * 3 // 4

    def fit(count, rate, leaves, upto):
        model = HistGradientBoostingRegressor(
            max_iter=count, learning_rate=rate, max_leaf_nodes=leaves, min_samples_leaf=20, random_state=1)
        return model.fit(rows[:upto], answers[:upto])

    best = max(
        ((count, rate, leaves) for count in (100, 300) for rate in (0.03, 0.1) for leaves in (8, 31)),
        key=lambda setting: spearman(fit(*setting, cut).predict(rows[cut:]), answers[cut:]))
    ask = np.array([features(post) for post in test])
    return fit(*best, len(train)).predict(ask), "iterations {}, rate {}, leaves {}".format(*best)


def hashtags(train, test, hidden):
    """Co-occurrence and implicit's three models, on the hashtags that were hidden from clipfit."""
    uses = collections.Counter(tag for post in train for tag in post["tags"])
    words = [tag for tag, count in uses.most_common() if count >= 5]
    place = {tag: index for index, tag in enumerate(words)}
    rows = [[place[tag] for tag in post["tags"] if tag in place] for post in train]
    matrix = sparse.csr_matrix(
        (np.ones(sum(map(len, rows))), ([i for i, row in enumerate(rows) for _ in row], [t for row in rows for t in row])),
        shape=(len(rows), len(words)))
    together = (matrix.T @ matrix).toarray()
    counts = together.diagonal().copy()
    asked = [(post, hidden[post["id"]]) for post in test if hidden.get(post["id"])]
    given = [[place[tag] for tag in post["tags"] if tag in place and tag != tag_] for post, tag_ in asked]
    ask = sparse.csr_matrix(
        (np.ones(sum(map(len, given))), ([i for i, row in enumerate(given) for _ in row], [t for row in given for t in row])),
        shape=(len(given), len(words)))
    scores = {
        "popularity": np.tile(counts, (len(given), 1)),
        "co-occurrence": np.array([(together[row] / counts[row, None]).sum(axis=0) for row in given]),
    }
    try:
        import implicit
        from implicit.nearest_neighbours import BM25Recommender
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        knn = BM25Recommender(K=50, num_threads=1)
        knn.fit(matrix, show_progress=False)
        scores["implicit BM25"] = np.asarray((ask @ knn.similarity).todense())
        als = implicit.als.AlternatingLeastSquares(factors=64, iterations=15, random_state=1, num_threads=2)
        als.fit(matrix, show_progress=False)
        users = als.recalculate_user(np.arange(len(given)), ask)
        scores["implicit ALS"] = np.asarray(users) @ np.asarray(als.item_factors).T
    except ImportError:
        print("implicit is not installed", file=sys.stderr)
    found = {}
    for name, values in scores.items():
        ranks = []
        for row, (_, tag), own in zip(values, asked, given):
            row = row.astype(float).copy()
            row[own] = -np.inf
            ranks.append(1 + int((row > row[place[tag]]).sum() + (row[:place[tag]] == row[place[tag]]).sum()))
        ranks = np.array(ranks)
        found[name] = (float((ranks <= 5).mean()), float((1 / ranks).mean()))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("posts")
    parser.add_argument("--clipfit", default=common.BINARY)
    parser.add_argument("--split", type=float, default=0.7)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = os.path.join(folder, "predictions.jsonl")
        start = time.time()
        run = subprocess.run(
            [options.clipfit, "learn", "evaluate", options.posts, "--split", str(options.split), "--json",
             "--predictions", lines], capture_output=True, text=True, check=True)
        seconds = time.time() - start
        own = [json.loads(line) for line in open(lines)]
    summary = json.loads(run.stdout)
    posts = read(options.posts)
    cut = summary["trained"]
    train, test = posts[:cut], posts[cut:]
    assert [post["id"] for post in test] == [line["post"] for line in own], "not the same split"
    truth = np.array([post["q"] for post in test])
    assert np.allclose(truth, [line["q"] for line in own]), "not the same q"
    found = {"clipfit": (np.array([line["predicted"] for line in own]), f"{seconds:.1f} s")}
    for name, peer in (("Vowpal Wabbit", vowpal), ("HistGradientBoosting", boosted)):
        try:
            values, setting = peer(train, test)
            found[name] = (np.array(values), setting)
        except ImportError as error:
            print(f"{name}: {error}", file=sys.stderr)
    dice = np.random.default_rng(1)
    draws = [dice.integers(0, len(truth), len(truth)) for _ in range(options.draws)]
    samples = {name: np.array([spearman(values[draw], truth[draw]) for draw in draws])
               for name, (values, _) in found.items()}
    result, worse = {"posts": len(posts), "coverage80": summary["coverage80"], "ranking": {}}, False
    print(f"{len(train)} posts to learn from, {len(test)} to test on; {options.draws} draws")
    for name, (values, setting) in found.items():
        r2 = 1 - ((truth - values) ** 2).sum() / ((truth - truth.mean()) ** 2).sum()
        ahead = interval(samples["clipfit"] - samples[name])
        worse |= name != "clipfit" and ahead[1] < 0
        result["ranking"][name] = dict(
            spearman=spearman(values, truth), interval=interval(samples[name]), r2=float(r2), clipfitAhead=ahead)
        print(f"  {name:22} Spearman {spearman(values, truth):.3f} {interval(samples[name])}  R² {r2:.3f}  "
              f"clipfit ahead by {ahead}  ({setting})")
    print(f"  within clipfit's 80 % intervals: {summary['coverage80']:.3f}")
    tags = summary["hashtags"]
    result["hashtags"] = {"clipfit": (tags["recallAt5"], tags["meanReciprocalRank"])}
    result["hashtags"] |= hashtags(train, test, {line["post"]: line["hiddenTag"] for line in own if line.get("hiddenTag")})
    print(f"  {tags['tested']} hidden hashtags")
    for name, (recall, mrr) in result["hashtags"].items():
        print(f"  {name:22} recall@5 {recall:.3f}  MRR {mrr:.3f}")
    if options.json:
        json.dump(result, open(options.json, "w"), indent=1)
    sys.exit(1 if worse else 0)


main()
