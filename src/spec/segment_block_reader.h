// Readers of the blocks in segment_blocks.h, for the table in block_reader.cc.
#ifndef TESSERA_SPEC_SEGMENT_BLOCK_READER_H_
#define TESSERA_SPEC_SEGMENT_BLOCK_READER_H_

#include "spec/segment_blocks.h"
#include "spec/yaml_node.h"

namespace tessera {

RulesBlock ReadRules(const YamlNode& node);
ThresholdsBlock ReadThresholdsBlock(const YamlNode& node);
ClustersBlock ReadClustersBlock(const YamlNode& node);
RfmBlock ReadRfmBlock(const YamlNode& node);
ConcentrationBlock ReadConcentration(const YamlNode& node);
MigrationBlock ReadMigration(const YamlNode& node);
EvaluationBlock ReadEvaluation(const YamlNode& node);

}  // namespace tessera

#endif  // TESSERA_SPEC_SEGMENT_BLOCK_READER_H_
