// Two groups compared by several outcomes: crude, adjusted for confounders, and what is left
// (REPORTS.md R0-37, R0-38, R0-41; B-01…B-12, B-20…B-22).
//
// Tables:
//   <id>_comparison  a row an outcome: outcome, treated, control (each with its interval),
//                    difference (_lo, _hi), relative, shift, g, delta, p, p_holm, adjusted, atc,
//                    explained, simpson, homogeneity_p, strata, strata_dropped, n_dropped
//   <id>_balance     a row a confounder's member: dimension, member, treated, control (shares),
//                    difference (pp), smd
//   <id>_revenue     per outcome of money: measure, value, value_lo, value_hi: the treated group's
//                    total, the difference per entity crude and adjusted, and n times the latter
//
// Metrics, `<o>` being the outcome's id without _mean or _rate:
//   <id>_<o>_treated, _control        the group's own value
//   <id>_<o>_lift_crude               Welch, Newcombe
//   <id>_<o>_lift_adjusted            standardised to everyone (ATE); _lift_atc to the control
//   <id>_<o>_lift_relative            the ratio less one; _lift_relative_adjusted that of the
//                                     standardised values
//   <id>_<o>_lift_median              Hodges-Lehmann; means only
//   <id>_<o>_g                        Hedges' g; means only
//   <id>_<o>_explained                1 − adjusted ÷ crude, where the crude interval excludes zero
//   <id>_<o>_attributable             n treated × the difference standardised to them (ATT), money
//   <id>_n_treated, <id>_n_control    sizes
// An empty group, a missing column or strata without overlap give missing figures with the reason.
// The outcomes of one block are one family of tests (Holm), for each of crude, adjusted and ATC.
#ifndef TESSERA_ANALYSIS_LIFT_BLOCK_H_
#define TESSERA_ANALYSIS_LIFT_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

BlockResult ComputeLift(const BlockSpec& spec, const LiftBlock& block, const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_LIFT_BLOCK_H_
