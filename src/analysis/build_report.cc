#include "analysis/build_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "analysis/associations_block.h"
#include "analysis/breakdown_block.h"
#include "analysis/checks.h"
#include "analysis/claims.h"
#include "analysis/clusters_block.h"
#include "analysis/cohort_block.h"
#include "analysis/column_blocks.h"
#include "analysis/compare_block.h"
#include "analysis/concentration_block.h"
#include "analysis/distribution_block.h"
#include "analysis/entity_column.h"
#include "analysis/evaluation_block.h"
#include "analysis/everyone_tables.h"
#include "analysis/facts.h"
#include "analysis/figures.h"
#include "analysis/flow_block.h"
#include "analysis/frame_columns.h"
#include "analysis/indicators_block.h"
#include "analysis/intake_block.h"
#include "analysis/left_out.h"
#include "analysis/lift_block.h"
#include "analysis/ltv_block.h"
#include "analysis/migration_block.h"
#include "analysis/profiles.h"
#include "analysis/quality_block.h"
#include "analysis/rates_block.h"
#include "analysis/recommendations.h"
#include "analysis/retention_block.h"
#include "analysis/rfm_block.h"
#include "analysis/rules_block.h"
#include "analysis/sensitivity_block.h"
#include "analysis/targets_block.h"
#include "analysis/thresholds_block.h"
#include "analysis/units.h"
#include "base/parallel.h"
#include "base/text.h"
#include "segment/columns.h"
#include "segment/dimensions.h"
#include "segment/everyone_members.h"
#include "segment/member_names.h"

