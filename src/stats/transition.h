// Where customers moved between two snapshots (B-50).
#ifndef TESSERA_STATS_TRANSITION_H_
#define TESSERA_STATS_TRANSITION_H_

#include <optional>

#include "stats/contingency.h"
#include "stats/interval.h"
#include "stats/mantel_haenszel.h"

namespace tessera::stats {

// A square table: from rows to columns of the same segments. REQUIRES: table.rows = table.columns.

// Have the sizes of the segments changed? d = row sums − column sums without the last segment;
// Stuart (1955), Maxwell (1970): d'S⁻¹d, Bhapkar (1966): that with the observed moves of d taken
// off, W/(1 − W/n). Segments that nobody is in at either time are left out. Nothing when fewer than
// two remain, or nobody moved between some of them and the rest.
struct MarginTest {
  ChiSquareResult stuart_maxwell;
  std::optional<ChiSquareResult> bhapkar;  // nothing when everybody moved one way
};
std::optional<MarginTest> TestMargins(const CountTable& table);

// Did as many move from i to j as from j to i? Σ (nᵢⱼ − nⱼᵢ)²/(nᵢⱼ + nⱼᵢ), df the pairs that
// anybody moved between. Nothing when nobody moved. Source: Bowker (1948).
std::optional<ChiSquareResult> TestSymmetry(const CountTable& table);

// Cohen's κ (1960), how far people stay put beyond chance; its standard error by Fleiss, Cohen and
// Everitt (1969), p with the error under no agreement beyond chance. Nothing when n = 0 or all are
// in one segment both times.
std::optional<Estimate> CohensKappa(const CountTable& table, double level = 0.95);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_TRANSITION_H_
