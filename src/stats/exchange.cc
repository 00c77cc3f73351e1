#include <limits>

#include "stats/lloyd.h"

namespace tessera::stats {
namespace {

// The cluster whose inertia would grow least by taking the row, and by how much.
struct Offer {
  size_t cluster = 0;
  double cost = std::numeric_limits<double>::infinity();
};

Offer BestOffer(std::span<const double> row, size_t own, const Clustering& clustering) {
  Offer best;
  for (size_t c = 0; c < clustering.sizes.size(); ++c) {
    if (c == own) continue;
    const auto n = static_cast<double>(clustering.sizes[c]);
    const double cost = n / (n + 1) * SquaredDistance(row, clustering.centres.row(c));
    if (cost < best.cost) best = {c, cost};
  }
  return best;
}

// Adds the row to a cluster (sign 1) or takes it out (−1); the centre follows.
void Shift(std::span<const double> row, size_t cluster, double sign, Clustering& clustering) {
  const double n = static_cast<double>(clustering.sizes[cluster]) + sign;
  for (size_t j = 0; j < row.size(); ++j) {
    double& centre = clustering.centres.at(cluster, j);
    centre += sign * (row[j] - centre) / n;
  }
  clustering.sizes[cluster] = static_cast<size_t>(n);
}

}  // namespace

bool ExchangeRows(const Columns& data, Clustering& clustering) {
  constexpr double kWorthwhile = 1e-10;  // of the row's cost: less is rounding
  constexpr int kMaxPasses = 100;
  std::vector<double> row(data.columns());
  bool any = false;
  bool moved = true;
  for (int pass = 0; pass < kMaxPasses && moved; ++pass) {
    moved = false;
    for (size_t i = 0; i < data.rows(); ++i) {
      const size_t own = clustering.labels[i];
      const auto n = static_cast<double>(clustering.sizes[own]);
      if (n <= 1) continue;
      for (size_t j = 0; j < row.size(); ++j) row[j] = data.at(i, j);
      const double saved = n / (n - 1) * SquaredDistance(row, clustering.centres.row(own));
      const Offer offer = BestOffer(row, own, clustering);
      if (offer.cost >= saved * (1 - kWorthwhile)) continue;
      Shift(row, own, -1, clustering);
      Shift(row, offer.cluster, 1, clustering);
      clustering.labels[i] = static_cast<std::uint32_t>(offer.cluster);
      moved = true;
      any = true;
    }
  }
  return any;
}

}  // namespace tessera::stats