namespace tessera {
namespace {

Report DescribeReport(const ReportSpec& spec, const Sources& sources) {
  Report report;
  report.kind = spec.kind;
  report.title = spec.title;
  report.subtitle = spec.subtitle;
  report.author = spec.author;
  report.purpose = spec.purpose;
  report.audience = spec.audience;
  report.brand = {spec.brand_name, spec.brand_accent, spec.brand_logo};
  report.locale = spec.locale;
  report.entity = spec.entity;
  report.entities = spec.entities;
  report.as_of = sources.as_of;
  report.first_day = sources.first_day;
  report.last_day = sources.last_day;
  report.spec_sha256 = spec.sha256;
  report.alpha = spec.alpha;
  report.minimum_n_claim = spec.minimum_n_claim;
  report.sources = sources.summaries;
  report.notes = sources.notes;
  report.tiles = spec.tiles;
  for (const PopulationFilter& filter : spec.filters) {
    report.filters.push_back(filter.label.empty() ? filter.condition_text : filter.label);
  }
  if (sources.everyone) {
    const Everyone& everyone = *sources.everyone;
    report.sample = {everyone.entities, sources.entities, everyone.sample.InWords(everyone.key)};
  }
  for (const PageSpec& page : spec.pages) {
    report.pages.push_back({page.id, page.title, page.template_name, page.for_each_segment});
  }
  return report;
}

// Columns that the definition knows and the data does not have.
std::vector<std::string> MissingColumns(const Sources& sources) {
  std::vector<std::string> missing;
  for (const SourceSummary& source : sources.summaries) {
    for (const ColumnSummary& column : source.column_summaries) {
      if (!column.present) missing.push_back(column.name);
    }
  }
  return missing;
}

std::string FormulaOf(const MetricSpec& metric) {
  if (metric.type == MetricType::kRatio) {
    return metric.share_of_total ? metric.numerator + " of the part / of the whole"
                                 : fmt::format("{} / {}", metric.numerator, metric.denominator);
  }
  std::string inside = metric.expression ? ExpressionText(*metric.expression) : "*";
  if (metric.type == MetricType::kDerived) return inside;
  return fmt::format("{}({})", AggregateName(metric.aggregate), inside);
}

Metric DescribeMetric(const MetricSpec& spec, const ReportSpec& report_spec) {
  Metric metric;
  metric.id = spec.id;
  metric.label = spec.label.empty() ? spec.id : spec.label;
  metric.description = spec.description;
  metric.format = spec.format;
  metric.formula = FormulaOf(spec);
  metric.filter = spec.filter ? ExpressionText(*spec.filter) : "";
  metric.source = report_spec.entity_source;
  metric.declared = true;
  return metric;
}

std::string IntervalMethod(const MetricPlan& plan) {
  if (plan.is_rate) return "Wilson score";
  if (plan.is_mean) return "t";
  if (plan.is_nps) return "normal";
  return plan.is_median ? "order statistics" : "";
}

void AddMetrics(const AnalysisInput& input, Report& report) {
  const std::vector<std::uint32_t> everyone = AllRows(input.frame);
  const std::vector<MetricPlan>& plans = input.catalogue.plans();
  std::vector<Estimate> estimates(plans.size());
  ParallelFor(plans.size(),
              [&](size_t i) { estimates[i] = EstimateMetric(plans[i].spec->id, everyone, input); });
  for (size_t i = 0; i < plans.size(); ++i) {
    const MetricPlan& plan = plans[i];
    const Estimate& estimate = estimates[i];
    Metric metric = DescribeMetric(*plan.spec, input.spec);
    metric.sql = input.catalogue.Query(metric.id);
    metric.value = estimate.value;
    metric.interval = estimate.interval;
    if (estimate.interval) metric.interval_method = IntervalMethod(plan);
    metric.n = estimate.n;
    if (plan.is_rate) {
      metric.n = estimate.part;
      metric.denominator = estimate.n;
    }
    if (!metric.value) {
      metric.missing_reason = plan.available ? fmt::format("no {} has a value", input.spec.entity)
                                             : plan.missing_reason;
      report.notes.push_back({Severity::kWarning, metric.id,
                              metric.label + " is not available: " + metric.missing_reason});
    }
    report.metrics.push_back(std::move(metric));
  }
}

// The exact figures of everyone beside those of the sample.
void AddEveryone(const Cube& cube, const AnalysisInput& input, Report& report) {
  for (Metric& metric : report.metrics) {
    const MetricPlan* plan = input.catalogue.Find(metric.id);
    if (plan != nullptr) metric.everyone = cube.Value(*plan, cube.everyone);
  }
  BlockResult result = EveryoneTables(cube, input, report);
  NameEntities(input.spec, result);
  std::ranges::move(result.tables, std::back_inserter(report.tables));
  std::ranges::move(result.checks, std::back_inserter(report.checks));
}

// What a join of the files as they came would have counted, where files keep several rows of a key.
void AddNaiveRows(const ReportSpec& spec, const Sources& sources, Report& report) {
  const bool keeps = std::ranges::any_of(spec.sources, &SourceSpec::keep_latest);
  if (!keeps) return;
  Metric metric;
  metric.id = "naive_rows";
  metric.label = "Rows of a join of the files as they came";
  metric.description =
      "Rows of each source multiply those of the others where a key stands several times; the "
      "report joins one row of each";
  metric.format = Format::kInt;
  metric.value = sources.naive_rows;
  metric.n = sources.entities;
  if (!metric.value) metric.missing_reason = "no key stands twice";
  metric.declared = true;
  report.metrics.push_back(std::move(metric));
}

BlockResult ComputeBlock(const BlockSpec& spec, const SegmentInput& made) {
  const AnalysisInput& input = made.input;
  const auto compute = [&](const auto& block) -> BlockResult {
    using Block = std::decay_t<decltype(block)>;
    if constexpr (std::is_same_v<Block, BreakdownBlock>)
      return ComputeBreakdown(spec, block, input);
    if constexpr (std::is_same_v<Block, CrosstabBlock>) return ComputeCrosstab(spec, block, input);
    if constexpr (std::is_same_v<Block, FlowBlock>) return ComputeFlow(spec, block, input);
    if constexpr (std::is_same_v<Block, PathsBlock>) return ComputePaths(spec, block, input);
    if constexpr (std::is_same_v<Block, LiftBlock>) return ComputeLift(spec, block, input);
    if constexpr (std::is_same_v<Block, IndicatorsBlock>) {
      return ComputeIndicators(spec, block, input);
    }
    if constexpr (std::is_same_v<Block, AssociationsBlock>) {
      return ComputeAssociations(spec, block, input);
    }
    if constexpr (std::is_same_v<Block, RatesBlock>) return ComputeRates(spec, block, input);
    if constexpr (std::is_same_v<Block, SensitivityBlock>) {
      return ComputeSensitivity(spec, block, input);
    }
    if constexpr (std::is_same_v<Block, HistogramBlock>)
      return ComputeHistogram(spec, block, input);
    if constexpr (std::is_same_v<Block, DistributionBlock>) {
      return ComputeDistribution(spec, block, input);
    }
    if constexpr (std::is_same_v<Block, ValuesBlock>) {
      return ComputeValues(spec, block, input, made.database);
    }
    if constexpr (std::is_same_v<Block, RetentionBlock>) {
      return ComputeRetention(spec, block, input);
    }
    if constexpr (std::is_same_v<Block, LtvBlock>) return ComputeLtv(spec, block, input);
    if constexpr (std::is_same_v<Block, TargetsBlock>) return ComputeTargets(spec, block, input);
    if constexpr (std::is_same_v<Block, PlanBlock>) return ComputePlan(spec, block, input);
    if constexpr (std::is_same_v<Block, CompareBlock>) return ComputeCompare(spec, block, input);
    if constexpr (std::is_same_v<Block, CohortBlock>) return ComputeCohort(spec, block, input);
    if constexpr (std::is_same_v<Block, IntakeBlock>) {
      return ComputeIntake(spec, block, input, made.sources,
                           FindMissingInputs(input.spec, made.sources));
    }
    if constexpr (std::is_same_v<Block, QualityBlock>) {
      return ComputeQuality(input, made.sources.summaries);
    }
    if constexpr (std::is_same_v<Block, RulesBlock>) return ComputeRules(spec, block, made);
    if constexpr (std::is_same_v<Block, ThresholdsBlock>) {
      return ComputeThresholds(spec, made.later, input.spec);
    }
    if constexpr (std::is_same_v<Block, ClustersBlock>) return ComputeClusters(spec, block, made);
    if constexpr (std::is_same_v<Block, RfmBlock>) return ComputeRfm(spec, block, made);
    if constexpr (std::is_same_v<Block, ConcentrationBlock>) {
      return ComputeConcentration(spec, block, input);
    }
    if constexpr (std::is_same_v<Block, MigrationBlock>) return ComputeMigration(spec, block, made);
    if constexpr (std::is_same_v<Block, EvaluationBlock>) {
      return ComputeEvaluation(spec, block, input);
    }
  };
  return std::visit(compute, spec.block);
}

void AddBlocks(const SegmentInput& made, Report& report) {
  const AnalysisInput& input = made.input;
  const std::vector<BlockSpec>& blocks = input.spec.blocks;
  report.left_out = FindLeftOut(input.spec, FindMissingInputs(input.spec, made.sources));
  std::vector<BlockResult> results(blocks.size());
  ParallelFor(results.size(), [&](size_t i) {
    const auto left = std::ranges::find(report.left_out, blocks[i].id, &LeftOut::block);
    if (left == report.left_out.end()) results[i] = ComputeBlock(blocks[i], made);
    NameEntities(input.spec, results[i]);
  });
  for (BlockResult& result : results) {
    std::ranges::move(result.tables, std::back_inserter(report.tables));
    std::ranges::move(result.metrics, std::back_inserter(report.metrics));
    std::ranges::move(result.notes, std::back_inserter(report.notes));
    std::ranges::move(result.checks, std::back_inserter(report.checks));
  }
  for (const LeftOut& left : report.left_out) {
    report.notes.push_back(
        {Severity::kWarning, left.block,
         fmt::format("{} is left out: {}", left.title, Join(left.missing, "; "))});
  }
}

// Formulas over what is there so far, in the definition's order.
void AddDerivedMetrics(const ReportSpec& spec, const Facts& facts, Report& report) {
  for (const MetricSpec& metric_spec : spec.metrics) {
    if (metric_spec.type != MetricType::kDerived) continue;
    Metric metric = DescribeMetric(metric_spec, spec);
    const Fact fact = facts.Evaluate(*metric_spec.expression);
    metric.value = fact.number();
    metric.interval = fact.interval;
    if (!metric.value) metric.missing_reason = "a part of its formula is not available";
    report.metrics.push_back(std::move(metric));
  }
}

// A block's metric that a claim names belongs to the definition, whether the claim is said or not.
void MarkNamedMetrics(const ReportSpec& spec, Report& report) {
  for (Metric& metric : report.metrics) {
    for (const ClaimSpec& claim : spec.claims) {
      if (metric.declared) break;
      metric.declared = std::ranges::any_of(claim.alternatives, [&](const ClaimAlternative& said) {
        return said.say.find(metric.id) != std::string::npos;
      });
    }
  }
}

Sentence Said(const std::string& claim, const Report& report, const Place& place) {
  if (claim.empty()) return {};
  const auto said = report.claims.find(claim);
  if (said == report.claims.end()) throw Error(fmt::format("'{}' is no claim", claim), place);
  return said->second;
}

void AddRecommendations(const AnalysisInput& input, const Facts& facts, Report& report) {
  std::vector<RecommendationInput> cards;
  for (const RecommendationSpec& spec : input.spec.recommendations) {
    RecommendationInput card{spec, facts.Holds(spec.trigger), {}, {}};
    card.verdict =
        Said(card.supported ? spec.verdict_claim : spec.refuted_claim, report, spec.place);
    for (const std::string& claim : spec.evidence) {
      Sentence sentence = Said(claim, report, spec.place);
      if (!sentence.empty()) card.evidence.push_back(std::move(sentence));
    }
    cards.push_back(std::move(card));
  }
  BlockResult tables = ComputeRecommendations(cards, input, report);
  std::ranges::move(tables.tables, std::back_inserter(report.tables));
  std::ranges::move(tables.notes, std::back_inserter(report.notes));
}

// Who is in a target, for those who want to fetch the list.
void AddTargetQueries(const ReportSpec& spec, const SqlScope& scope, Report& report) {
  for (Recommendation& card : report.recommendations) {
    const auto from = std::ranges::find(spec.recommendations, card.id, &RecommendationSpec::id);
    if (from == spec.recommendations.end() || from->target_rule == nullptr) continue;
    card.target_sql =
        fmt::format("SELECT * FROM customers WHERE {}", ConditionSql(*from->target_rule, scope));
  }
}

void AddChecks(const AnalysisInput& input, const Sources& sources, const MetricAnswers& answers,
               Report& report) {
  const auto add = [&](std::vector<Check> checks) {
    std::ranges::move(checks, std::back_inserter(report.checks));
  };
  add(SourceChecks(input, sources));
  add(PartitionChecks(input));
  add(TableChecks(input, report));
  add(MetricChecks(input, report, answers));
  add(OpportunityChecks(report));
  add(AgreementChecks(input));
}

}  // namespace

Report BuildReport(const ReportSpec& given, const Sources& sources, Database& database) {
  Report report = DescribeReport(given, sources);
  database.BeginStage("dimensions");
  const LaterColumns later = AddLaterColumns(given, sources, database);
  std::ranges::copy(later.notes, std::back_inserter(report.notes));
  Segmentation segmentation = AssignDimensions(given, later.scope, database);
  const ReportSpec spec = ResolveMembers(given, segmentation.dimensions);
  report.dimensions = segmentation.dimensions;

  database.BeginStage("customers");
  const std::vector<std::string> missing = MissingColumns(sources);
  const MetricCatalogue catalogue(spec, segmentation.scope, missing);
  std::vector<FrameColumn> columns = catalogue.columns();
  for (FrameColumn& column : BlockColumns(spec, segmentation.scope, missing)) {
    columns.push_back(std::move(column));
  }
  std::ranges::move(UnitNotes(spec, database), std::back_inserter(report.notes));
  std::optional<Cube> cube;
  if (sources.everyone) {
    const EveryoneRows rows = PlaceEveryone(spec, *sources.everyone, later, segmentation);
    cube = AskCube(catalogue, *sources.everyone, rows, database);
    database.Execute("DROP TABLE IF EXISTS everyone");
  }
  database.Execute("DROP TABLE entities");  // `customers` has all of it, and memory is short here
  const Frame frame = ReadFrame(segmentation.dimensions, columns, database);
  const AnalysisInput input{spec, frame, catalogue};

  database.BeginStage("analysis");
  std::future<MetricAnswers> answers =
      std::async(std::launch::async, [&] { return AskMetrics(catalogue, database); });
  const Facts facts(report, spec.parameters);
  AddMetrics(input, report);
  if (cube) AddEveryone(*cube, input, report);
  AddNaiveRows(spec, sources, report);
  std::ranges::move(ThresholdMetrics(later, spec), std::back_inserter(report.metrics));
  AddBlocks({input, later, segmentation.scope, sources, database}, report);
  AddDerivedMetrics(spec, facts, report);
  SayClaims(spec, facts, report);
  MarkNamedMetrics(spec, report);
  AddRecommendations(input, facts, report);
  AddTargetQueries(spec, segmentation.scope, report);
  report.profiles = ComputeProfiles(input, report);
  AddChecks(input, sources, answers.get(), report);
  AddFigures(spec, facts, report);
  AddCaveats(input, sources, report);
  return report;
}

}  // namespace tessera
