#include "analysis/clusters_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/block_values.h"
#include "analysis/cluster_choice.h"
#include "analysis/entity_column.h"
#include "analysis/table_columns.h"
#include "spec/definition_values.h"
#include "stats/moments.h"
#include "stats/quantile.h"

namespace tessera {
namespace {

constexpr double kGridWidth = 0.25;  // of the picture, in standard deviations
constexpr double kNear = 0.7;
constexpr size_t kMostListed = 200;

std::vector<Column> FeaturesColumns() {
  return {KeyColumn("feature", "Feature"),
          ValueColumn("n", "n", Format::kInt),
          ValueColumn("missing", "Missing", Format::kInt),
          ValueColumn("mean", "Mean", Format::kNum1),
          ValueColumn("median", "Median", Format::kNum1),
          ValueColumn("skewness", "Skewness", Format::kNum2),
          ValueColumn("min", "Minimum", Format::kNum1),
          ValueColumn("max", "Maximum", Format::kNum1),
          ValueColumn("scale", "Taken as", Format::kText)};
}

std::vector<Column> ChoiceColumns() {
  return {KeyColumn("k", "Segments"),
          ValueColumn("inertia", "Inertia", Format::kNum1),
          ValueColumn("silhouette", "Silhouette", Format::kNum2),
          ValueColumn("calinski_harabasz", "Calinski-Harabasz", Format::kNum1),
          ValueColumn("davies_bouldin", "Davies-Bouldin", Format::kNum2),
          ValueColumn("gap", "Gap", Format::kNum2),
          ValueColumn("gap_error", "Error of the gap", Format::kNum2),
          ValueColumn("rand", "Stability (mean Rand)", Format::kNum2),
          ValueColumn("rand_low", "Stability, fifth percentile", Format::kNum2),
          ValueColumn("smallest", "Minimum size", Format::kPct1),
          ValueColumn("used", "Used", Format::kText)};
}

std::vector<Column> LoadingsColumns() {
  return {KeyColumn("feature", "Feature"), ValueColumn("first", "First component", Format::kNum2),
          ValueColumn("second", "Second component", Format::kNum2)};
}

std::vector<Column> PointsColumns(const std::string& label) {
  return {KeyColumn("segment", label), ValueColumn("x", "First component", Format::kNum2),
          ValueColumn("y", "Second component", Format::kNum2),
          ValueColumn("customers", "{Entities}", Format::kInt)};
}

std::vector<Column> ProfileColumns(const std::string& label) {
  return {KeyColumn("segment", label),
          KeyColumn("feature", "Feature"),
          ValueColumn("n", "n", Format::kInt),
          ValueColumn("mean", "Mean", Format::kNum1),
          ValueColumn("median", "Median", Format::kNum1),
          ValueColumn("index", "Index (all = 100)", Format::kInt),
          ValueColumn("z", "Centre, in standard deviations", Format::kNum2)};
}

std::vector<Column> NearColumns(const std::string& label) {
  return {KeyColumn("segment", label), ValueColumn("next", "Next above", Format::kText),
          ValueColumn("customers", "{Entities}", Format::kInt),
          ValueColumn("near", "Near the border", Format::kInt),
          ValueColumn("share", "Of the segment", Format::kPct1)};
}

// The tables and metrics of one clustering.
class Clusters {
 public:
  Clusters(const BlockSpec& spec, const ClusterModel& model, const AnalysisInput& input,
           Database& database)
      : spec_(spec),
        model_(model),
        method_(std::get<ClustersSpec>(model.spec->method)),
        input_(input),
        database_(database),
        choice_(CompareClusterCounts(model, method_.most)),
        silhouette_(stats::SilhouetteOf(model.scaled.view(), model.clustering.labels, model.plan.k,
                                        kChoiceRows, model.plan.seed)) {}

  BlockResult Compute() const {
    BlockResult result;
    result.tables = {Features(), Choice(), Loadings(), Points(), Profile(), Near()};
    const std::string list = spec_.id + "_near_list";
    if (std::ranges::find(input_.spec.include_rows, list) != input_.spec.include_rows.end()) {
      result.tables.push_back(NearList());
    }
    AddMetrics(result);
    return result;
  }

