// Ordinary least squares with standard errors that do not trust equal variances (B-24, B-51).
#ifndef TESSERA_STATS_LINEAR_MODEL_H_
#define TESSERA_STATS_LINEAR_MODEL_H_

#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"
#include "stats/matrix.h"

namespace tessera::stats {

// y = β₀ + Xβ + ε by QR; the intercept is added and comes first. Robust errors are HC3, Σ of
// eᵢ²/(1 − hᵢ)² (MacKinnon and White 1985), with t on n − p. Coefficients are not causes.
struct LinearModel {
  std::vector<Estimate> coefficients;  // HC3 errors, intervals and p
  std::vector<double> classic_errors;  // under equal variances
  double r_squared = 0;
  double residual_variance = 0;
  double df = 0;
  std::vector<double> fitted;
};
// Nothing unless n > p, the columns are independent (none constant, none repeated) and y varies.
std::optional<LinearModel> FitLinear(MatrixView features, std::span<const double> y,
                                     double level = 0.95);

// Variance inflation of each feature, 1/(1 − R² on the others); nothing where it is a sum of
// others.
std::vector<std::optional<double>> VarianceInflation(MatrixView features);

}  // namespace tessera::stats

#endif  // TESSERA_STATS_LINEAR_MODEL_H_
