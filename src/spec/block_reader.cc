// Blocks: one reader a type, in the order of block_spec.h.
#include <fmt/format.h>

#include <utility>

#include "spec/block_readers.h"
#include "spec/definition_values.h"
#include "spec/section_readers.h"
#include "spec/segment_block_reader.h"

namespace tessera {
namespace {

using Block = AnyBlock;

Block ReadBreakdown(const YamlNode& node) {
  return BreakdownBlock{TextAt(node, "dimension"), TextsAt(node, "metrics"),
                        TextsAt(node, "index")};
}

Block ReadCrosstab(const YamlNode& node) {
  if (TextAt(node, "rows") == TextAt(node, "columns")) {
    throw Error("rows and columns are one dimension", node.Find("columns")->place);
  }
  return CrosstabBlock{TextAt(node, "rows"), TextAt(node, "columns"), TextsAt(node, "metrics")};
}

Block ReadFlow(const YamlNode& node) {
  FlowBlock flow{TextsAt(node, "stages"), TextsAt(node, "metrics")};
  if (flow.stages.size() < 2) {
    throw Error("a flow needs at least two stages", node.Find("stages")->place);
  }
  return flow;
}

Block ReadPaths(const YamlNode& node) {
  PathsBlock paths;
  paths.dimensions = TextsAt(node, "dimensions");
  paths.metrics = TextsAt(node, "metrics");
  if (paths.dimensions.empty()) {
    throw Error("paths need at least one dimension", node.Find("dimensions")->place);
  }
  if (paths.metrics.empty()) {
    throw Error("paths need at least one metric", node.Find("metrics")->place);
  }
  paths.rank_by = TextAt(node, "rank_by", paths.metrics.front());
  if (const std::optional<double> limit = NumberAt(node, "limit")) {
    paths.limit = static_cast<int>(*limit);
  }
  paths.all = BoolAt(node, "all", false);
  paths.filter = ExpressionAt(node, "filter");
  paths.filter_text = TextOf(paths.filter);
  return paths;
}

Block ReadLift(const YamlNode& node) {
  LiftBlock lift;
  lift.dimension = TextAt(node, "dimension");
  lift.treated = TextAt(node, "treated");
  lift.control = TextAt(node, "control");
  lift.outcomes = TextsAt(node, "outcomes");
  lift.adjust = TextsAt(node, "adjust");
  lift.caveat = TextAt(node, "caveat");
  if (lift.treated == lift.control) {
    throw Error(fmt::format("'{}' is compared with itself", lift.treated),
                node.Find("control")->place);
  }
  return lift;
}

Block ReadIndicators(const YamlNode& node) {
  IndicatorsBlock indicators;
  indicators.outcome = TextAt(node, "outcome");
  for (const YamlEntry& entry : EntriesAt(node, "flags")) {
    IndicatorFlag flag;
    flag.id = entry.key;
    flag.label = TextAt(entry.value, "label", LabelFromName(entry.key));
    flag.condition = ExpressionAt(entry.value, "when");
    flag.condition_text = TextOf(flag.condition);
    flag.expect_higher = TextAt(entry.value, "expect", "higher") == "higher";
    flag.place = entry.place;
    indicators.flags.push_back(std::move(flag));
  }
  return indicators;
}

Block ReadAssociations(const YamlNode& node) {
  AssociationsBlock associations;
  for (const YamlNode& item : ItemsAt(node, "pairs")) {
    AssociationPair pair;
    pair.left = TextAt(item, "left");
    pair.right = TextAt(item, "right");
    pair.label =
        TextAt(item, "label", fmt::format("{} and {}", LabelFromName(pair.left), pair.right));
    pair.place = item.place;
    associations.pairs.push_back(std::move(pair));
  }
  return associations;
}

Block ReadRates(const YamlNode& node) {
  return RatesBlock{TextAt(node, "outcome"), TextsAt(node, "dimensions")};
}

Block ReadSensitivity(const YamlNode& node) {
  SensitivityBlock sensitivity;
  sensitivity.outcome = TextAt(node, "outcome");
  for (const YamlNode& item : ItemsAt(node, "lines")) {
    sensitivity.lines.push_back(
        {TextAt(item, "label"), TextAt(item, "lift"), TextsAt(item, "adjust")});
  }
  return sensitivity;
}

Block ReadHistogram(const YamlNode& node) {
  return HistogramBlock{TextAt(node, "column"),
                        static_cast<int>(NumberAt(node, "bins").value_or(20)),
                        BoolAt(node, "log", false)};
}

Block ReadDistribution(const YamlNode& node) {
  return DistributionBlock{TextAt(node, "dimension"), TextAt(node, "column")};
}

Block ReadValues(const YamlNode& node) {
  return ValuesBlock{TextAt(node, "source"), TextAt(node, "column")};
}

Block ReadQuality(const YamlNode&) { return QualityBlock{}; }

template <auto Read>
Block As(const YamlNode& node) {
  return Read(node);
}

struct BlockReader {
  std::string_view type;
  Block (*read)(const YamlNode& node);
};

constexpr BlockReader kReaders[] = {
    {"breakdown", ReadBreakdown},
    {"crosstab", ReadCrosstab},
    {"flow", ReadFlow},
    {"paths", ReadPaths},
    {"lift", ReadLift},
    {"indicators", ReadIndicators},
    {"associations", ReadAssociations},
    {"rates", ReadRates},
    {"sensitivity", ReadSensitivity},
    {"histogram", ReadHistogram},
    {"distribution", ReadDistribution},
    {"values", ReadValues},
    {"quality", ReadQuality},
    {"rules", As<ReadRules>},
    {"thresholds", As<ReadThresholdsBlock>},
    {"clusters", As<ReadClustersBlock>},
    {"rfm", As<ReadRfmBlock>},
    {"concentration", As<ReadConcentration>},
    {"migration", As<ReadMigration>},
    {"evaluation", As<ReadEvaluation>},
    {"retention", ReadRetention},
    {"ltv", ReadLtv},
    {"targets", ReadTargets},
    {"plan", ReadPlan},
    {"compare", ReadCompare},
    {"cohort", ReadCohort},
    {"intake", ReadIntake},
};

Block ReadTyped(const YamlNode& node) {
  const std::string type = TextAt(node, "type");
  for (const BlockReader& reader : kReaders) {
    if (reader.type == type) return reader.read(node);
  }
  throw Error(fmt::format("the block type '{}' has no reader", type), node.place);
}

}  // namespace

std::vector<BlockSpec> ReadBlocks(const YamlNode& definition) {
  std::vector<BlockSpec> blocks;
  for (const YamlEntry& entry : EntriesAt(definition, "blocks")) {
    BlockSpec block;
    block.id = entry.key;
    block.title = TextAt(entry.value, "title", LabelFromName(entry.key));
    block.description = TextAt(entry.value, "description");
    block.block = ReadTyped(entry.value);
    block.place = entry.place;
    blocks.push_back(std::move(block));
  }
  return blocks;
}

}  // namespace tessera