 private:
  Table Described(const char* suffix, const char* title) const {
    Table table;
    table.id = spec_.id + suffix;
    table.title = title;
    return table;
  }

  Table Features() const {
    Table table = Described("_features", "What the segments are made of");
    table.columns = FeaturesColumns();
    for (size_t f = 0; f < model_.features.size(); ++f) {
      std::vector<double> values = model_.values[f];
      const auto all = static_cast<double>(values.size());
      std::erase_if(values, [](double value) { return std::isnan(value); });
      const double mean = stats::MomentsOf(values).mean;
      const auto skewness = stats::Skewness(values);
      std::ranges::sort(values);
      table.rows.push_back(
          {ColumnLabel(model_.features[f], input_.spec), static_cast<double>(values.size()),
           all - static_cast<double>(values.size()), mean, stats::QuantileOfSorted(values, 1, 2),
           NumberCell(skewness), values.front(), values.back(),
           model_.scalings[f].log ? "logarithm of 1 + value, z-score" : "z-score"});
    }
    table.notes = {fmt::format(
        "{} {{entities}} have every feature and are clustered; {} lack one and are in no "
        "cluster.",
        CountText(static_cast<double>(model_.rows.size()), input_.spec),
        CountText(static_cast<double>(input_.frame.rows - model_.rows.size()), input_.spec))};
    return table;
  }

  Table Choice() const {
    Table table = Described("_choice", "How many segments");
    table.columns = ChoiceColumns();
    for (const ClusterCount& count : choice_.counts) {
      table.rows.push_back({fmt::format("{}", count.k), count.inertia, NumberCell(count.silhouette),
                            NumberCell(count.calinski_harabasz), NumberCell(count.davies_bouldin),
                            count.gap.gap, count.gap.error, count.stability.mean_rand,
                            count.stability.low_rand, count.smallest,
                            count.k == model_.plan.k ? "used" : ""});
    }
    table.notes = {
        fmt::format("Compared on {} {{entities}} with {} starts each; gap ({} references) and "
                    "stability ({} bootstrap samples, adjusted Rand index) on {} of them. The "
                    "segments themselves rest on all {{entities}} and {} starts.",
                    CountText(static_cast<double>(choice_.rows), input_.spec), kChoiceStarts,
                    kGapReferences, kStabilityReplicates, choice_.resampled, method_.starts),
        "A high silhouette, Calinski-Harabasz, gap and stability and a low Davies-Bouldin speak "
        "for "
        "a number; none decides alone."};
    return table;
  }

  Table Loadings() const {
    Table table = Described("_loadings", "What the two axes of the picture are made of");
    table.columns = LoadingsColumns();
    if (!model_.components) return table;
    for (size_t f = 0; f < model_.features.size(); ++f) {
      table.rows.push_back({ColumnLabel(model_.features[f], input_.spec),
                            model_.components->loadings.at(f, 0),
                            model_.components->loadings.at(f, 1)});
    }
    return table;
  }

  Table Points() const {
    Table table = Described("_points", "The segments in two dimensions");
    table.columns = PointsColumns(model_.spec->label);
    if (!model_.components) return table;
    std::map<std::tuple<std::uint32_t, double, double>, double> cells;
    const auto snap = [](double value) { return std::round(value / kGridWidth) * kGridWidth; };
    for (size_t row = 0; row < model_.rows.size(); ++row) {
      const auto scores = model_.components->scores.row(row);
      ++cells[{model_.clustering.labels[row], snap(scores[0]), snap(scores[1])}];
    }
    for (const auto& [cell, n] : cells) {
      const auto& [cluster, x, y] = cell;
      table.rows.push_back({method_.names[cluster], x, y, n});
    }
    table.notes = {"Each mark stands for all {entities} of its place: none is shown by itself."};
    return table;
  }

