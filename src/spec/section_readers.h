// The sections of a checked definition, each into its part of a ReportSpec.
//
// REQUIRES: CheckDefinition has passed and keys without a value are gone (DropNulls), so that
// shapes, types and names are right. What remains to go wrong is how values fit together; each
// throws Error at its place.
#ifndef TESSERA_SPEC_SECTION_READERS_H_
#define TESSERA_SPEC_SECTION_READERS_H_

#include <vector>

#include "spec/report_spec.h"
#include "spec/yaml_node.h"

namespace tessera {

// Sources with `columns:` and `types:` laid over them.
std::vector<SourceSpec> ReadSources(const YamlNode& definition);
std::vector<ThresholdSpec> ReadComputedThresholds(const YamlNode& definition);
std::vector<SegmentationSpec> ReadSegmentations(const YamlNode& definition);
// Thresholds, segmentations, and the formulas over entities that rest on them, each after what it
// needs. Throws Error when one rests on itself.
std::vector<LaterStep> LaterSteps(const ReportSpec& spec);
std::vector<AttributeSpec> ReadAttributes(const YamlNode& definition,
                                          const std::vector<SourceSpec>& sources);
// Dimensions with `bins:` laid over them.
std::vector<DimensionSpec> ReadDimensions(const YamlNode& definition);
std::vector<MetricSpec> ReadMetrics(const YamlNode& definition);
std::vector<BlockSpec> ReadBlocks(const YamlNode& definition);
std::vector<ClaimSpec> ReadClaims(const YamlNode& definition);
std::vector<FigureSpec> ReadFigures(const YamlNode& definition);
std::vector<RecommendationSpec> ReadRecommendations(const YamlNode& definition);
std::vector<AgreementSpec> ReadAgreements(const YamlNode& definition);
std::vector<PageSpec> ReadPages(const YamlNode& definition);
// Titles, brand, entity, thresholds, parameters and filters.
void ReadSettings(const YamlNode& definition, ReportSpec& spec);

// `written` as a path to open: from the folder of the definition file where it was written.
std::string PathFrom(const std::string& definition_file, const std::string& written);

// Checks of the whole: names in expressions, members that blocks compare, columns of the right
// type, derived metrics that rest on themselves.
void CheckReferences(const ReportSpec& spec);

}  // namespace tessera

#endif  // TESSERA_SPEC_SECTION_READERS_H_
