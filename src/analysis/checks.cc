#include "analysis/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace tessera {
namespace {

Check MakeCheck(std::string id, bool holds, std::string rule, std::string detail) {
  return {std::move(id), holds ? CheckStatus::kPass : CheckStatus::kFail, std::move(detail),
          std::move(rule)};
}

Check KeyUnique(const SourceSummary& source) {
  std::string detail =
      fmt::format("{} rows used, {} identical duplicates dropped", FormatCount(source.used_rows),
                  FormatCount(source.identical_duplicates));
  if (source.older_rows > 0) {
    detail += fmt::format(", {} rows dropped for a later one of their key",
                          FormatCount(source.older_rows));
  }
  if (source.conflicting_duplicates > 0) {
    detail = fmt::format("{} rows repeat a key with other content; the first of each was kept",
                         FormatCount(source.conflicting_duplicates));
  }
  return MakeCheck(source.name + ".key_unique", source.conflicting_duplicates == 0,
                   "a key stands for one row", detail);
}

// Every row that was read is used or counted under the reason why it is not.
Check RowsAddUp(const SourceSummary& source, bool is_entity) {
  const double dropped = (is_entity ? source.identical_duplicates : 0) + source.older_rows +
                         source.conflicting_duplicates + source.missing_keys + source.orphans +
                         source.after_as_of;
  return MakeCheck(source.name + ".rows_add_up", source.rows == source.used_rows + dropped,
                   "rows read = rows used + rows left out, each for a counted reason",
                   fmt::format("{} read, {} used, {} left out, {} could not be read",
                               FormatCount(source.rows), FormatCount(source.used_rows),
                               FormatCount(dropped), FormatCount(source.rejected_rows)));
}

Check JoinKept(const JoinProof& join, const ReportSpec& spec) {
  return MakeCheck(
      join.source + ".join", join.holds(),
      "a join multiplies no rows: sources are reduced to one row for each " + spec.entity,
      fmt::format("{} {} before and {} after; {} {} before and {} after; {} of "
                  "{} rows joined",
                  FormatCount(join.entities_before), spec.entities,
                  FormatCount(join.entities_after), join.column.empty() ? "rows" : join.column,
                  FormatNumber(join.sum_before, Format::kNum2),
                  FormatNumber(join.sum_after, Format::kNum2), FormatCount(join.rows_joined),
                  FormatCount(join.rows_used)));
}

bool SameNumber(double a, double b) {
  return a == b || std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

// Customers that fit two or more of a dimension's cases: the measure holds how many fit.
Check CasesExclusive(const FrameDimension& dimension, const Measure& fits, const ReportSpec& spec) {
  const bool first_match = spec.FindDimension(dimension.dimension.id)->first_match;
  double overlapping = 0, unassigned = 0;
  for (size_t row = 0; row < fits.size(); ++row) {
    overlapping += fits[row] > 1 ? 1 : 0;
    unassigned += fits[row] == 0 ? 1 : 0;
  }
  const std::string rule = first_match ? "the rules of a segmentation are taken in their order"
                                       : "the rules of a segmentation do not overlap";
  return MakeCheck(
      dimension.dimension.id + (first_match ? ".first_match" : ".cases_exclusive"),
      first_match || overlapping == 0, rule,
      fmt::format(
          "{} {} fit exactly one rule, {} fit two or more (the first was taken), {} fit none",
          FormatCount(static_cast<double>(fits.size()) - overlapping - unassigned), spec.entities,
          FormatCount(overlapping), FormatCount(unassigned)));
}

}  // namespace

std::vector<Check> SourceChecks(const AnalysisInput& input, const Sources& sources) {
  std::vector<Check> checks;
  for (const SourceSummary& source : sources.summaries) {
    if (!source.found) continue;
    const SourceSpec* known = input.spec.FindSource(source.name);
    const bool is_entity = known != nullptr && known->relationship != Relationship::kManyToOne;
    if (is_entity) checks.push_back(KeyUnique(source));
    checks.push_back(RowsAddUp(source, is_entity));
  }
  for (const JoinProof& join : sources.joins) checks.push_back(JoinKept(join, input.spec));
  return checks;
}

std::vector<Check> PartitionChecks(const AnalysisInput& input) {
  std::vector<Check> checks;
  for (const FrameDimension& dimension : input.frame.dimensions) {
    std::vector<double> sizes(dimension.size());
    for (const std::uint16_t code : dimension.codes) {
      if (code < sizes.size()) ++sizes[code];
    }
    double assigned = 0;
    for (const double size : sizes) assigned += size;
    const auto everyone = static_cast<double>(input.frame.rows);
    checks.push_back(
        MakeCheck(dimension.dimension.id + ".partition", assigned == everyone,
                  fmt::format("every {} is in exactly one segment", input.spec.entity),
                  fmt::format("{} segments, {} of {} {}", sizes.size(), FormatCount(assigned),
                              FormatCount(everyone), input.spec.entities)));
    if (const Measure* fits = input.frame.FindMeasure("fits:" + dimension.dimension.id)) {
      checks.push_back(CasesExclusive(dimension, *fits, input.spec));
    }
  }
  return checks;
}

MetricAnswers AskMetrics(const MetricCatalogue& catalogue, Database& database) {
  std::string list;
  std::vector<std::string> asked;
  for (const MetricPlan& plan : catalogue.plans()) {
    const std::string sql = catalogue.Sql(plan.spec->id);
    if (sql.empty()) continue;
    list += fmt::format("{}({})::DOUBLE AS m{}", asked.empty() ? "" : ", ", sql, asked.size());
    asked.push_back(plan.spec->id);
  }
  MetricAnswers answers;
  if (asked.empty()) return answers;
  const Result result = database.Query(fmt::format("SELECT {} FROM customers", list));
  for (size_t i = 0; i < asked.size(); ++i) answers[asked[i]] = result.columns[i].numbers[0];
  return answers;
}

std::vector<Check> MetricChecks(const AnalysisInput& input, const Report& report,
                                const MetricAnswers& answers) {
  size_t asked = 0;
  std::vector<std::string> failures;
  for (const Metric& metric : report.metrics) {
    const auto answer = answers.find(metric.id);
    if (answer == answers.end() || !metric.value) continue;
    ++asked;
    if (!SameNumber(answer->second, *metric.value)) {
      failures.push_back(fmt::format("{} is {:.10g} here and {:.10g} by its query", metric.id,
                                     *metric.value, answer->second));
    }
  }
  if (asked == 0) return {};
  Check check = MakeCheck("metrics.queries", failures.empty(),
                          "each metric's published query gives the value printed",
                          fmt::format("{} queries asked again, all agree", asked));
  if (!failures.empty()) check.detail = Join(failures, "; ");
  std::vector<Check> checks = {std::move(check)};
  std::vector<std::string> outside;
  size_t rates = 0;
  for (const Metric& metric : report.metrics) {
    const MetricPlan* plan = input.catalogue.Find(metric.id);
    if (plan == nullptr || !(plan->is_rate || plan->is_share) || !metric.value) continue;
    ++rates;
    if (*metric.value < 0 || *metric.value > 1) outside.push_back(metric.id);
  }
  checks.push_back(MakeCheck(
      "metrics.rates", outside.empty(), "a rate is between zero and one",
      outside.empty() ? fmt::format("{} rates", rates) : "outside: " + Join(outside, ", ")));
  return checks;
}

std::vector<Check> OpportunityChecks(const Report& report) {
  std::vector<Check> checks;
  for (const Recommendation& card : report.recommendations) {
    if (card.opportunity.empty() || !card.ceiling) continue;
    const bool bounded = card.unbounded <= *card.ceiling;
    checks.push_back(
        MakeCheck(card.id + ".opportunity_bounded", bounded,
                  "an opportunity does not exceed what it is a part of",
                  fmt::format("the upper end {} against {}, {}{}",
                              FormatNumber(card.unbounded, card.value_format, report.locale),
                              card.ceiling_label,
                              FormatNumber(*card.ceiling, card.value_format, report.locale),
                              bounded ? "" : "; the range was cut")));
  }
  return checks;
}

std::vector<Check> AgreementChecks(const AnalysisInput& input) {
  std::vector<Check> checks;
  for (const AgreementSpec& agreement : input.spec.agreements) {
    const std::string id = "facts." + agreement.id;
    const std::string rule = "two sources of one fact agree: " + agreement.label;
    const Measure* left = input.frame.FindMeasure("left:" + agreement.id);
    const Measure* right = input.frame.FindMeasure("right:" + agreement.id);
    if (left == nullptr || right == nullptr) {
      checks.push_back(
          {id, CheckStatus::kNotApplicable, "one of the two is not in the data", rule});
      continue;
    }
    double differing = 0, left_sum = 0, right_sum = 0;
    for (size_t row = 0; row < input.frame.rows; ++row) {
      const double a = left->value(row), b = right->value(row);
      left_sum += std::isnan(a) ? 0 : a;
      right_sum += std::isnan(b) ? 0 : b;
      differing += a == b || (std::isnan(a) && std::isnan(b)) ? 0 : 1;
    }
    const std::string detail =
        fmt::format("{} and {} in all; {} {} differ", FormatCount(left_sum), FormatCount(right_sum),
                    FormatCount(differing), input.spec.entities);
    Check check = MakeCheck(id, differing == 0, rule, detail);
    // A fact that one of the two never recorded cannot contradict the other.
    if (differing > 0 && (left_sum == 0 || right_sum == 0)) {
      check.status = CheckStatus::kNotApplicable;
      check.detail += ": it is not recorded in one of the two";
    }
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace tessera