  Table Profile() const {
    Table table = Described("_profile", "What tells the segments apart");
    table.columns = ProfileColumns(model_.spec->label);
    for (std::uint32_t cluster = 0; cluster < model_.plan.k; ++cluster) {
      for (size_t f = 0; f < model_.features.size(); ++f) {
        table.rows.push_back(ProfileRow(cluster, f));
      }
    }
    return table;
  }

  std::vector<Cell> ProfileRow(std::uint32_t cluster, size_t f) const {
    std::vector<double> values;
    stats::Summation all;
    for (size_t row = 0; row < model_.rows.size(); ++row) {
      const double value = model_.values[f][model_.rows[row]];
      all.Add(value);
      if (model_.clustering.labels[row] == cluster) values.push_back(value);
    }
    const double overall = all.value() / static_cast<double>(model_.rows.size());
    std::vector<Cell> cells = {method_.names[cluster], ColumnLabel(model_.features[f], input_.spec),
                               static_cast<double>(values.size())};
    if (values.empty()) {
      cells.resize(7);
      return cells;
    }
    const double mean = stats::MomentsOf(values).mean;
    std::ranges::sort(values);
    cells.insert(cells.end(), {Cell(mean), Cell(stats::QuantileOfSorted(values, 1, 2)),
                               overall != 0 ? Cell(100 * mean / overall) : Cell(),
                               Cell(model_.clustering.centres.at(cluster, f))});
    return cells;
  }

  Table Near() const {
    Table table = Described("_near", "Who lies near the segment above");
    table.columns = NearColumns(model_.spec->label);
    const std::vector<double> nearness = ColumnValues(model_.spec->id + "_nearness", input_);
    for (std::uint32_t cluster = 1; cluster < model_.plan.k; ++cluster) {
      double size = 0, near = 0;
      for (size_t row = 0; row < model_.rows.size(); ++row) {
        if (model_.clustering.labels[row] != cluster) continue;
        ++size;
        near += nearness[model_.rows[row]] >= kNear ? 1 : 0;
      }
      table.rows.push_back({method_.names[cluster], method_.names[cluster - 1], size, near,
                            size > 0 ? Cell(near / size) : Cell()});
    }
    table.notes = {
        "Near: the distance to the own centre is at least seven tenths of that to the one "
        "above."};
    return table;
  }

  // Single customers: nobody sees them unless the definition asks for it by name.
  Table NearList() const {
    Table table = Described("_near_list", "The nearest to the segment above");
    const SourceSpec& source = *input_.spec.FindSource(input_.spec.entity_source);
    const ColumnSpec* key = input_.spec.FindEntityColumn(source.key);
    table.columns = {KeyColumn("customer", key == nullptr ? source.key : key->label),
                     ValueColumn("segment", model_.spec->label, Format::kText),
                     ValueColumn("next", "Next above", Format::kText),
                     ValueColumn("nearness", "Nearness", Format::kNum2)};
    const std::vector<double> nearness = ColumnValues(model_.spec->id + "_nearness", input_);
    std::vector<std::pair<double, size_t>> near;  // and the row of the model
    for (size_t row = 0; row < model_.rows.size(); ++row) {
      const double value = nearness[model_.rows[row]];
      if (model_.clustering.labels[row] > 0 && value >= kNear) near.emplace_back(-value, row);
    }
    std::ranges::sort(near);
    // The rows of `customers` stand in the order of the key, as those of the frame do.
    const Result keys = database_.Query(
        fmt::format("SELECT {}::VARCHAR AS key FROM customers", QuoteName(source.key)));
    for (size_t i = 0; i < std::min(kMostListed, near.size()); ++i) {
      const auto& [value, row] = near[i];
      const std::uint32_t cluster = model_.clustering.labels[row];
      table.rows.push_back({keys.Text(model_.rows[row], "key"), method_.names[cluster],
                            method_.names[cluster - 1], -value});
    }
    table.notes = {fmt::format(
        "{} of {} {{entities}} near the border, the nearest first; nearness is the distance to the "
        "own centre over that to the one above. The list is here because the definition asks for "
        "it.",
        CountText(static_cast<double>(table.rows.size()), input_.spec),
        CountText(static_cast<double>(near.size()), input_.spec))};
    return table;
  }

