#include "stats/pca.h"

#include <Eigen/Dense>
#include <cmath>

namespace tessera::stats {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Turns a vector so that its largest entry is positive.
void FixSign(Eigen::Ref<Eigen::VectorXd> vector) {
  Eigen::Index largest = 0;
  for (Eigen::Index i = 1; i < vector.size(); ++i) {
    if (std::abs(vector[i]) > std::abs(vector[largest]) * (1 + 1e-12)) largest = i;
  }
  if (vector[largest] < 0) vector = -vector;
}

Matrix ToMatrix(const RowMajor& source) {
  return {std::vector<double>(source.data(), source.data() + source.size()),
          static_cast<size_t>(source.rows()), static_cast<size_t>(source.cols())};
}

}  // namespace

std::optional<PrincipalComponents> PrincipalComponentsOf(MatrixView data, size_t components) {
  if (data.rows < 2) return std::nullopt;
  const Eigen::Map<const RowMajor> raw(data.values.data(), static_cast<Eigen::Index>(data.rows),
                                       static_cast<Eigen::Index>(data.columns));
  const Eigen::RowVectorXd means = raw.colwise().mean();
  const Eigen::MatrixXd centred = raw.rowwise() - means;
  const Eigen::MatrixXd covariance =
      centred.transpose() * centred / static_cast<double>(data.rows - 1);
  const double total = covariance.trace();
  if (total <= 0) return std::nullopt;

  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  const auto kept = static_cast<Eigen::Index>(components);
  // The solver's order is ascending.
  Eigen::MatrixXd loadings = solver.eigenvectors().rowwise().reverse().leftCols(kept);
  for (Eigen::Index c = 0; c < kept; ++c) FixSign(loadings.col(c));
  const Eigen::VectorXd variances = solver.eigenvalues().reverse().head(kept).cwiseMax(0.0);

  PrincipalComponents result;
  result.loadings = ToMatrix(loadings);
  result.scores = ToMatrix(centred * loadings);
  result.variances.assign(variances.begin(), variances.end());
  for (const double variance : result.variances) result.shares.push_back(variance / total);
  result.means.assign(means.begin(), means.end());
  return result;
}

}  // namespace tessera::stats
