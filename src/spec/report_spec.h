// What the user asked for: a report definition, validated, before any data is touched.
//
// Every part keeps the Place where it was written, so that an error found later (an unknown member,
// a dead reference) still points into the user's file. Vectors keep the definition's order.
#ifndef TESSERA_SPEC_REPORT_SPEC_H_
#define TESSERA_SPEC_REPORT_SPEC_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/format.h"
#include "spec/block_spec.h"
#include "spec/claim_spec.h"
#include "spec/expression.h"
#include "spec/metric_spec.h"
#include "spec/recommendation_spec.h"
#include "spec/segmentation_spec.h"
#include "spec/source_spec.h"

namespace tessera {

// A condition that every entity of the report meets.
struct PopulationFilter {
  std::string id, label;
  ExpressionTree condition;
  std::string condition_text;
  Place place;
};

struct ReportSpec {
  std::string path;         // of the user's file
  std::string folder;       // relative files are found from here
  std::string sha256;       // of the definition as it is after `extends`, `--set` and `--as-of`
  std::string kind;         // name of the folder of templates/
  std::string kind_folder;  // named by `extends`: its pages come before the kind's; "" if none
  std::string title, subtitle, author, purpose, audience;
  std::optional<int> as_of;  // days since 1970-01-01
  std::string locale_name = "en-US", currency = "USD";
  Locale locale;
  std::string brand_name, brand_accent, brand_logo;
  std::string entity, entities;  // "customer", "customers"
  std::string entity_source;
  double alpha = 0.05;
  int minimum_n = 1;
  int minimum_n_claim = 30;
  std::uint64_t seed = 1;
  std::vector<std::string> null_values;
  std::optional<double> max_rejected;  // share of rows
  std::vector<std::string> confounders;
  std::vector<double> uptake;
  std::string design = "observational";      // or "randomised": only then causal words are licensed
  std::map<std::string, double> parameters;  // named constants of expressions
  std::vector<PopulationFilter> filters;     // all must hold
  std::string nps_scale;                     // "0..10" where NPS proper may be computed
  std::string engine = "duckdb";
  double frame_limit = 5'000'000;         // entities held in memory at most
  std::vector<std::string> include_rows;  // tables of single entities that may be shown

  std::vector<SourceSpec> sources;
  std::vector<AttributeSpec> attributes;
  std::vector<ThresholdSpec> thresholds;
  std::vector<SegmentationSpec> segmentations;
  // What is worked out once the entities are there; its attributes are not there before.
  std::vector<LaterStep> later;
  std::vector<DimensionSpec> dimensions;
  std::vector<MetricSpec> metrics;
  std::vector<BlockSpec> blocks;
  std::vector<FigureSpec> figures;
  std::vector<ClaimSpec> claims;
  std::vector<RecommendationSpec> recommendations;
  std::vector<AgreementSpec> agreements;
  std::vector<std::string> tiles;
  std::vector<PageSpec> pages;
  std::string profile_metrics_block;  // breakdown whose metrics the segment pages show
  // The text of each file that a Place names, for excerpts.
  std::map<std::string, std::string> definition_texts;

  const SourceSpec* FindSource(std::string_view name) const;
  // A column of the entity's source, or of a source that gives it further columns.
  const ColumnSpec* FindEntityColumn(std::string_view name) const;
  const DimensionSpec* FindDimension(std::string_view id) const;
  const MetricSpec* FindMetric(std::string_view id) const;
  const AttributeSpec* FindAttribute(std::string_view name) const;
  const ThresholdSpec* FindThreshold(std::string_view id) const;
  const SegmentationSpec* FindSegmentation(std::string_view id) const;
  // Whether the attribute is worked out after the sources are read.
  bool IsLater(const AttributeSpec& attribute) const;
};

}  // namespace tessera

#endif  // TESSERA_SPEC_REPORT_SPEC_H_
