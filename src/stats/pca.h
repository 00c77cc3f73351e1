// Principal components, for a picture of clusters in two dimensions.
#ifndef TESSERA_STATS_PCA_H_
#define TESSERA_STATS_PCA_H_

#include <optional>
#include <vector>

#include "stats/matrix.h"

namespace tessera::stats {

// The eigenvectors of the covariance matrix (divisor n − 1), widest first. A vector's sign is such
// that its largest entry in size is positive, the first of equals. Scale the features before,
// unless their units are one.
struct PrincipalComponents {
  Matrix loadings;                // columns × components
  Matrix scores;                  // rows × components
  std::vector<double> variances;  // descending
  std::vector<double> shares;     // of the total variance
  std::vector<double> means;
};
// Nothing when there are fewer than two rows or nothing varies.
// REQUIRES: 1 ≤ components ≤ columns.
std::optional<PrincipalComponents> PrincipalComponentsOf(MatrixView data, size_t components = 2);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_PCA_H_
