#include "stats/design.h"

namespace tessera::stats {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

Eigen::MatrixXd ToEigen(MatrixView matrix) {
  return Eigen::Map<const RowMajor>(matrix.values.data(), static_cast<Eigen::Index>(matrix.rows),
                                    static_cast<Eigen::Index>(matrix.columns));
}

Eigen::MatrixXd WithIntercept(MatrixView features) {
  const auto n = static_cast<Eigen::Index>(features.rows);
  const auto p = static_cast<Eigen::Index>(features.columns);
  Eigen::MatrixXd design(n, p + 1);
  design.col(0).setOnes();
  design.rightCols(p) = ToEigen(features);
  return design;
}

bool Independent(const Eigen::MatrixXd& design) {
  constexpr double kDependent = 1e-10;
  if (design.rows() < design.cols()) return false;
  Eigen::MatrixXd scaled = design;
  for (Eigen::Index j = 0; j < scaled.cols(); ++j) {
    // Distance from the intercept, so that a constant far from 0 is seen as what it is.
    if (j > 0) scaled.col(j).array() -= scaled.col(j).mean();
    const double length = scaled.col(j).norm();
    if (length <= kDependent * design.col(j).norm()) return false;
    scaled.col(j) /= length;
  }
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(scaled);
  qr.setThreshold(kDependent);
  return qr.rank() == scaled.cols();
}

}  // namespace tessera::stats
