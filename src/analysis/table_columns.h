// Columns of the tables that blocks make by hand, and the cells under them.
#ifndef TESSERA_ANALYSIS_TABLE_COLUMNS_H_
#define TESSERA_ANALYSIS_TABLE_COLUMNS_H_

#include <optional>
#include <string>
#include <vector>

#include "model/metric.h"
#include "model/table.h"

namespace tessera {

Column KeyColumn(std::string name, std::string label);
Column ValueColumn(std::string name, std::string label, Format format);
Column PValueColumn(std::string name, std::string label);
// A value in the format of its row (Table::row_formats); of a difference, rates in pp.
Column RowFormatColumn(std::string name, std::string label, bool difference);

// The column, then "<name>_lo" and "<name>_hi" of its interval.
void AppendWithLimits(const Column& column, std::vector<Column>& columns);
// The three cells under them.
void AppendWithLimits(std::optional<double> value, const std::optional<Interval>& interval,
                      std::vector<Cell>& cells);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_TABLE_COLUMNS_H_