  void AddMetrics(BlockResult& result) const {
    const auto add = [&](const char* suffix, const char* label, Format format,
                         std::optional<double> value) {
      result.metrics.push_back(BlockMetric(spec_.id + suffix, label, format, value));
      result.metrics.back().n = static_cast<double>(model_.rows.size());
    };
    const auto k = [](size_t count) {
      return count == 0 ? std::nullopt : std::optional(static_cast<double>(count));
    };
    add("_inertia", "Inertia", Format::kNum1, model_.clustering.inertia);
    add("_silhouette", "Silhouette", Format::kNum2,
        silhouette_ ? std::optional(silhouette_->mean) : std::nullopt);
    add("_negative", "{Entities} nearer to another segment", Format::kPct1,
        silhouette_ ? std::optional(silhouette_->negative_share) : std::nullopt);
    add("_complete", "{Entities} with every feature", Format::kInt,
        static_cast<double>(model_.rows.size()));
    add("_incomplete", "{Entities} that lack a feature", Format::kInt,
        static_cast<double>(input_.frame.rows - model_.rows.size()));
    add("_best_silhouette_k", "Number of segments by silhouette", Format::kInt,
        k(choice_.silhouette_k));
    add("_gap_k", "Number of segments by the gap statistic", Format::kInt, k(choice_.gap_k));
    const auto used = std::ranges::find(choice_.counts, model_.plan.k, &ClusterCount::k);
    add("_rand", "Stability (mean adjusted Rand index)", Format::kNum2,
        used == choice_.counts.end() ? std::nullopt : std::optional(used->stability.mean_rand));
    for (const auto& [suffix, component] :
         {std::pair("_first_share", size_t{0}), std::pair("_second_share", size_t{1})}) {
      add(suffix,
          component == 0 ? "Variance in the first component" : "Variance in the second component",
          Format::kPct1,
          model_.components ? std::optional(model_.components->shares[component]) : std::nullopt);
    }
  }

  const BlockSpec& spec_;
  const ClusterModel& model_;
  const ClustersSpec& method_;
  const AnalysisInput& input_;
  Database& database_;
  ClusterChoice choice_;
  std::optional<stats::Silhouette> silhouette_;
};

}  // namespace

BlockResult ComputeClusters(const BlockSpec& spec, const ClustersBlock& block,
                            const SegmentInput& made) {
  const ClusterModel* model = made.later.FindClusters(block.of);
  if (model != nullptr) return Clusters(spec, *model, made.input, made.database).Compute();
  // The segmentation said why there are none; its tables stand empty.
  const std::string& label = made.input.spec.FindSegmentation(block.of)->label;
  const std::string reason = "too few {entities} have every feature";
  BlockResult result;
  for (auto& [suffix, columns] :
       std::vector<std::pair<const char*, std::vector<Column>>>{{"_features", FeaturesColumns()},
                                                                {"_choice", ChoiceColumns()},
                                                                {"_loadings", LoadingsColumns()},
                                                                {"_points", PointsColumns(label)},
                                                                {"_profile", ProfileColumns(label)},
                                                                {"_near", NearColumns(label)}}) {
    Table table;
    table.id = spec.id + suffix;
    table.title = spec.title;
    table.columns = std::move(columns);
    table.notes = {reason};
    result.tables.push_back(std::move(table));
  }
  for (const char* suffix :
       {"_inertia", "_silhouette", "_negative", "_complete", "_incomplete", "_best_silhouette_k",
        "_gap_k", "_rand", "_first_share", "_second_share"}) {
    result.metrics.push_back(
        BlockMetric(spec.id + suffix, LabelFromName(suffix + 1), Format::kNum2, std::nullopt));
    result.metrics.back().missing_reason = reason;
  }
  return result;
}

}  // namespace tessera
