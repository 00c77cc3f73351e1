// Blocks over one column: its distribution, and the values of a text column of an event source.
#ifndef TESSERA_ANALYSIS_COLUMN_BLOCKS_H_
#define TESSERA_ANALYSIS_COLUMN_BLOCKS_H_

#include "analysis/block.h"
#include "warehouse/database.h"

namespace tessera {

// Table "<id>": lower, upper, count, share. Bins are [lower, upper) of one width, of whole numbers
// a whole one; the last holds its upper end. Metrics "<id>_minimum", "_q1", "_median", "_q3",
// "_maximum" (type 7), "_mean" with its interval, "_missing". Reads the measure "column:<column>".
BlockResult ComputeHistogram(const BlockSpec& spec, const HistogramBlock& block,
                             const AnalysisInput& input);

// Table "<id>": the value, events (rows), customers, share of rows; most frequent first, ties by
// value. Metrics "<id>_distinct" and "<id>_rows". Reads "<source>_values_<column>" of the
// warehouse.
BlockResult ComputeValues(const BlockSpec& spec, const ValuesBlock& block,
                          const AnalysisInput& input, Database& database);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_COLUMN_BLOCKS_H_
