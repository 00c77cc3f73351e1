#include <fmt/format.h>

#include <algorithm>

#include "analysis/figures.h"
#include "base/text.h"

namespace tessera {
namespace {

std::string Count(double value, const Report& report) {
  return FormatNumber(value, Format::kInt, report.locale);
}

void AddSourceCaveats(const SourceSummary& source, Report& report) {
  const auto say = [&](double n, std::string_view what) {
    if (n > 0)
      report.caveats.push_back(fmt::format("{}: {} {}.", source.name, Count(n, report), what));
  };
  say(source.rejected_rows, "rows could not be read and are left out");
  say(source.conflicting_duplicates, "rows repeat a key with other content; the first was kept");
  say(source.older_rows, "rows have a later one of the same key; the latest was kept");
  say(source.orphans, fmt::format("rows belong to no known {} and are left out", report.entity));
  say(source.after_as_of, "rows are later than the report's date and are left out");
  for (const ColumnSummary& column : source.column_summaries) {
    if (!column.present) {
      report.caveats.push_back(
          fmt::format("The data has no column '{}': what needs it is not available.", column.name));
    } else if (column.missing > 0 && source.used_rows > 0) {
      report.caveats.push_back(fmt::format(
          "{}: {} of {} values are missing ({}) and take no part in means.",
          column.label.empty() ? column.name : column.label, Count(column.missing, report),
          Count(source.used_rows, report),
          FormatNumber(column.missing / source.used_rows, Format::kPct1, report.locale)));
    }
  }
}

void AddGroupCaveats(const AnalysisInput& input, Report& report) {
  for (const FrameDimension& dimension : input.frame.dimensions) {
    std::vector<double> sizes(dimension.size());
    for (const std::uint16_t code : dimension.codes) ++sizes[code];
    for (size_t m = 0; m < sizes.size(); ++m) {
      if (sizes[m] == 0 || sizes[m] >= input.spec.minimum_n_claim) continue;
      report.caveats.push_back(
          fmt::format("{}: the segment {} has only {} {}; no comparing word is said of it.",
                      dimension.dimension.label, dimension.dimension.members[m].label,
                      Count(sizes[m], report), sizes[m] == 1 ? report.entity : report.entities));
    }
  }
}

}  // namespace

void AddCaveats(const AnalysisInput& input, const Sources& sources, Report& report) {
  if (input.spec.design != "randomised") {
    report.caveats.push_back(
        "The data were observed, not drawn by lot: differences are associations, and groups that "
        "chose themselves may differ in what was not measured.");
  }
  report.caveats.push_back(
      "One snapshot: it shows who is here today, not how anybody changed, and not those who left "
      "before the data begin.");
  if (report.sample) {
    report.caveats.push_back(fmt::format(
        "A hash sample of {} of {} {}: those where {}. Counts and sums are of the sample, and so "
        "are segments' borders that come from the data; exact figures of everyone stand beside.",
        Count(report.sample->drawn, report), Count(report.sample->entities, report),
        report.entities, report.sample->rule));
  }
  for (const SourceSummary& source : sources.summaries) AddSourceCaveats(source, report);
  AddGroupCaveats(input, report);
  for (const Dimension& dimension : report.dimensions) {
    if (!dimension.caveat.empty()) report.caveats.push_back(dimension.caveat);
  }
}

}  // namespace tessera
