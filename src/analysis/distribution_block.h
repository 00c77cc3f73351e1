// Five numbers of a numeric column for each member of a dimension: box plots and their table.
//
// Table "<id>", a row a member and a total over everyone: the dimension, n, missing, min, q1,
// median, q3, max (type 7), mean, sd, lower_fence, upper_fence, outliers. The fences are the
// outermost values within 1.5 interquartile ranges of the quartiles (Tukey's whiskers); outliers
// lie beyond. A member without values has n = 0 and empty cells.
//
// Reads the measure "column:<name>" of the frame.
#ifndef TESSERA_ANALYSIS_DISTRIBUTION_BLOCK_H_
#define TESSERA_ANALYSIS_DISTRIBUTION_BLOCK_H_

#include "analysis/block.h"

namespace tessera {

// Of values in ascending order, the five numbers and Tukey's fences.
struct Distribution {
  double n = 0;
  std::optional<double> minimum, q1, median, q3, maximum, mean, sd, lower_fence, upper_fence;
  double outliers = 0;
};
Distribution DistributionOf(std::span<const double> ascending);

BlockResult ComputeDistribution(const BlockSpec& spec, const DistributionBlock& block,
                                const AnalysisInput& input);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_DISTRIBUTION_BLOCK_H_
