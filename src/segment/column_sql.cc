#include "segment/column_sql.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace tessera {
namespace {

std::string NullNumber(const SqlScope& scope) {
  return NullSql(ColumnType::kNumber, scope.dialect);
}

std::string AsNumber(const std::string& sql, const SqlScope& scope) {
  return CastSql("(" + sql + ")", ColumnType::kNumber, scope.dialect);
}

std::string ThresholdSql(const ThresholdSpec& spec, const LaterColumns& found,
                         const std::string& from, SqlScope& scope) {
  const auto result = std::ranges::find_if(
      found.thresholds, [&](const ThresholdResult& one) { return one.spec->id == spec.id; });
  if (spec.by == nullptr && result->groups.front().value) {
    scope.parameters[spec.id] = *result->groups.front().value;
    return "SELECT * FROM " + from;
  }
  std::string value = NullNumber(scope);
  if (spec.by != nullptr && !result->groups.empty()) {
    const TypedSql by = Compile(*spec.by, scope);
    const std::string name = ShownSql(by.sql, by.type, scope.dialect);
    value = "CASE";
    for (const ThresholdGroup& group : result->groups) {
      value += fmt::format(" WHEN {} = {} THEN {}", name, QuoteText(group.name, scope.dialect),
                           group.value ? NumberSql(*group.value) : NullNumber(scope));
    }
    value += " END";
  }
  scope.AddColumn(spec.id, ColumnType::kNumber);
  return fmt::format("SELECT *, {} AS {} FROM {}", value, QuoteName(spec.id, scope.dialect), from);
}

std::string AttributeSql(const AttributeSpec& spec, const std::string& from, SqlScope& scope) {
  const TypedSql value = FormulaSql(spec, scope);
  scope.AddColumn(spec.name, value.type);
  return fmt::format("SELECT *, {} AS {} FROM {}", value.sql, QuoteName(spec.name, scope.dialect),
                     from);
}

// A sum of terms; "0" when there are none.
std::string Total(const std::vector<std::string>& terms) {
  return terms.empty() ? "0" : Join(terms, " + ");
}

// Squared distances to each centre, nearest first among equals the lower number.
class ClusterSql {
 public:
  ClusterSql(const ClusterModel& model, const SqlScope& scope) : model_(model), scope_(scope) {}

  std::string Query(const std::string& from) const {
    const std::string distances =
        fmt::format("(SELECT *, {} FROM (SELECT *, {} FROM {}) AS z) AS d", Join(Distances(), ", "),
                    Join(Scaled(), ", "), from);
    const std::vector<std::string> names = model_.spec->Columns();
    const std::vector<std::string> values = {Label(), Component(0), Component(1), Nearness(),
                                             Score()};
    std::vector<std::string> columns;
    for (size_t i = 0; i < names.size(); ++i) {
      columns.push_back(fmt::format("{} AS {}", values[i], Quoted(names[i])));
    }
    return fmt::format("SELECT *, {} FROM {}", Join(columns, ", "), distances);
  }

 private:
  std::string Quoted(const std::string& name) const { return QuoteName(name, scope_.dialect); }
  std::string Z(size_t feature) const {
    return Quoted(fmt::format("#{}_z{}", model_.spec->id, feature));
  }
  std::string D(size_t cluster) const {
    return Quoted(fmt::format("#{}_d{}", model_.spec->id, cluster));
  }
  size_t clusters() const { return model_.clustering.centres.rows; }
  const std::vector<std::string>& names() const {
    return std::get<ClustersSpec>(model_.spec->method).names;
  }

  std::vector<std::string> Scaled() const {
    std::vector<std::string> columns;
    for (size_t f = 0; f < model_.features.size(); ++f) {
      const stats::FeatureScaling& scaling = model_.scalings[f];
      std::string value = AsNumber(scope_.names.find(model_.features[f])->second.sql, scope_);
      // Of another day a value may be where no logarithm is.
      if (scaling.log) {
        // (greatest() takes a missing value for 0 in some engines.)
        const std::string large = fmt::format("CASE WHEN {0} < 0e0 THEN 0e0 ELSE {0} END", value);
        value = LogarithmSql("1e0 + " + large, scope_.dialect);
      }
      const std::string scaled =
          scaling.sd > 0
              ? fmt::format("({} - {}) / {}", value, NumberSql(scaling.mean), NumberSql(scaling.sd))
              : fmt::format("{} * 0e0", value);
      columns.push_back(fmt::format("{} AS {}", scaled, Z(f)));
    }
    return columns;
  }

  std::vector<std::string> Distances() const {
    std::vector<std::string> columns;
    for (size_t c = 0; c < clusters(); ++c) {
      std::vector<std::string> terms;
      for (size_t f = 0; f < model_.features.size(); ++f) {
        const std::string centre = NumberSql(model_.clustering.centres.at(c, f));
        terms.push_back(fmt::format("({0} - {1}) * ({0} - {1})", Z(f), centre));
      }
      columns.push_back(fmt::format("{} AS {}", Total(terms), D(c)));
    }
    return columns;
  }

  std::string IsNearest(size_t cluster) const {
    std::vector<std::string> parts;
    for (size_t other = 0; other < clusters(); ++other) {
      if (other == cluster) continue;
      parts.push_back(fmt::format("{} {} {}", D(cluster), other < cluster ? "<" : "<=", D(other)));
    }
    return parts.empty() ? fmt::format("{} IS NOT NULL", D(cluster)) : Join(parts, " AND ");
  }

