// The design matrices of the regressions, in Eigen's terms. Only sources include this.
#ifndef TESSERA_STATS_DESIGN_H_
#define TESSERA_STATS_DESIGN_H_

#include <Eigen/Dense>

#include "stats/matrix.h"

namespace tessera::stats {

Eigen::MatrixXd ToEigen(MatrixView matrix);
// The features after a column of ones.
Eigen::MatrixXd WithIntercept(MatrixView features);
// Whether no column is a combination of the others, each column taken by its own length.
bool Independent(const Eigen::MatrixXd& design);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_DESIGN_H_
