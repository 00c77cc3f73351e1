// Sentences that depend on results: the first alternative whose condition holds and whose figures
// are all there is said; a claim without one says nothing.
//
// The marks in its words are those of spec/claim_text.h; the styles of a figure
//   {arr_at_risk}           shortened as people say it
//   {arr_at_risk|full}      at full length; |signed (a difference), |abs, |of ("7,041 of 10,000"),
//                           |range ("$93 to $180"), |interval ("95% interval $93 to $180"), |tenth
//                           (cut to its doubt), |amount (the same without its sign), or a format's
//                           name
// A figure may be any text or single figure of facts.h, not a computation: a number in prose has an
// id. A word whose licence is refused leaves the alternative unsaid: the next one is tried.
#ifndef TESSERA_ANALYSIS_CLAIMS_H_
#define TESSERA_ANALYSIS_CLAIMS_H_

#include <string>
#include <vector>

#include "analysis/facts.h"
#include "base/diagnostic.h"
#include "spec/report_spec.h"

namespace tessera {

struct SaidClaim {
  Sentence sentence;   // empty when nothing could be said
  std::string reason;  // why the alternatives before the said one (or all) were passed over
};

// Throws Error at the place of a dead reference or of broken markup.
SaidClaim SayClaim(const ClaimSpec& claim, const Facts& facts, const Locale& locale);

// Says every claim of the definition into `report`, with a check that no word went without licence.
void SayClaims(const ReportSpec& spec, const Facts& facts, Report& report);

// How a figure is shown under a `|style`; throws Error at `place` for an unknown style.
Piece FigurePiece(const Fact& fact, std::string_view style, const Locale& locale,
                  const Place& place);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_CLAIMS_H_
