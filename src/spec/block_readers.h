// Readers of block types that have a file of their own; block_reader.cc holds the table of all.
#ifndef TESSERA_SPEC_BLOCK_READERS_H_
#define TESSERA_SPEC_BLOCK_READERS_H_

#include "spec/block_spec.h"
#include "spec/definition_schema.h"
#include "spec/yaml_node.h"

namespace tessera {

using AnyBlock = decltype(BlockSpec::block);

// lifetime_block_reader.cc
AnyBlock ReadRetention(const YamlNode& node);
AnyBlock ReadLtv(const YamlNode& node);
AnyBlock ReadTargets(const YamlNode& node);
AnyBlock ReadPlan(const YamlNode& node);
// group_block_reader.cc
AnyBlock ReadCompare(const YamlNode& node);
AnyBlock ReadCohort(const YamlNode& node);
AnyBlock ReadIntake(const YamlNode& node);

// Their keys: schema_lifetime.cc and schema_groups.cc.
const MappingSchema& RetentionSchema();
const MappingSchema& LtvSchema();
const MappingSchema& TargetsSchema();
const MappingSchema& GoalPlanSchema();
const MappingSchema& CompareSchema();
const MappingSchema& CohortSchema();
const MappingSchema& IntakeSchema();

}  // namespace tessera

#endif  // TESSERA_SPEC_BLOCK_READERS_H_
