#include "analysis/profiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "analysis/segment_difference.h"
#include "analysis/table_columns.h"
#include "base/parallel.h"

namespace tessera {
namespace {

constexpr const char* kDifferences = "segment_differences";
constexpr size_t kUnlike = 3;
constexpr double kTouched = 0.1;  // share of a segment inside a card's target

const BreakdownBlock* ProfileBlock(const ReportSpec& spec) {
  for (const BlockSpec& block : spec.blocks) {
    if (block.id == spec.profile_metrics_block) return std::get_if<BreakdownBlock>(&block.block);
  }
  return nullptr;
}

// The table that has the dimension's members and the metric; null when the definition shows none.
const Table* BreakdownOf(const std::string& dimension, const std::string& metric,
                         const ReportSpec& spec, const Report& report) {
  for (const BlockSpec& block : spec.blocks) {
    const auto* breakdown = std::get_if<BreakdownBlock>(&block.block);
    if (breakdown == nullptr || breakdown->dimension != dimension) continue;
    const Table* table = report.FindTable(block.id);
    if (table != nullptr && table->ColumnIndex(metric) >= 0) return table;
  }
  return nullptr;
}

// The figure as its table has it: one number, one calculation.
Estimate FromTable(const Table& table, const std::string& member, const std::string& metric) {
  const int row = table.RowIndex({member});
  const auto number = [&](int column) -> std::optional<double> {
    if (row < 0 || column < 0) return std::nullopt;
    return CellNumber(table.rows[static_cast<size_t>(row)][static_cast<size_t>(column)]);
  };
  Estimate estimate;
  estimate.value = number(table.ColumnIndex(metric));
  const auto low = number(table.RelatedColumn(metric, ColumnRole::kLow));
  const auto high = number(table.RelatedColumn(metric, ColumnRole::kHigh));
  if (low && high) estimate.interval = Interval{*low, *high};
  return estimate;
}

// An index needs a scale that begins at zero, and no total: a part of it is a share already.
bool HasIndex(const MetricPlan& plan, const AnalysisInput& input) {
  if (plan.is_rate) return true;
  if (!plan.is_mean && !plan.is_median) return false;
  const std::span<const double> values = input.frame.measures[plan.measure].distinct();
  return values.empty() || values.front() >= 0;
}

// How many entities are in a member of one dimension and one of another.
struct Crossing {
  size_t first = 0, second = 0;  // of the frame's dimensions
  size_t columns = 0;            // members of the second
  std::vector<std::uint32_t> counts;

