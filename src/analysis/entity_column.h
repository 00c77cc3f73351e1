// A numeric column of the entities as a block needs it.
#ifndef TESSERA_ANALYSIS_ENTITY_COLUMN_H_
#define TESSERA_ANALYSIS_ENTITY_COLUMN_H_

#include <string>
#include <vector>

#include "analysis/block.h"

namespace tessera {

// The words for a column or attribute: its label, else its name in words.
std::string ColumnLabel(std::string_view name, const ReportSpec& spec);
// Money in the currency, whole numbers as such, else one decimal.
Format ColumnFormat(std::string_view name, const ReportSpec& spec);
// Its values in their own unit, a row an entity, NaN where missing; all NaN where the data has no
// such column. Reads the measure "column:<name>".
std::vector<double> ColumnValues(const std::string& name, const AnalysisInput& input);

// 1,291, as the locale writes it.
std::string CountText(double n, const ReportSpec& spec);

// In the texts of a block's result (titles, labels, notes, descriptions; not in cells) {entity},
// {entities} and {Entities} become the definition's words.
void NameEntities(const ReportSpec& spec, BlockResult& result);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_ENTITY_COLUMN_H_
