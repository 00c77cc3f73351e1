// Right-closed bins from one ordered list of edges: overlap and gap cannot be written.
//
// Edges e0 < e1 < … < ek make the bins (-∞, e0], (e0, e1], …, (ek, ∞). Names follow from the edges
// alone: of whole numbers [1, 5, 10] are "0–1", "2–5", "6–10", "11+" (a bin of one number is that
// number); of other values [5000, 15000] are "≤ $5,000", "$5,000–15,000", "> $15,000".
#ifndef TESSERA_SEGMENT_BINS_H_
#define TESSERA_SEGMENT_BINS_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/format.h"
#include "model/report.h"
#include "spec/report_spec.h"
#include "warehouse/dialect.h"

namespace tessera {

// One member a bin, lowest first. `subject` stands in the members' rules: "1 < portfolio_size ≤ 5".
std::vector<Member> BinMembers(const DimensionSpec& dimension, const std::vector<double>& edges,
                               std::string_view subject, const Locale& locale);

// "CASE WHEN x <= e0 THEN 'name' … ELSE 'name' END"; null stays null.
std::string BinSql(std::string_view value_sql, const std::vector<double>& edges,
                   const std::vector<Member>& members, Dialect dialect = Dialect::kDuckDb);

// Quantile edges made usable: of whole numbers rounded down, without repeats, below `maximum`, so
// that equal values share a bin and no bin is empty by construction.
std::vector<double> UsableEdges(std::vector<double> edges, double maximum, bool discrete);

}  // namespace tessera

#endif  // TESSERA_SEGMENT_BINS_H_
