#include "analysis/rfm_block.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "analysis/block_values.h"
#include "analysis/entity_column.h"
#include "analysis/table_columns.h"

namespace tessera {
namespace {

struct Part {
  const char* label;
  const char* suffix;
  const stats::ScoreScale* scale;
  std::string of;
};

Table BreaksTable(const BlockSpec& spec, const std::array<Part, 3>& parts, int scores) {
  Table table;
  table.id = spec.id;
  table.title = spec.title;
  table.description = spec.description;
  table.columns = {KeyColumn("part", "Part"), ValueColumn("of", "Measured by", Format::kText),
                   ValueColumn("direction", "Direction", Format::kText)};
  for (int i = 1; i < scores; ++i) {
    table.columns.push_back(
        ValueColumn(fmt::format("break_{}", i), fmt::format("Break {}", i), Format::kNum1));
  }
  for (const Part& part : parts) {
    std::vector<Cell> cells = {part.label, part.of,
                               part.scale->reversed ? "few days score high" : "much scores high"};
    for (const double edge : part.scale->breaks) cells.emplace_back(edge);
    cells.resize(table.columns.size());
    table.rows.push_back(std::move(cells));
  }
  table.notes = {
      "Breaks are type-7 quantiles; intervals are closed on the right, so equal values always get "
      "the same score."};
  return table;
}

}  // namespace

BlockResult ComputeRfm(const BlockSpec& spec, const RfmBlock& block, const SegmentInput& made) {
  const RfmModel& model = *made.later.FindRfm(block.of);
  const auto& method = std::get<RfmSpec>(model.spec->method);
  const std::array<Part, 3> parts = {
      Part{"Recency", "_recency", &model.recency, ExpressionText(*method.recency)},
      Part{"Frequency", "_frequency", &model.frequency, ExpressionText(*method.frequency)},
      Part{"Money", "_money", &model.money, ExpressionText(*method.money)}};
  BlockResult result;
  result.tables.push_back(BreaksTable(spec, parts, method.scores));

  Table counts;
  counts.id = spec.id + "_scores";
  counts.title = "How many {entities} have each score";
  counts.columns = {KeyColumn("score", "Score")};
  const auto scores = static_cast<size_t>(method.scores);
  std::vector<std::vector<double>> sizes;
  double missing = 0;
  for (const Part& part : parts) {
    counts.columns.push_back(ValueColumn(part.suffix + 1, part.label, Format::kInt));
    std::vector<double> size(scores + 1);
    for (const double score : ColumnValues(block.of + part.suffix, made.input)) {
      ++size[std::isnan(score) ? 0 : static_cast<size_t>(score)];
    }
    missing = std::max(missing, size[0]);
    sizes.push_back(std::move(size));
  }
  for (size_t score = 1; score <= scores; ++score) {
    counts.rows.push_back(
        {fmt::format("{}", score), sizes[0][score], sizes[1][score], sizes[2][score]});
  }
  result.tables.push_back(std::move(counts));
  result.metrics.push_back(
      BlockMetric(spec.id + "_missing", "{Entities} without a score", Format::kInt, missing));
  return result;
}

}  // namespace tessera
