// Blocks that hold groups against each other (group_blocks.h).
#include <fmt/format.h>

#include <utility>

#include "spec/block_readers.h"
#include "spec/definition_values.h"

namespace tessera {

AnyBlock ReadCompare(const YamlNode& node) {
  CompareBlock block;
  block.dimension = TextAt(node, "dimension");
  block.columns = TextsAt(node, "columns");
  for (const YamlNode& item : ItemsAt(node, "thresholds")) {
    const auto above = NumberAt(item, "above"), below = NumberAt(item, "below");
    if (above.has_value() == below.has_value()) {
      throw Error("a threshold is 'above' or 'below', one of them", item.place);
    }
    block.thresholds.push_back(
        {TextAt(item, "column"), above.has_value(), above ? *above : *below});
  }
  return block;
}

AnyBlock ReadCohort(const YamlNode& node) {
  CohortBlock block;
  block.dimension = TextAt(node, "dimension");
  block.member = TextAt(node, "member", "first");
  for (const YamlEntry& entry : EntriesAt(node, "steps")) {
    CohortStep step;
    step.id = entry.key;
    step.label = TextAt(entry.value, "label", LabelFromName(entry.key));
    step.condition = ExpressionAt(entry.value, "when");
    step.condition_text = TextOf(step.condition);
    step.place = entry.place;
    block.steps.push_back(std::move(step));
  }
  block.outcomes = TextsAt(node, "outcomes");
  for (const YamlEntry& entry : EntriesAt(node, "tables")) {
    block.tables.push_back({entry.key, TextAt(entry.value, "title", LabelFromName(entry.key)),
                            TextAt(entry.value, "dimension"), TextAt(entry.value, "outcome"),
                            entry.place});
  }
  return block;
}

AnyBlock ReadIntake(const YamlNode& node) {
  IntakeBlock block;
  for (const YamlEntry& entry : EntriesAt(node, "questions")) {
    block.questions.push_back({entry.key, TextAt(entry.value, "label", LabelFromName(entry.key)),
                               TextsAt(entry.value, "needs"), TextAt(entry.value, "instead"),
                               entry.place});
  }
  return block;
}

}  // namespace tessera
