#include "segment/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/sort.h"
#include "base/text.h"
#include "segment/column_sql.h"
#include "stats/moments.h"
#include "stats/quantile.h"
#include "warehouse/entity_source.h"

namespace tessera {
namespace {

double StatisticOf(const ThresholdSpec& spec, std::vector<double>& values) {
  SortNumbers(values);
  switch (spec.statistic) {
    case Statistic::kMean:
      return stats::MomentsOf(values).mean;
    case Statistic::kMedian:
      return stats::QuantileOfSorted(values, 0.5);
    case Statistic::kQuantile:
      return stats::QuantileOfSorted(values, spec.quantile);
    case Statistic::kMin:
      return values.front();
    case Statistic::kMax:
      return values.back();
  }
  return 0;
}

ThresholdGroup GroupOf(const ThresholdSpec& spec, std::string name, std::vector<double> values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  ThresholdGroup group{std::move(name), std::nullopt, static_cast<double>(values.size())};
  if (!values.empty()) group.value = StatisticOf(spec, values);
  return group;
}

// Numbers of `from` in its order, which is that of the key.
std::vector<double> NumbersOf(const std::string& sql, const std::string& from, Database& database) {
  return database.Query(fmt::format("SELECT ({})::DOUBLE AS value FROM {}", sql, from))
      .columns.front()
      .numbers;
}

// The working out of one report, step by step. `from_` is the entities with what is known so far.
class Work {
 public:
  Work(const ReportSpec& spec, const Sources& sources, Database& database)
      : spec_(spec), sources_(sources), database_(database), from_("entities") {
    found_.scope = sources.scope;
  }

  LaterColumns Run() {
    for (const LaterStep& step : spec_.later) {
      if (step.kind == LaterStep::Kind::kThreshold) {
        found_.thresholds.push_back(Threshold(spec_.thresholds[step.index]));
      } else if (step.kind == LaterStep::Kind::kSegmentation) {
        Segment(spec_.segmentations[step.index]);
      }
      from_ = fmt::format("({})", StepSql(spec_, step, found_, from_, found_.scope));
    }
    if (from_ != "entities") {
      database_.Execute(fmt::format(
          "CREATE OR REPLACE TABLE entities AS SELECT columns(c -> c[1] <> '#') FROM {} ORDER BY "
          "{}",
          from_, QuoteName(spec_.FindSource(spec_.entity_source)->key)));
    }
    return std::move(found_);
  }

 private:
  // The entities, or the rows of a source of its own while there are any.
  std::string PopulationOf(const ThresholdSpec& spec) const {
    const SourceSummary* source = sources_.Find(spec.source);
    const SourceSpec* known = spec_.FindSource(spec.source);
    const bool own = known != nullptr && known->relationship == Relationship::kOneToOne;
    return own && source != nullptr && source->found ? FurtherTable(spec.source) : from_;
  }

  ThresholdResult Threshold(const ThresholdSpec& spec) {
    const std::string value = Compile(*spec.of, found_.scope).sql;
    const std::string where =
        spec.where == nullptr ? "" : " WHERE " + ConditionSql(*spec.where, found_.scope);
    const std::string from = PopulationOf(spec) + where;
    ThresholdResult result{&spec, {}};
    if (spec.by == nullptr) {
      result.groups.push_back(GroupOf(spec, "", NumbersOf(value, from, database_)));
    } else {
      const std::string by = fmt::format("({})::VARCHAR", Compile(*spec.by, found_.scope).sql);
      const Result names = database_.Query(
          fmt::format("SELECT DISTINCT {0} AS name FROM {1} WHERE {0} IS NOT NULL ORDER BY 1", by,
                      PopulationOf(spec)));
      for (size_t row = 0; row < names.rows; ++row) {
        const std::string name = names.Text(row, "name");
        const std::string group = fmt::format(
            "{}{} {} = {}", from, where.empty() ? " WHERE" : " AND", by, QuoteText(name));
        result.groups.push_back(GroupOf(spec, name, NumbersOf(value, group, database_)));
      }
    }
    for (const ThresholdGroup& group : result.groups) {
      if (group.value) continue;
      found_.notes.push_back(
          {Severity::kWarning, spec.id,
           fmt::format("no {} has a value for the threshold {}{}", spec_.entity, spec.label,
                       group.name.empty() ? "" : " of " + group.name)});
    }
    return result;
  }

  void Segment(const SegmentationSpec& spec) {
    if (const auto* clusters = std::get_if<ClustersSpec>(&spec.method)) {
      Cluster(spec, *clusters);
      return;
    }
    const auto& rfm = std::get<RfmSpec>(spec.method);
    const auto scale = [&](const ExpressionTree& tree, bool reversed) {
      return stats::ScoreScaleOf(NumbersOf(Compile(*tree, found_.scope).sql, from_, database_),
                                 reversed, rfm.scores);
    };
    found_.rfms.push_back(
        {&spec, scale(rfm.recency, true), scale(rfm.frequency, false), scale(rfm.money, false)});
  }

