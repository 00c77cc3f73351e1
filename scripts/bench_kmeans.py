"""k-means beside scikit-learn: python3 scripts/bench_kmeans.py BUILD FOLDER [ROWS]

One million rows of six columns, k = 3, ten starts, on the same two cores; both in turn, so that a busy machine
slows both. Needs Debian's python3-sklearn; without it this says so and ends well."""

import os
import statistics
import subprocess
import sys
import time

CORES = "2"
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = CORES

try:
    import numpy as np
    import sklearn
    from sklearn.cluster import KMeans
except ImportError as missing:
    print(f"k-means: not compared, {missing.name} is not there (Debian's python3-sklearn)")
    sys.exit(0)

COLUMNS, K, STARTS, ROUNDS = 6, 3, 10, 3


def usage(rows: int) -> "np.ndarray":
    """Features of use as the value report has them: three kinds of account, skewed, then logarithms and z-scores."""
    random = np.random.default_rng(1)
    kind = random.choice(3, rows, p=[0.17, 0.38, 0.45])
    centre = np.array([[8.4, 7.7, 23, 4.1, 8.2, 3.6], [7.2, 6.5, 15, 3.0, 7.0, 2.2], [5.4, 4.7, 5, 1.7, 5.5, 0.9]])
    spread = np.array([0.5, 0.5, 4, 0.5, 1.4, 0.7])
    data = centre[kind] + random.standard_normal((rows, COLUMNS)) * spread
    return (data - data.mean(0)) / data.std(0)


def main() -> None:
    build, folder = sys.argv[1:3]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    data = usage(rows)
    path = os.path.join(folder, "features.bin")
    data.tofile(path)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        words = subprocess.run([os.path.join(build, "kmeans_bench"), path, str(COLUMNS), str(K), str(STARTS)],
                               check=True, capture_output=True, text=True).stdout.split()
        ours.append(float(words[0]))
        begin = time.perf_counter()
        peer = KMeans(n_clusters=K, n_init=STARTS, random_state=1).fit(data)
        theirs.append(time.perf_counter() - begin)
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"k-means, {rows:,} rows × {COLUMNS}, k = {K}, {STARTS} starts (scikit-learn {sklearn.__version__}):")
    print(f"  Tessera       {a:7.2f} s   inertia {float(words[1]):.3f}")
    print(f"  scikit-learn  {b:7.2f} s   inertia {peer.inertia_:.3f}   {b / a:.1f} times as long")


main()
