// The proof that a report agrees with itself (DESIGN.md §4, REPORTS.md §3.3).
//
// Every check carries its numbers; none is left out because it holds. Failed checks never stop a
// build: the report says so on its first page, and `--strict` refuses to write it.
#ifndef TESSERA_ANALYSIS_CHECKS_H_
#define TESSERA_ANALYSIS_CHECKS_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analysis/block.h"
#include "warehouse/load.h"

namespace tessera {

// Sources: keys are unique, joins did not multiply rows (row count and an additive sum before and
// after), rows add up, what was rejected.
std::vector<Check> SourceChecks(const AnalysisInput& input, const Sources& sources);

// Every dimension is a partition: each customer in exactly one member.
std::vector<Check> PartitionChecks(const AnalysisInput& input);

// Every table: additive columns add up to the metric's total, shares to one, weighted means
// to the overall mean, means and rates within their bounds, a flow's stages to
// everyone.
std::vector<Check> TableChecks(const AnalysisInput& input, const Report& report);

// The database's own answer to each metric's published query, by the metric's id; NaN for none.
using MetricAnswers = std::map<std::string, double, std::less<>>;
MetricAnswers AskMetrics(const MetricCatalogue& catalogue, Database& database);

// One number, one definition: the answers equal the values computed from the customers in memory
// and rates are between zero and one.
std::vector<Check> MetricChecks(const AnalysisInput& input, const Report& report,
                                const MetricAnswers& answers);

// No opportunity exceeds what it is a part of; overlaps are stated.
std::vector<Check> OpportunityChecks(const Report& report);

// Two sources of one fact agree, from the measures "left:<id>" and "right:<id>".
std::vector<Check> AgreementChecks(const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_CHECKS_H_