  void Cluster(const SegmentationSpec& spec, const ClustersSpec& method) {
    ClusterModel model;
    model.spec = &spec;
    for (const std::string& feature : method.features) {
      AddFeature(spec, feature, model);
    }
    FindCompleteRows(model);
    if (model.features.empty() || model.rows.size() < static_cast<size_t>(method.k)) {
      found_.notes.push_back({Severity::kWarning, spec.id,
                              fmt::format("{} {} have all features, too few for {} clusters",
                                          model.rows.size(), spec_.entities, method.k)});
      return;
    }
    Scale(model);
    model.plan.k = static_cast<size_t>(method.k);
    model.plan.starts = static_cast<std::uint32_t>(method.starts);
    model.plan.seed = spec_.seed;
    model.clustering = stats::OrderClusters(stats::KMeans(model.scaled.view(), model.plan),
                                            ValueOf(method, model), true);
    if (model.features.size() > 1) {
      model.components = stats::PrincipalComponentsOf(model.scaled.view(), 2);
    }
    found_.clusters.push_back(std::move(model));
  }

  void AddFeature(const SegmentationSpec& spec, const std::string& feature, ClusterModel& model) {
    const auto known = found_.scope.names.find(feature);
    const ColumnType type = known->second.type;
    if (type != ColumnType::kInt && type != ColumnType::kNumber && type != ColumnType::kMoney) {
      throw Error(
          fmt::format("'{}' is {}; clusters are made of numbers", feature, ColumnTypeName(type)),
          spec.place);
    }
    std::vector<double> values = NumbersOf(known->second.sql, from_, database_);
    if (std::ranges::all_of(values, [](double value) { return std::isnan(value); })) {
      found_.notes.push_back(
          {Severity::kWarning, spec.id,
           fmt::format("the feature {} has no values and is left out", feature)});
      return;
    }
    model.features.push_back(feature);
    model.values.push_back(std::move(values));
  }

  static void FindCompleteRows(ClusterModel& model) {
    const size_t entities = model.values.empty() ? 0 : model.values.front().size();
    for (size_t row = 0; row < entities; ++row) {
      const bool complete = std::ranges::none_of(
          model.values, [&](const auto& values) { return std::isnan(values[row]); });
      if (complete) model.rows.push_back(static_cast<std::uint32_t>(row));
    }
  }

  // The values of a feature in the rows that have all.
  static std::vector<double> Complete(const ClusterModel& model, size_t feature) {
    std::vector<double> complete;
    complete.reserve(model.rows.size());
    for (const std::uint32_t row : model.rows) complete.push_back(model.values[feature][row]);
    return complete;
  }

  static void Scale(ClusterModel& model) {
    std::vector<std::vector<double>> columns;
    for (size_t feature = 0; feature < model.values.size(); ++feature) {
      const std::vector<double> complete = Complete(model, feature);
      model.scalings.push_back(stats::ScalingOf(complete));
      columns.push_back(stats::Scaled(complete, model.scalings.back()));
    }
    const std::vector<std::span<const double>> views(columns.begin(), columns.end());
    model.scaled = stats::MatrixOfColumns(views);
  }

  // The measure that orders the clusters, the first feature where nobody has any of it; who has
  // none counts as the mean.
  std::vector<double> ValueOf(const ClustersSpec& method, const ClusterModel& model) {
    const std::vector<double> all =
        NumbersOf(Compile(*method.order_by, found_.scope).sql, from_, database_);
    std::vector<double> known;
    for (const std::uint32_t row : model.rows) {
      if (!std::isnan(all[row])) known.push_back(all[row]);
    }
    if (known.empty()) {
      found_.notes.push_back({Severity::kInfo, model.spec->id,
                              fmt::format("{} is not in the data: the segments are ordered by {}",
                                          ExpressionText(*method.order_by), model.features[0])});
      return stats::Scaled(Complete(model, 0), model.scalings[0]);
    }
    const double mean = stats::MomentsOf(known).mean;
    std::vector<double> value;
    for (const std::uint32_t row : model.rows) {
      value.push_back(std::isnan(all[row]) ? mean : all[row]);
    }
    return value;
  }

  const ReportSpec& spec_;
  const Sources& sources_;
  Database& database_;
  std::string from_;
  LaterColumns found_;
};

template <typename Model>
const Model* FindModel(const std::vector<Model>& models, std::string_view id) {
  const auto found =
      std::ranges::find_if(models, [&](const Model& model) { return model.spec->id == id; });
  return found == models.end() ? nullptr : &*found;
}

}  // namespace

const ClusterModel* LaterColumns::FindClusters(std::string_view id) const {
  return FindModel(clusters, id);
}
const RfmModel* LaterColumns::FindRfm(std::string_view id) const { return FindModel(rfms, id); }

LaterColumns AddLaterColumns(const ReportSpec& spec, const Sources& sources, Database& database) {
  return Work(spec, sources, database).Run();
}

std::string WithLaterColumns(const ReportSpec& spec, const LaterColumns& found,
                             const std::string& query, SqlScope& scope) {
  std::string from = fmt::format("({}) AS t", query);
  for (const LaterStep& step : spec.later) {
    from = fmt::format("({}) AS t", StepSql(spec, step, found, from, scope));
  }
  return "SELECT * FROM " + from;
}

}  // namespace tessera
