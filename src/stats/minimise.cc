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

// A descent under way: where it stands, and what it has learnt of the curvature there.
class Descent {
 public:
  enum class Outcome { kMoved, kArrived, kStuck };

  Descent(const Function& function, const VectorXd& start)
      : function_(function),
        at_(start),
        value_(ValueAt(function, start)),
        gradient_(GradientAt(function, start)) {
    Forget();
  }

  Outcome Step() {
    constexpr double kGain = 1e-10;
    constexpr double kLongest = 2;  // no step moves a variable further
    VectorXd direction = -inverse_ * gradient_;
    if (-gradient_.dot(direction) < kGain && !fresh_) return Outcome::kArrived;
    direction *= std::min(1.0, kLongest / direction.cwiseAbs().maxCoeff());
    const double length = LineSearch(function_, at_, value_, direction, gradient_.dot(direction));
    if (length == 0) {
      if (fresh_) return Outcome::kStuck;
      Forget();
      return Outcome::kMoved;
    }
    MoveBy(length * direction);
    return Outcome::kMoved;
  }

  // Where not even the steepest way leads down, the rounding of the function may be reached.
  bool Level() const { return gradient_.norm() < 1e-6 * (1 + std::abs(value_)); }

  Minimum ToMinimum(bool converged) const { return {{at_.begin(), at_.end()}, value_, converged}; }

 private:
  // Takes the curvature for that of a bowl, which makes the next step one of steepest descent.
  void Forget() {
    inverse_ = Eigen::MatrixXd::Identity(at_.size(), at_.size()) / (1 + gradient_.norm());
    fresh_ = true;
  }

  void MoveBy(const VectorXd& step) {
    at_ += step;
    value_ = ValueAt(function_, at_);
    const VectorXd next = GradientAt(function_, at_);
    const VectorXd turn = next - gradient_;
    gradient_ = next;
    const double curvature = step.dot(turn);
    if (!(curvature > 0)) return;
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(at_.size(), at_.size());
    if (fresh_) inverse_ = identity * (curvature / turn.squaredNorm());
    const Eigen::MatrixXd left = identity - step * turn.transpose() / curvature;
    inverse_ = left * inverse_ * left.transpose() + step * step.transpose() / curvature;
    fresh_ = false;
  }

  const Function& function_;
  VectorXd at_;
  double value_;
  VectorXd gradient_;
  Eigen::MatrixXd inverse_;  // of the Hessian, nearly
  bool fresh_ = true;        // no curvature has gone into it yet
};

}  // namespace

Minimum Minimise(const std::function<double(std::span<const double>)>& function,
                 std::vector<double> start) {
  constexpr int kMaxSteps = 500;
  const auto n = static_cast<Eigen::Index>(start.size());
  Descent descent(function, Eigen::Map<const VectorXd>(start.data(), n));
  for (int i = 0; i < kMaxSteps; ++i) {
    const Descent::Outcome outcome = descent.Step();
    if (outcome == Descent::Outcome::kArrived) return descent.ToMinimum(true);
    if (outcome == Descent::Outcome::kStuck) break;
  }
  return descent.ToMinimum(descent.Level());
}

}  // namespace tessera::stats
