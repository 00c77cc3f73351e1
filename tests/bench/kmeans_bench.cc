// k-means over rows of a file of doubles, for scripts/bench_kmeans.py:
//   kmeans_bench FILE COLUMNS K STARTS    prints seconds, inertia and iterations' end
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "stats/kmeans.h"

int main(int count, char** arguments) {
  using namespace tessera::stats;
  if (count != 5) {
    fmt::print(stderr, "usage: kmeans_bench FILE COLUMNS K STARTS\n");
    return 2;
  }
  std::ifstream file(arguments[1], std::ios::binary | std::ios::ate);
  const auto size = static_cast<size_t>(file.tellg()) / sizeof(double);
  std::vector<double> values(size);
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()),
            static_cast<std::streamsize>(size * sizeof(double)));
  const auto columns = static_cast<size_t>(std::atoi(arguments[2]));
  KMeansPlan plan;
  plan.k = static_cast<size_t>(std::atoi(arguments[3]));
  plan.starts = static_cast<std::uint32_t>(std::atoi(arguments[4]));
  const auto begin = std::chrono::steady_clock::now();
  const Clustering found = KMeans({values, size / columns, columns}, plan);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  fmt::print("{:.4f} {:.17g} {}\n", taken.count(), found.inertia,
             found.converged ? "converged" : "stopped");
  return 0;
}
