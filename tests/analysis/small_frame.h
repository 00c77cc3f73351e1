// Data made by hand, as the blocks see it: no file and no database.
#ifndef TESSERA_TESTS_ANALYSIS_SMALL_FRAME_H_
#define TESSERA_TESTS_ANALYSIS_SMALL_FRAME_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analysis/block.h"
#include "base/lexicon.h"

namespace tessera {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Add dimensions and metrics, then Input(). Every metric's values stand in a column of its own
// name.
class SmallFrame {
 public:
  explicit SmallFrame(size_t rows) {
    frame_.rows = rows;
    spec_.entity = "customer";
    spec_.entities = "customers";
    spec_.entity_source = "users";
    spec_.minimum_n_claim = 2;
    spec_.uptake = {0.05, 0.15, 0.3};
    MetricSpec customers;
    customers.id = "customers";
    customers.label = "Customers";
    customers.aggregate = Aggregate::kCount;
    customers.format = Format::kInt;
    spec_.metrics.push_back(customers);
    values_["customers"].assign(rows, 1);
  }

  ReportSpec& spec() { return spec_; }
  Frame& frame() { return frame_; }

  Dimension& dimension(const std::string& id) {
    return std::ranges::find(frame_.dimensions, id,
                             [](const FrameDimension& one) { return one.dimension.id; })
        ->dimension;
  }

  // `codes` of the members; the dimension is cut by `of` when one is given.
  void AddDimension(const std::string& id, const std::string& label,
                    const std::vector<std::string>& members, std::vector<std::uint16_t> codes,
                    const std::string& of = "") {
    FrameDimension dimension;
    dimension.dimension.id = id;
    dimension.dimension.label = label;
    for (const std::string& name : members)
      dimension.dimension.members.push_back({name, name, "", name == "(missing)"});
    dimension.codes = std::move(codes);
    frame_.dimensions.push_back(std::move(dimension));
    DimensionSpec definition;
    definition.id = id;
    definition.label = label;
    if (!of.empty()) definition.of = ParseExpression(of, {});
    spec_.dimensions.push_back(std::move(definition));
  }

  void AddSimple(const std::string& id, const std::string& label, Aggregate aggregate,
                 Format format, std::vector<double> values) {
    MetricSpec metric;
    metric.id = id;
    metric.label = label;
    metric.aggregate = aggregate;
    metric.expression = ParseExpression(id, {});
    metric.format = format;
    spec_.metrics.push_back(std::move(metric));
    scope_.AddColumn(id, ColumnType::kNumber);
    values_[id] = std::move(values);
  }

  void AddMean(const std::string& id, const std::string& label, Format format,
               std::vector<double> values) {
    AddSimple(id, label, Aggregate::kMean, format, std::move(values));
  }

  // `<id>` is the part of the customers where `holds` is 1.
  void AddRate(const std::string& id, const std::string& label, std::vector<double> holds) {
    MetricSpec part;
    part.id = id + "_part";
    part.label = label;
    part.aggregate = Aggregate::kCount;
    part.filter = ParseExpression(id, {});
    part.format = Format::kInt;
    spec_.metrics.push_back(std::move(part));
    scope_.AddColumn(id, ColumnType::kBool);
    values_[id + "_part"] = std::move(holds);
    MetricSpec rate;
    rate.id = id;
    rate.label = label;
    rate.type = MetricType::kRatio;
    rate.numerator = id + "_part";
    rate.denominator = "customers";
    rate.format = Format::kPct1;
    spec_.metrics.push_back(std::move(rate));
  }

  void AddShare(const std::string& id, const std::string& numerator) {
    MetricSpec share;
    share.id = id;
    share.label = id;
    share.type = MetricType::kRatio;
    share.numerator = numerator;
    share.share_of_total = true;
    share.format = Format::kPct1;
    spec_.metrics.push_back(std::move(share));
  }

  // Further columns of the frame: "flag:…", "target:…", "column:…".
  void AddMeasure(const std::string& id, const std::vector<double>& values) {
    extra_.emplace_back(id, values, ColumnType::kNumber);
  }

  // The finished stage; call it once, after everything is added.
  const AnalysisInput& Input() {
    catalogue_ = std::make_unique<MetricCatalogue>(spec_, scope_, missing_);
    for (const FrameColumn& column : catalogue_->columns()) {
      frame_.measures.emplace_back(column.id, values_.at(column.id), ColumnType::kNumber);
    }
    for (Measure& measure : extra_) frame_.measures.push_back(std::move(measure));
    input_ = std::make_unique<AnalysisInput>(spec_, frame_, *catalogue_);
    return *input_;
  }

  void SetMissing(const std::string& column) { missing_.push_back(column); }

 private:
  ReportSpec spec_;
  SqlScope scope_;
  Frame frame_;
  std::map<std::string, std::vector<double>> values_;
  std::vector<Measure> extra_;
  std::vector<std::string> missing_;
  std::unique_ptr<MetricCatalogue> catalogue_;
  std::unique_ptr<AnalysisInput> input_;
};

inline const Metric* FindMetric(const BlockResult& result, const std::string& id) {
  for (const Metric& metric : result.metrics) {
    if (metric.id == id) return &metric;
  }
  return nullptr;
}

inline const Table* FindTable(const BlockResult& result, const std::string& id) {
  for (const Table& table : result.tables) {
    if (table.id == id) return &table;
  }
  return nullptr;
}

inline Cell CellAt(const Table& table, size_t row, const std::string& column) {
  const int index = table.ColumnIndex(column);
  return index < 0 ? Cell(std::string("no column ") + column)
                   : table.rows.at(row).at(static_cast<size_t>(index));
}

// The first word that would need a licence among the words of a block's tables and figures; "" if
// there is none (REPORTS.md §5.1).
inline std::string UnlicensedWord(const BlockResult& result) {
  std::vector<std::string> texts;
  for (const Table& table : result.tables) {
    texts.insert(texts.end(), {table.title, table.description});
    texts.insert(texts.end(), table.notes.begin(), table.notes.end());
    for (const Column& column : table.columns) texts.push_back(column.label);
    for (const auto& row : table.rows) {
      for (const Cell& cell : row) texts.push_back(CellText(cell));
    }
  }
  for (const Metric& metric : result.metrics) {
    texts.insert(texts.end(), {metric.label, metric.description, metric.formula,
                               metric.missing_reason, metric.interval_method, metric.compares});
  }
  for (const Diagnostic& note : result.notes) texts.push_back(note.message);
  for (const std::string& text : texts) {
    if (FindLexiconWord(text)) return text;
  }
  return "";
}

}  // namespace tessera

#endif  // TESSERA_TESTS_ANALYSIS_SMALL_FRAME_H_
