// The block `clusters` (REPORTS.md §4.6): a segmentation by k-means, from its features to its
// picture.
//
// Table "<id>_features" (feature, n, missing, mean, median, skewness, min, max, scale): over all
// entities; scale is "log, z" or "z". Table "<id>_choice" (k, inertia, silhouette,
// calinski_harabasz, davies_bouldin, gap, gap_error, rand, rand_low, smallest, used): one row a
// number of clusters; where they are many, gap and stability rest on a random sample of rows, as
// the notes say. Table "<id>_loadings" (feature, first, second). Table "<id>_points" (segment, x,
// y, customers): the entities on a grid of the first two components, so that no one can be told
// apart. Table "<id>_profile" (segment, feature, n, mean, median, index, z): in the features' own
// units; index is 100 × mean ÷ overall mean, z the centre. Table "<id>_near" (segment, next,
// customers, near, share): who lies near the border to the next higher cluster. Table
// "<id>_near_list", only where the definition's include_rows names it (customer, segment, next,
// nearness): those customers, the nearest first, 200 at most.
//
// Metrics "<id>_inertia", "_silhouette", "_negative" (share of negative silhouettes), "_rand"
// (stability at the k used), "_first_share", "_second_share" (of variance), "_complete",
// "_incomplete" (entities), "_best_silhouette_k", "_gap_k".
#ifndef TESSERA_ANALYSIS_CLUSTERS_BLOCK_H_
#define TESSERA_ANALYSIS_CLUSTERS_BLOCK_H_

#include "analysis/segment_input.h"

namespace tessera {

BlockResult ComputeClusters(const BlockSpec& spec, const ClustersBlock& block,
                            const SegmentInput& made);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_CLUSTERS_BLOCK_H_
