// What a customer is worth over its time (REPORTS.md §4.5), by the models that the definition's
// columns allow. All tables have a row a member of the dimension and, where it means something, a
// total over everyone.
//
// contract   Table "<id>": n, left, exposure (periods under contract), churn with limits, revenue
//            (mean of a period), ltv with limits (B-30; the interval carries the doubt of churn
//            alone). Metrics "<id>_churn", "<id>_value".
// renewals   Table "<id>_renewals": the dimension, period, n, share, fitted; table
//            "<id>_renewal_models": n, alpha, beta, next (renewal rate of the first period), ever
//            (renewals to come, discounted). Members whose customers cannot be fitted are empty
//            (B-31). Metrics "<id>_renewal_alpha", "<id>_renewal_beta" over everyone.
// purchases  Table "<id>_purchases": n, repeaters, alive (mean probability), expected (purchases in
//            the horizon), purchase_value, value (of the horizon, discounted in mid-period),
//            value_total (B-32 to B-34). The models are fitted to everyone. Metrics
//            "<id>_purchase_r", _alpha, _a, _b, "<id>_spend_p", _q, _gamma,
//            "<id>_spend_correlation". With `held_out`, table "<id>_held_out", a row a number of
//            repeats (0 … 6, 7+): n, predicted, actual with limits, error (predicted over actual,
//            less one), purchases; metrics "<id>_held_out_predicted", _actual, _error.
// bridge     Table "<id>_bridge": step, amount, from start to end; they foot. Metrics "<id>_nrr",
//            "<id>_grr", "<id>_logo_churn", "<id>_quick_ratio" (B-35).
#ifndef TESSERA_ANALYSIS_LTV_BLOCK_H_
#define TESSERA_ANALYSIS_LTV_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeLtv(const BlockSpec& spec, const LtvBlock& block, const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_LTV_BLOCK_H_
