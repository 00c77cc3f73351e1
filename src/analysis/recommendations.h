// Recommendation cards: who, what is at stake, what might be gained, how it would be proved
// (REPORTS.md §5.3, X-14, X-20).
//
// The target's size and overlaps are counted from the measures "target:<card>" of the frame. An
// opportunity is n × effect × uptake for each uptake of the definition, as wide as the effect's
// interval, cut at zero and at the ceiling (the gain metric over everyone); what was cut is said. A
// card whose trigger is false, or whose target is empty, is not supported and gets no opportunity.
// Supported cards stand first, by the lower end at the middle uptake, then by the stake.
//
// Tables:
//   opportunities           a row a card and uptake: card, n, uptake, low, middle, high, ceiling
//   recommendation_overlap  a row a pair of supported cards that share entities: card, other, n,
//                           share (of the card's target)
#ifndef TESSERA_ANALYSIS_RECOMMENDATIONS_H_
#define TESSERA_ANALYSIS_RECOMMENDATIONS_H_

#include <span>
#include <vector>

#include "analysis/block.h"

namespace tessera {

// A card of the definition with what its conditions and claims turned out to be.
struct RecommendationInput {
  const RecommendationSpec& spec;
  bool supported = false;
  Sentence verdict;
  std::vector<Sentence> evidence;
};

// Adds the cards to `report`, whose metrics hold the effects. Throws Error at a card whose stake,
// effect, ceiling or plan names no metric.
BlockResult ComputeRecommendations(std::span<const RecommendationInput> cards,
                                   const AnalysisInput& input, Report& report);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_RECOMMENDATIONS_H_
