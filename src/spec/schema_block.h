// The keys that every block has, and the blocks that stand in files of their own.
#ifndef TESSERA_SPEC_SCHEMA_BLOCK_H_
#define TESSERA_SPEC_SCHEMA_BLOCK_H_

#include <string>
#include <vector>

#include "spec/definition_schema.h"

namespace tessera {

// `own` between `type` and the words of the block.
MappingSchema BlockSchema(std::string title, std::string description, std::vector<KeySchema> own);

const MappingSchema& RulesSchema();
const MappingSchema& ThresholdsBlockSchema();
const MappingSchema& ClustersBlockSchema();
const MappingSchema& RfmBlockSchema();
const MappingSchema& ConcentrationSchema();
const MappingSchema& MigrationSchema();
const MappingSchema& EvaluationSchema();

}  // namespace tessera

#endif  // TESSERA_SPEC_SCHEMA_BLOCK_H_
