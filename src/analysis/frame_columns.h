// What the blocks of a definition need from the customers, row by row, besides the metrics:
//   column:<name>          a numeric column or attribute (histogram, distribution, association)
//   filter:<block>         1 where a paths block's filter holds, else 0
//   expr:<block>.<part>    another expression of a block (spec/block_expressions.h)
//   flag:<block>.<flag>    1 where an indicator's condition holds, else 0
//   target:<card>          1 where a recommendation's target rule holds, else 0
//   left:<id>, right:<id>  the two sides of an agreement
//   outcome:<block>        1 or 0, null where it is not known (evaluation)
//   score:<block>.<score>  a score that is held against it
//   rule:<dimension>.<i>   1 where its i-th case with a condition holds, else 0 (rules)
//   fits:<dimension>       how many of a dimension's cases hold
//   zero:<source>          1 for a customer without rows of that source, else 0
#ifndef TESSERA_ANALYSIS_FRAME_COLUMNS_H_
#define TESSERA_ANALYSIS_FRAME_COLUMNS_H_

#include <vector>

#include "metric/frame.h"
#include "spec/report_spec.h"
#include "warehouse/sql.h"

namespace tessera {

// Without repeats. An agreement over a column in `missing` is left out. Throws Error for a dead
// name.
std::vector<FrameColumn> BlockColumns(const ReportSpec& spec, const SqlScope& scope,
                                      const std::vector<std::string>& missing);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_FRAME_COLUMNS_H_
