#include "analysis/score_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/entity_column.h"
#include "stats/matrix.h"
#include "stats/moments.h"
#include "stats/random.h"

namespace tessera {
namespace {

constexpr std::uint64_t kSplitStream = 77;

std::vector<double> Picked(const std::vector<double>& values,
                           const std::vector<std::uint32_t>& rows) {
  std::vector<double> picked;
  picked.reserve(rows.size());
  for (const std::uint32_t row : rows) picked.push_back(values[row]);
  return picked;
}

// score ≥ threshold is called positive; among equally accurate thresholds the highest.
double BestThreshold(const std::vector<double>& scores, const std::vector<std::uint8_t>& outcome) {
  std::vector<size_t> order(scores.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  double right = 0;  // above every score: nobody is called positive
  for (const std::uint8_t yes : outcome) right += yes == 0 ? 1 : 0;
  double best = right, threshold = scores.empty() ? 0 : scores[order.front()] + 1;
  for (size_t i = 0; i < order.size(); ++i) {
    right += outcome[order[i]] != 0 ? 1 : -1;
    const bool last_of_equals = i + 1 == order.size() || scores[order[i + 1]] < scores[order[i]];
    if (last_of_equals && right > best) {
      best = right;
      threshold = scores[order[i]];
    }
  }
  return threshold;
}

// The columns of a score, each in standard deviations of the fitting half.
class Design {
 public:
  Design(std::vector<std::vector<double>> columns, const std::vector<std::uint32_t>& fitting)
      : columns_(std::move(columns)) {
    for (std::vector<double>& column : columns_) {
      const stats::Moments moments = stats::MomentsOf(Picked(column, fitting));
      const double sd = moments.sd() > 0 ? moments.sd() : 1;
      for (double& value : column) value = (value - moments.mean) / sd;
    }
  }

  stats::Matrix Of(const std::vector<std::uint32_t>& rows) const {
    std::vector<std::vector<double>> picked;
    for (const std::vector<double>& column : columns_) picked.push_back(Picked(column, rows));
    std::vector<std::span<const double>> views(picked.begin(), picked.end());
    return stats::MatrixOfColumns(views);
  }

  std::vector<double> Probabilities(const stats::LogitModel& model,
                                    const std::vector<std::uint32_t>& rows) const {
    std::vector<double> probabilities;
    for (const std::uint32_t row : rows) {
      double logit = model.coefficients[0].value;
      for (size_t j = 0; j < columns_.size(); ++j) {
        logit += model.coefficients[j + 1].value * columns_[j][row];
      }
      probabilities.push_back(1 / (1 + std::exp(-logit)));
    }
    return probabilities;
  }

 private:
  std::vector<std::vector<double>> columns_;
};

struct Halves {
  std::vector<std::uint32_t> fitting, testing;
};

Halves Split(const std::vector<std::uint32_t>& rows, std::uint64_t seed) {
  stats::Random random(seed, kSplitStream);
  Halves halves;
  std::vector<char> drawn(rows.size(), 0);
  for (const std::uint32_t i : stats::DrawRows(rows.size(), rows.size() / 2, random)) drawn[i] = 1;
  for (size_t i = 0; i < rows.size(); ++i) {
    (drawn[i] != 0 ? halves.fitting : halves.testing).push_back(rows[i]);
  }
  return halves;
}

}  // namespace

FittedScores FitScores(const BlockSpec& spec, const EvaluationBlock& block,
                       const AnalysisInput& input) {
  const std::vector<double> target = input.frame.FindMeasure("outcome:" + spec.id)->Values();
  std::vector<std::vector<std::vector<double>>> columns;  // a score's columns
  for (const EvaluatedScore& score : block.scores) {
    std::vector<std::vector<double>> own;
    if (score.score != nullptr) {
      const Measure& measure =
          *input.frame.FindMeasure(fmt::format("score:{}.{}", spec.id, score.id));
      own.push_back(measure.Values());
    }
    for (const std::string& feature : score.features) own.push_back(ColumnValues(feature, input));
    columns.push_back(std::move(own));
  }
  std::vector<std::uint32_t> complete;
  for (std::uint32_t row = 0; row < input.frame.rows; ++row) {
    bool known = !std::isnan(target[row]);
    for (const auto& own : columns) {
      for (const auto& column : own) known = known && !std::isnan(column[row]);
    }
    if (known) complete.push_back(row);
  }
  const Halves halves = Split(complete, input.spec.seed);
  const auto outcome_of = [&](const std::vector<std::uint32_t>& rows) {
    std::vector<std::uint8_t> outcome;
    for (const std::uint32_t row : rows) outcome.push_back(target[row] > 0 ? 1 : 0);
    return outcome;
  };
  FittedScores fitted;
  fitted.fitting = halves.fitting.size();
  fitted.left_out = input.frame.rows - complete.size();
  fitted.outcome = outcome_of(halves.testing);
  if (!block.value.empty()) {
    fitted.value = Picked(ColumnValues(block.value, input), halves.testing);
  }
  const std::vector<std::uint8_t> fitting_outcome = outcome_of(halves.fitting);
  for (size_t i = 0; i < block.scores.size(); ++i) {
    FittedScore score;
    score.spec = &block.scores[i];
    const Design design(columns[i], halves.fitting);
    const stats::Matrix features = design.Of(halves.fitting);
    const auto model = stats::FitLogit(features.view(), fitting_outcome, Confidence(input.spec));
    if (model) score.probabilities = design.Probabilities(*model, halves.testing);
    std::vector<double> fitting_scores;
    if (score.spec->score != nullptr) {
      score.scores = Picked(columns[i].front(), halves.testing);
      fitting_scores = Picked(columns[i].front(), halves.fitting);
    } else if (model) {
      score.scores = score.probabilities;
      fitting_scores = design.Probabilities(*model, halves.fitting);
      score.model = model;
    } else {
      score.scores.assign(halves.testing.size(), 0);
      fitting_scores.assign(halves.fitting.size(), 0);
    }
    score.threshold = BestThreshold(fitting_scores, fitting_outcome);
    fitted.scores.push_back(std::move(score));
  }
  return fitted;
}

}  // namespace tessera
