// Scores made ready to be held against an outcome: fitted on one half, used on the other.
#ifndef TESSERA_ANALYSIS_SCORE_FIT_H_
#define TESSERA_ANALYSIS_SCORE_FIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/block.h"
#include "stats/logit.h"

namespace tessera {

struct FittedScore {
  const EvaluatedScore* spec = nullptr;
  std::vector<double> scores;         // of the testing half
  std::vector<double> probabilities;  // of the testing half; empty where no line could be fitted
  double threshold = 0;               // of greatest accuracy on the fitting half
  std::optional<stats::LogitModel> model;  // of features, in standard deviations
};

struct FittedScores {
  std::vector<FittedScore> scores;
  std::vector<std::uint8_t> outcome;  // of the testing half
  std::vector<double> value;          // of the testing half; NaN where missing; empty for none
  size_t fitting = 0;                 // entities of the fitting half
  size_t left_out = 0;                // without the target or a score
};

// Reads the measures "outcome:<block>", "score:<block>.<score>" and "column:<feature>".
FittedScores FitScores(const BlockSpec& spec, const EvaluationBlock& block,
                       const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_SCORE_FIT_H_