  double Of(size_t dimension, size_t member, size_t other_member) const {
    const bool in_order = dimension == first;
    return counts[in_order ? member * columns + other_member : other_member * columns + member];
  }
};

// What the profiles of one definition share.
struct Profiling {
  const AnalysisInput& input;
  const Report& report;
  std::vector<const MetricPlan*> metrics;
  std::vector<char> has_index;  // a flag a metric
  std::vector<ComparedMetric> compared;
  std::vector<std::vector<double>> overall;  // entities a member, by dimension of the frame
  std::vector<Crossing> crossings;           // of each two dimensions, the earlier one first
};

std::vector<double> CountsOf(const FrameDimension& dimension) {
  std::vector<double> counts(dimension.size(), 0);
  for (const std::uint16_t code : dimension.codes) ++counts[code];
  return counts;
}

std::vector<Crossing> CrossDimensions(const std::vector<FrameDimension>& dimensions) {
  std::vector<Crossing> crossings;
  for (size_t a = 0; a < dimensions.size(); ++a) {
    for (size_t b = a + 1; b < dimensions.size(); ++b) {
      const size_t columns = dimensions[b].size();
      crossings.push_back(
          {a, b, columns, std::vector<std::uint32_t>(dimensions[a].size() * columns, 0)});
    }
  }
  ParallelFor(crossings.size(), [&](size_t i) {
    Crossing& crossing = crossings[i];
    const std::vector<std::uint16_t>& rows = dimensions[crossing.first].codes;
    const std::vector<std::uint16_t>& columns = dimensions[crossing.second].codes;
    for (size_t row = 0; row < rows.size(); ++row) {
      ++crossing.counts[rows[row] * crossing.columns + columns[row]];
    }
  });
  return crossings;
}

Profiling Prepare(const BreakdownBlock& block, const AnalysisInput& input, const Report& report) {
  Profiling profiling{input,
                      report,
                      {},
                      {},
                      ComparedMetrics(block.metrics, input),
                      {},
                      CrossDimensions(input.frame.dimensions)};
  for (const FrameDimension& dimension : input.frame.dimensions) {
    profiling.overall.push_back(CountsOf(dimension));
  }
  for (const std::string& id : block.metrics) {
    const MetricPlan* plan = input.catalogue.Find(id);
    if (plan == nullptr) continue;
    profiling.metrics.push_back(plan);
    profiling.has_index.push_back(HasIndex(*plan, input));
  }
  return profiling;
}

ProfileFigure FigureOf(const Profiling& profiling, size_t index, const FrameDimension& dimension,
                       const Member& member, std::span<const std::uint32_t> rows) {
  const MetricSpec& metric = *profiling.metrics[index]->spec;
  const ReportSpec& spec = profiling.input.spec;
  const Table* table = BreakdownOf(dimension.dimension.id, metric.id, spec, profiling.report);
  const bool suppressed = rows.size() < static_cast<size_t>(std::max(0, spec.minimum_n));
  Estimate estimate;
  if (table != nullptr) {
    estimate = FromTable(*table, member.name, metric.id);
  } else if (!suppressed) {
    estimate = EstimateMetric(metric.id, rows, profiling.input);
  }
  ProfileFigure figure;
  figure.metric = metric.id;
  figure.label = metric.label;
  figure.format = metric.format;
  figure.value = estimate.value;
  figure.interval = estimate.interval;
  if (const Metric* overall = profiling.report.FindMetric(metric.id)) {
    figure.overall = overall->value;
  }
  if (profiling.has_index[index] && figure.value && figure.overall.value_or(0) > 0) {
    figure.index = 100 * *figure.value / *figure.overall;
  }
  return figure;
}

// `n` entities of a member over another dimension.
Mix MixOf(const FrameDimension& other, const std::vector<double>& overall,
          const std::vector<double>& counts, double n) {
  Mix mix;
  mix.dimension = other.dimension.id;
  mix.label = other.dimension.label;
  for (size_t m = 0; m < other.size(); ++m) {
    const Member& member = other.dimension.members[m];
    MixShare share{member.name, member.label, counts[m], 0, 0, std::nullopt};
    share.share = n > 0 ? counts[m] / n : 0;
    share.share_overall = overall[m] / static_cast<double>(other.codes.size());
    if (share.share_overall > 0 && n > 0) {
      share.index = 100 * share.share / share.share_overall;
    }
    mix.shares.push_back(std::move(share));
  }
  return mix;
}

std::vector<std::string> TouchingCards(const Profiling& profiling,
                                       std::span<const std::uint32_t> rows) {
  std::vector<std::string> cards;
  for (const Recommendation& card : profiling.report.recommendations) {
    const Measure* target = profiling.input.frame.FindMeasure("target:" + card.id);
    if (!card.supported || target == nullptr) continue;
    const auto inside =
        std::ranges::count_if(rows, [&](std::uint32_t row) { return (*target)[row] > 0; });
    if (inside > 0 && static_cast<double>(inside) >= kTouched * static_cast<double>(rows.size())) {
      cards.push_back(card.id);
    }
  }
  return cards;
}

// "Mean ARR: higher than among the rest, $13,580 against $1,020, a difference of +$12,560 (95%
// interval $12,100 to $13,020)." Every number refers to a cell of the table of differences.
Sentence UnlikeSentence(const SegmentDifference& compared, const std::string& row,
                        const ReportSpec& spec) {
  const Format format = compared.metric->format;
  const Format unit = DifferenceFormat(format);
  const Interval& interval = *compared.difference.interval;
  const double half = (interval.high - interval.low) / 2;
  Sentence sentence;
  const auto say = [&](std::string text) {
    sentence.push_back({Piece::Kind::kText, std::move(text), "", "", ""});
  };
  const auto show = [&](std::string text, const char* column, double value, Format full) {
    sentence.push_back({Piece::Kind::kCell, std::move(text), row + column,
                        FormatNumber(value, full, spec.locale), ""});
  };
  say(compared.metric->label + ": ");
  sentence.push_back({Piece::Kind::kWord, *compared.difference.value > 0 ? "higher" : "lower",
                      row + "difference", "", "interval excludes 0 after Holm"});
  say(" than among the rest, ");
  show(FormatNumber(compared.value, format, spec.locale), "value", compared.value, format);
  say(" against ");
  show(FormatNumber(compared.rest, format, spec.locale), "rest", compared.rest, format);
  say(", a difference of ");
  show(FormatDifference(*compared.difference.value, format, spec.locale), "difference",
       *compared.difference.value, unit);
  say(fmt::format(" ({:g}% interval ", 100 * Confidence(spec)));
  show(FormatWithin(interval.low, half, unit, spec.locale), "difference_lo", interval.low, unit);
  say(" to ");
  show(FormatWithin(interval.high, half, unit, spec.locale), "difference_hi", interval.high, unit);
  say(").");
  return sentence;
}

std::vector<Sentence> UnlikeTheRest(const FrameDimension& dimension, size_t member,
                                    const std::vector<SegmentDifference>& differences,
                                    const ReportSpec& spec) {
  std::vector<const SegmentDifference*> clear;
  for (const SegmentDifference& compared : differences) {
    if (compared.member == member && compared.smd && compared.IsClear(spec)) {
      clear.push_back(&compared);
    }
  }
  std::ranges::stable_sort(clear, std::greater(),
                           [](const SegmentDifference* d) { return std::abs(*d->smd); });
  std::vector<Sentence> sentences;
  for (size_t i = 0; i < std::min(kUnlike, clear.size()); ++i) {
    const std::string row =
        fmt::format("{}/{}/{}/{}/", kDifferences, dimension.dimension.label,
                    dimension.dimension.members[member].label, clear[i]->metric->label);
    sentences.push_back(UnlikeSentence(*clear[i], row, spec));
  }
  return sentences;
}

Table DifferenceTable() {
  Table table;
  table.id = kDifferences;
  table.title = "Each segment against the rest";
  table.description =
      "Each member against everyone else; one dimension and one metric are a family";
  table.columns = {KeyColumn("dimension", "Dimension"), KeyColumn("member", "Segment"),
                   KeyColumn("metric", "Metric"), RowFormatColumn("value", "Segment", false),
                   RowFormatColumn("rest", "The rest", false)};
  AppendWithLimits(RowFormatColumn("difference", "Difference", true), table.columns);
  table.columns.push_back(ValueColumn("smd", "Standardised", Format::kNum2));
  table.columns.push_back(PValueColumn("p", "p"));
  table.columns.push_back(PValueColumn("p_holm", "p, Holm"));
  return table;
}

void AppendDifferences(const FrameDimension& dimension,
                       const std::vector<SegmentDifference>& differences, Table& table) {
  for (const SegmentDifference& compared : differences) {
    std::vector<Cell> cells = {dimension.dimension.label,
                               dimension.dimension.members[compared.member].label,
                               compared.metric->label, compared.value, compared.rest};
    AppendWithLimits(compared.difference.value, compared.difference.interval, cells);
    cells.push_back(NumberCell(compared.smd));
    cells.push_back(NumberCell(compared.difference.p_value));
    cells.push_back(NumberCell(compared.difference.p_adjusted));
    table.rows.push_back(std::move(cells));
    table.row_formats.push_back(compared.metric->format);
  }
}

SegmentProfile ProfileOf(const Profiling& profiling, const FrameDimension& dimension, size_t m,
                         std::span<const std::uint32_t> rows) {
  const Member& member = dimension.dimension.members[m];
  SegmentProfile profile;
  profile.dimension = dimension.dimension.id;
  profile.dimension_label = dimension.dimension.label;
  profile.member = member.name;
  profile.label = member.label;
  profile.n = static_cast<double>(rows.size());
  if (profiling.input.frame.rows > 0) {
    profile.share = profile.n / static_cast<double>(profiling.input.frame.rows);
  }
  for (size_t i = 0; i < profiling.metrics.size(); ++i) {
    profile.figures.push_back(FigureOf(profiling, i, dimension, member, rows));
  }
  const std::vector<FrameDimension>& all = profiling.input.frame.dimensions;
  const auto own = static_cast<size_t>(&dimension - all.data());
  for (const Crossing& crossing : profiling.crossings) {
    if (crossing.first != own && crossing.second != own) continue;
    const size_t other = crossing.first == own ? crossing.second : crossing.first;
    std::vector<double> counts;
    for (size_t i = 0; i < all[other].size(); ++i) counts.push_back(crossing.Of(own, m, i));
    profile.mix.push_back(MixOf(all[other], profiling.overall[other], counts, profile.n));
  }
  profile.recommendations = TouchingCards(profiling, rows);
  return profile;
}

std::vector<SegmentProfile> ProfilesOf(const Profiling& profiling, const FrameDimension& dimension,
                                       const std::vector<SegmentDifference>& differences) {
  const AnalysisInput& input = profiling.input;
  const std::vector<const FrameDimension*> one = {&dimension};
  const Grouping grouping = GroupRows(CombineCodes(one, input.frame.rows), dimension.size());
  std::vector<SegmentProfile> profiles;
  for (size_t m = 0; m < dimension.size(); ++m) {
    profiles.push_back(ProfileOf(profiling, dimension, m, grouping.rows(m)));
    profiles.back().unlike = UnlikeTheRest(dimension, m, differences, input.spec);
  }
  return profiles;
}

}  // namespace

std::vector<SegmentProfile> ComputeProfiles(const AnalysisInput& input, Report& report) {
  const BreakdownBlock* block = ProfileBlock(input.spec);
  if (block == nullptr) return {};
  const Profiling profiling = Prepare(*block, input, report);
  const std::vector<FrameDimension>& dimensions = input.frame.dimensions;
  std::vector<std::vector<SegmentProfile>> by_dimension(dimensions.size());
  std::vector<std::vector<SegmentDifference>> differences(dimensions.size());
  ParallelFor(dimensions.size(), [&](size_t d) {
    differences[d] = CompareMembers(dimensions[d], profiling.compared, input);
    by_dimension[d] = ProfilesOf(profiling, dimensions[d], differences[d]);
  });
  std::vector<SegmentProfile> profiles;
  Table table = DifferenceTable();
  for (size_t d = 0; d < dimensions.size(); ++d) {
    std::ranges::move(by_dimension[d], std::back_inserter(profiles));
    AppendDifferences(dimensions[d], differences[d], table);
  }
  report.tables.push_back(std::move(table));
  return profiles;
}

}  // namespace tessera
