// The block `evaluation` (REPORTS.md §4.7): scores against what came true.
//
// Entities with the target and every score are split in two halves at random, by the seed. On the
// fitting half each score gets its threshold (the one of greatest accuracy) and a logistic line to
// probabilities, or is fitted from features; everything shown is of the other half.
//
// Table "<id>" (measure, then <score>, <score>_lo, <score>_hi each): the measures, the base rate
// first. Table "<id>_confusion" (score, actual, called_yes, called_no, n). Tables "<id>_roc"
// (score, false_positive_rate, true_positive_rate) and "<id>_pr" (score, recall, precision), with
// the line of chance. Table "<id>_calibration" (score, predicted, observed (_lo, _hi), n). Table
// "<id>_gains" (score, part, n, share, cumulative_share, lift and, with a value, value_share,
// value_cumulative_share, value_lift). Table "<id>_weights" (score, feature, weight (_lo, _hi), p):
// of fitted scores, a standard deviation each. Table "<id>_comparison" (comparison, difference
// (_lo, _hi), test, p): the last score against the first.
//
// Metrics "<id>_n", "<id>_fit_n", "<id>_base_rate" (of always saying the more frequent),
// "<id>_prevalence", "<id>_goal"; for each score "<id>_<score>_accuracy" (Wilson), "_auc" (DeLong),
// "_threshold", "_top_decile" (of the outcomes in the highest tenth), "_brier_skill"; of the last
// score against the first "<id>_auc_difference" (paired DeLong), "<id>_accuracy_difference" and
// "<id>_mcnemar_p" (exact), "<id>_only_first", "<id>_only_last" (right where the other is wrong).
#ifndef TESSERA_ANALYSIS_EVALUATION_BLOCK_H_
#define TESSERA_ANALYSIS_EVALUATION_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeEvaluation(const BlockSpec& spec, const EvaluationBlock& block,
                              const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_EVALUATION_BLOCK_H_
