#include "stats/minimise.h"

#include <Eigen/Dense>
#include <cmath>

namespace tessera::stats {
namespace {

using Function = std::function<double(std::span<const double>)>;
using Eigen::VectorXd;

double ValueAt(const Function& function, const VectorXd& at) {
  return function({at.data(), static_cast<size_t>(at.size())});
}

VectorXd GradientAt(const Function& function, VectorXd at) {
  VectorXd gradient(at.size());
  for (Eigen::Index i = 0; i < at.size(); ++i) {
    const double middle = at[i];
    const double step = 1e-5 * std::max(1.0, std::abs(middle));
    at[i] = middle + step;
    const double above = ValueAt(function, at);
    at[i] = middle - step;
    gradient[i] = (above - ValueAt(function, at)) / (2 * step);
    at[i] = middle;
  }
  return gradient;
}

// The longest of the halved steps along `direction` that lowers the value enough (Armijo); 0 if
// none.
double LineSearch(const Function& function, const VectorXd& at, double value,
                  const VectorXd& direction, double slope) {
  constexpr double kEnough = 1e-4;
  constexpr double kShortest = 1e-12;
  for (double length = 1; length > kShortest; length /= 2) {
    const double candidate = ValueAt(function, at + length * direction);
    if (candidate <= value + kEnough * length * slope) return length;
  }
  return 0;
}

}  // namespace

Minimum Minimise(const std::function<double(std::span<const double>)>& function,
                 std::vector<double> start) {
  constexpr int kMaxSteps = 500;
  constexpr double kGain = 1e-10;
  constexpr double kLongest = 2;  // no step moves a variable further
  const auto n = static_cast<Eigen::Index>(start.size());
  VectorXd at = Eigen::Map<const VectorXd>(start.data(), n);
  double value = ValueAt(function, at);
  VectorXd gradient = GradientAt(function, at);
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(n, n);
  Eigen::MatrixXd inverse = identity / (1 + gradient.norm());
  bool fresh = true;  // the inverse Hessian is a guess without any curvature in it
  bool converged = false;
  for (int i = 0; i < kMaxSteps; ++i) {
    VectorXd direction = -inverse * gradient;
    const double slope = gradient.dot(direction);
    if (-slope < kGain && !fresh) {
      converged = true;
      break;
    }
    direction *= std::min(1.0, kLongest / direction.cwiseAbs().maxCoeff());
    const double length = LineSearch(function, at, value, direction, gradient.dot(direction));
    if (length == 0) {
      if (fresh) break;
      inverse = identity / (1 + gradient.norm());
      fresh = true;
      continue;
    }
    const VectorXd step = length * direction;
    at += step;
    value = ValueAt(function, at);
    const VectorXd next = GradientAt(function, at);
    const VectorXd turn = next - gradient;
    const double curvature = step.dot(turn);
    if (curvature > 0) {
      if (fresh) inverse = identity * (curvature / turn.squaredNorm());
      const Eigen::MatrixXd left = identity - step * turn.transpose() / curvature;
      inverse = left * inverse * left.transpose() + step * step.transpose() / curvature;
      fresh = false;
    }
    gradient = next;
  }
  // Where even the steepest way leads down no more, the rounding of the function is reached.
  converged = converged || gradient.norm() < 1e-6 * (1 + std::abs(value));
  return {{at.begin(), at.end()}, value, converged};
}

}  // namespace tessera::stats
