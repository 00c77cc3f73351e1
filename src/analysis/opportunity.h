// What a card might gain, and how large a test of it must be.
#ifndef TESSERA_ANALYSIS_OPPORTUNITY_H_
#define TESSERA_ANALYSIS_OPPORTUNITY_H_

#include <cstdint>
#include <span>

#include "analysis/block.h"
#include "model/recommendation.h"

namespace tessera {

// Fills the card's effect, opportunity and ceiling; what is cut or cannot be given is said in its
// evidence. REQUIRES: card.n is counted.
void AddOpportunity(const RecommendationSpec& spec, const AnalysisInput& input,
                    const Report& report, Recommendation& card);

// A test of two equal arms out of `target`, 80 % power, two-sided alpha. Where the target's own
// rule fixes the rate (all of it active), the plan starts from the rate of everyone and says so.
MeasurementPlan PlanMeasurement(const RecommendationSpec& spec,
                                std::span<const std::uint32_t> target, const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_OPPORTUNITY_H_
