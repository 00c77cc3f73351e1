// What is worked out from all entities before they are grouped (spec/segmentation_spec.h): each
// result is a column of `entities`, or a constant of expressions, and everything after it uses it
// like any other.
//
//   a threshold              a constant; with `by` a column, the same for all of a group
//   clusters <id>            <id>            the cluster's name; null where a feature is missing
//                            <id>_x, <id>_y  the first two principal components
//                            <id>_nearness   distance to the own centre ÷ distance to that of the
//                                            next higher cluster: 1 is the border; null in the top
//                            <id>_score      nearness to the top against the bottom centre, 0 … 1
//   rfm <id>                 <id>_recency, <id>_frequency, <id>_money (1 … scores, null without a
//                            value), <id>_code (100 R + 10 F + M), <id>_mean
//
// Every such column is a formula of the entity's own columns, so that the same rules can be applied
// to entities of another day. Statistics run over rows in key order, outside the engine.
#ifndef TESSERA_SEGMENT_COLUMNS_H_
#define TESSERA_SEGMENT_COLUMNS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "spec/report_spec.h"
#include "stats/features.h"
#include "stats/kmeans.h"
#include "stats/pca.h"
#include "stats/rfm.h"
#include "warehouse/database.h"
#include "warehouse/load.h"
#include "warehouse/sql.h"

namespace tessera {

struct ThresholdGroup {
  std::string name;             // of the group; "" where there is one number for all
  std::optional<double> value;  // nothing when no entity has a value
  double n = 0;                 // values that it rests on
};
struct ThresholdResult {
  const ThresholdSpec* spec = nullptr;
  std::vector<ThresholdGroup> groups;  // by name
};

struct ClusterModel {
  const SegmentationSpec* spec = nullptr;
  std::vector<std::string> features;        // those that have values
  std::vector<std::vector<double>> values;  // of each feature, a row an entity in key order; NaN
  std::vector<stats::FeatureScaling> scalings;
  std::vector<std::uint32_t> rows;  // entities without a missing feature
  stats::Matrix scaled;             // of those
  stats::Clustering clustering;     // of those, in the order of the names
  std::optional<stats::PrincipalComponents> components;
  stats::KMeansPlan plan;
};

struct RfmModel {
  const SegmentationSpec* spec = nullptr;
  stats::ScoreScale recency, frequency, money;
};

struct LaterColumns {
  SqlScope scope;  // of `entities` with all columns
  std::vector<ThresholdResult> thresholds;
  std::vector<ClusterModel> clusters;
  std::vector<RfmModel> rfms;
  std::vector<Diagnostic> notes;

  const ClusterModel* FindClusters(std::string_view id) const;
  const RfmModel* FindRfm(std::string_view id) const;
};

// Works everything out and adds the columns to the table `entities`. What the data cannot give (no
// entity has all features) is a column of nulls with a note.
LaterColumns AddLaterColumns(const ReportSpec& spec, const Sources& sources, Database& database);

// The same columns by the same numbers over another table: "SELECT *, … FROM (`query`)", which must
// give the columns of the entities as they are in `scope`; what they are worked out from is
// compiled anew, by the scope's own as_of. `scope` gets the columns.
std::string WithLaterColumns(const ReportSpec& spec, const LaterColumns& found,
                             const std::string& query, SqlScope& scope);

}  // namespace tessera

#endif  // TESSERA_SEGMENT_COLUMNS_H_
