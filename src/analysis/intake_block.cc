#include "analysis/intake_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/block_values.h"
#include "analysis/table_columns.h"
#include "base/text.h"

namespace tessera {
namespace {

// What of the questions rests on a column, in their words.
std::string NeededFor(const std::string& column, const IntakeBlock& block) {
  std::vector<std::string> labels;
  for (const IntakeQuestion& question : block.questions) {
    if (std::ranges::find(question.needs, column) != question.needs.end()) {
      labels.push_back(question.label);
    }
  }
  return Join(labels, "; ");
}

void AddColumnRow(const SourceSpec& source, const SourceSummary& summary,
                  const ColumnSummary& column, const IntakeBlock& block, Table& table) {
  const ColumnSpec* spec = source.FindColumn(column.name);
  const bool optional = source.optional || (spec != nullptr && spec->optional);
  const bool there = summary.found && column.present;
  const double rows = there ? std::max(0.0, summary.used_rows - column.missing) : 0;
  const std::string needed_for = NeededFor(column.name, block);
  table.rows.push_back(
      {summary.name, column.name,
       fmt::format("{}, {}", column.type, optional ? "may be missing" : "required"), rows,
       std::string(!there      ? "MISSING"
                   : rows == 0 ? "EMPTY"
                               : "OK"),
       needed_for.empty() ? Cell() : Cell(needed_for)});
}

Table IntakeTable(const BlockSpec& spec, const IntakeBlock& block, const AnalysisInput& input,
                  const Sources& sources) {
  Table table = BlockTable(spec);
  table.columns = {KeyColumn("table", "Table"),
                   KeyColumn("column", "Column"),
                   ValueColumn("expected", "Expected", Format::kText),
                   ValueColumn("rows", "Values found", Format::kInt),
                   ValueColumn("status", "Status", Format::kText),
                   ValueColumn("needed_for", "Needed for", Format::kText)};
  for (const SourceSummary& summary : sources.summaries) {
    const SourceSpec* source = input.spec.FindSource(summary.name);
    if (source == nullptr) continue;
    for (const ColumnSummary& column : summary.column_summaries) {
      AddColumnRow(*source, summary, column, block, table);
    }
  }
  table.notes = {
      "EMPTY: the table or the column is there and holds nothing. MISSING: it is not "
      "there."};
  return table;
}

Table QuestionTable(const BlockSpec& spec, const IntakeBlock& block, const MissingInputs& missing) {
  Table table = BlockTable(spec, "_questions", "What was asked, and what the data can answer");
  table.columns = {KeyColumn("question", "Question"), ValueColumn("id", "Id", Format::kText),
                   ValueColumn("standing", "Standing", Format::kText),
                   ValueColumn("lacks", "What is lacking", Format::kText),
                   ValueColumn("instead", "Shown instead", Format::kText)};
  for (const IntakeQuestion& question : block.questions) {
    std::vector<std::string> lacks;
    for (const std::string& need : question.needs) {
      const auto found = missing.find(need);
      if (found == missing.end()) continue;
      if (std::ranges::find(lacks, found->second) == lacks.end()) lacks.push_back(found->second);
    }
    const char* standing = lacks.empty()              ? "answered"
                           : question.instead.empty() ? "not answered"
                                                      : "fallback";
    table.rows.push_back(
        {question.label, question.id, std::string(standing),
         lacks.empty() ? Cell() : Cell(Join(lacks, "; ")),
         lacks.empty() || question.instead.empty() ? Cell() : Cell(question.instead)});
  }
  return table;
}

Table LeftOutTable(const BlockSpec& spec, const std::vector<LeftOut>& left_out) {
  Table table = BlockTable(spec, "_left_out", "What could not be made");
  table.columns = {KeyColumn("block", "Analysis"),
                   ValueColumn("lacks", "What is lacking", Format::kText)};
  for (const LeftOut& left : left_out) {
    table.rows.push_back({left.title, Join(left.missing, "; ")});
  }
  return table;
}

void CheckNames(const IntakeBlock& block, const ReportSpec& spec) {
  for (const IntakeQuestion& question : block.questions) {
    for (const std::string& need : question.needs) {
      if (spec.FindEntityColumn(need) != nullptr || spec.FindAttribute(need) != nullptr) continue;
      if (spec.FindDimension(need) != nullptr) continue;
      throw Error(fmt::format("the question '{}' needs '{}', which is no column, attribute or "
                              "dimension",
                              question.id, need),
                  question.place);
    }
  }
}

}  // namespace

BlockResult ComputeIntake(const BlockSpec& spec, const IntakeBlock& block,
                          const AnalysisInput& input, const Sources& sources,
                          const MissingInputs& missing) {
  CheckNames(block, input.spec);
  BlockResult result;
  result.tables = {IntakeTable(spec, block, input, sources), QuestionTable(spec, block, missing),
                   LeftOutTable(spec, FindLeftOut(input.spec, missing))};
  const auto lacking = [&](const char* status) {
    double n = 0;
    for (const auto& row : result.tables.front().rows) n += CellText(row[4]) == status ? 1 : 0;
    return n;
  };
  for (const auto& [part, label, status] :
       {std::tuple("empty", "Columns that are empty", "EMPTY"),
        std::tuple("missing", "Columns that are missing", "MISSING")}) {
    Metric metric =
        BlockMetric(fmt::format("{}_{}", spec.id, part), label, Format::kInt, lacking(status));
    metric.n = static_cast<double>(result.tables.front().rows.size());
    result.metrics.push_back(std::move(metric));
  }
  Metric open = BlockMetric(spec.id + "_open", "Questions not answered as asked", Format::kInt, 0);
  for (const auto& row : result.tables[1].rows) {
    open.value = *open.value + (CellText(row[2]) == "answered" ? 0 : 1);
  }
  open.n = static_cast<double>(block.questions.size());
  result.metrics.push_back(std::move(open));
  return result;
}

}  // namespace tessera