  std::string Label() const {
    std::string sql = "CASE";
    for (size_t c = 0; c < clusters(); ++c) {
      sql += fmt::format(" WHEN {} THEN {}", IsNearest(c), QuoteText(names()[c], scope_.dialect));
    }
    return sql + " END";
  }

  std::string Component(size_t component) const {
    if (!model_.components) return NullNumber(scope_);
    std::vector<std::string> terms;
    for (size_t f = 0; f < model_.features.size(); ++f) {
      terms.push_back(fmt::format("({} - {}) * {}", Z(f), NumberSql(model_.components->means[f]),
                                  NumberSql(model_.components->loadings.at(f, component))));
    }
    return Total(terms);
  }

  std::string Nearness() const {
    std::string sql = "CASE";
    for (size_t c = 1; c < clusters(); ++c) {
      sql += fmt::format(" WHEN {} AND {} > 0 THEN sqrt({} / {})", IsNearest(c), D(c - 1), D(c),
                         D(c - 1));
    }
    return clusters() < 2 ? NullNumber(scope_) : sql + " END";
  }

  std::string Score() const {
    const std::string top = fmt::format("sqrt({})", D(0));
    const std::string bottom = fmt::format("sqrt({})", D(clusters() - 1));
    return fmt::format("CASE WHEN {0} + {1} > 0 THEN {1} / ({0} + {1}) END", top, bottom);
  }

  const ClusterModel& model_;
  const SqlScope& scope_;
};

std::string ClustersQuery(const SegmentationSpec& spec, const LaterColumns& found,
                          const std::string& from, SqlScope& scope) {
  const std::vector<std::string> names = spec.Columns();
  const ClusterModel* model = found.FindClusters(spec.id);
  std::string sql;
  if (model != nullptr) {
    sql = ClusterSql(*model, scope).Query(from);
  } else {
    sql = fmt::format("SELECT *, {} AS {}", NullSql(ColumnType::kText, scope.dialect),
                      QuoteName(names[0], scope.dialect));
    for (size_t i = 1; i < names.size(); ++i) {
      sql += fmt::format(", {} AS {}", NullNumber(scope), QuoteName(names[i], scope.dialect));
    }
    sql += " FROM " + from;
  }
  scope.AddColumn(names[0], ColumnType::kText);
  for (size_t i = 1; i < names.size(); ++i) scope.AddColumn(names[i], ColumnType::kNumber);
  return sql;
}

// 1 + the number of breaks below the value; a reversed scale counts from the top.
std::string ScoreSql(const ExpressionTree& tree, const stats::ScoreScale& scale,
                     const SqlScope& scope) {
  const std::string value = AsNumber(Compile(*tree, scope).sql, scope);
  std::vector<std::string> terms = {"1"};
  for (const double edge : scale.breaks) {
    terms.push_back(fmt::format("(CASE WHEN {} > {} THEN 1 ELSE 0 END)", value, NumberSql(edge)));
  }
  const std::string score = scale.reversed
                                ? fmt::format("{} - ({})", scale.scores() + 1, Join(terms, " + "))
                                : Join(terms, " + ");
  return fmt::format("CASE WHEN {} IS NULL THEN NULL ELSE {} END", value,
                     CastSql("(" + score + ")", ColumnType::kInt, scope.dialect));
}

std::string RfmQuery(const SegmentationSpec& spec, const LaterColumns& found,
                     const std::string& from, SqlScope& scope) {
  const RfmModel& model = *found.FindRfm(spec.id);
  const auto& rfm = std::get<RfmSpec>(spec.method);
  const std::vector<std::string> names = spec.Columns();
  std::vector<std::string> quoted;
  quoted.reserve(names.size());
  for (const std::string& name : names) quoted.push_back(QuoteName(name, scope.dialect));
  const std::string scores = fmt::format("(SELECT *, {} AS {}, {} AS {}, {} AS {} FROM {}) AS s",
                                         ScoreSql(rfm.recency, model.recency, scope), quoted[0],
                                         ScoreSql(rfm.frequency, model.frequency, scope), quoted[1],
                                         ScoreSql(rfm.money, model.money, scope), quoted[2], from);
  for (size_t i = 0; i < names.size(); ++i) {
    scope.AddColumn(names[i], i < 4 ? ColumnType::kInt : ColumnType::kNumber);
  }
  const std::string sum = fmt::format("{} + {} + {}", quoted[0], quoted[1], quoted[2]);
  return fmt::format("SELECT *, 100 * {} + 10 * {} + {} AS {}, {} / 3 AS {} FROM {}", quoted[0],
                     quoted[1], quoted[2], quoted[3], AsNumber(sum, scope), quoted[4], scores);
}

}  // namespace

std::string StepSql(const ReportSpec& spec, const LaterStep& step, const LaterColumns& found,
                    const std::string& from, SqlScope& scope) {
  switch (step.kind) {
    case LaterStep::Kind::kThreshold:
      return ThresholdSql(spec.thresholds[step.index], found, from, scope);
    case LaterStep::Kind::kAttribute:
      return AttributeSql(spec.attributes[step.index], from, scope);
    case LaterStep::Kind::kSegmentation:
      break;
  }
  const SegmentationSpec& one = spec.segmentations[step.index];
  return std::holds_alternative<ClustersSpec>(one.method) ? ClustersQuery(one, found, from, scope)
                                                          : RfmQuery(one, found, from, scope);
}

}  // namespace tessera
