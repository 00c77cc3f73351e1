// The table of keys: thresholds and segmentations (segmentation_spec.h).
#include "spec/definition_schema.h"
#include "spec/schema_types.h"

namespace tessera {
namespace {

MappingSchema Method(std::string title, std::string description, std::vector<KeySchema> own) {
  std::vector<KeySchema> keys = {
      {"type", Choice({"clusters", "rfm"}), "How the entities are told apart.", "", true},
      {"label", Words(), "Its name in the report.", "its id in words"},
      {"description", Words(), "What it means."},
  };
  keys.insert(keys.begin() + 1, own.begin(), own.end());
  return {std::move(title), std::move(description), std::move(keys)};
}

const MappingSchema& ClustersSchema() {
  static const MappingSchema schema = Method(
      "a segmentation by clusters",
      "k-means: logarithms where a feature is skewed, z-scores, the best of many starts.",
      {
          {"features", List(Reference(Section::kEntityColumn)),
           "The numeric columns; entities that lack one are in no cluster.", "", true},
          {"k", Integer(2, 12), "How many clusters.", "3"},
          {"most", Integer(2, 12), "The greatest number of clusters that is compared.", "8"},
          {"starts", Integer(1, 1000), "How many starts compete.", "50"},
          {"order_by", Formula(),
           "The measure of value: its mean orders the clusters, the greatest first.", "", true},
          {"names", List(Words()), "The clusters' names in that order.", "Cluster 1, …"},
      });
  return schema;
}

const MappingSchema& RfmSchema() {
  static const MappingSchema schema =
      Method("a segmentation by recency, frequency and money",
             "Scores by quantiles; equal values always score the same.",
             {
                 {"recency", Formula(), "Days since the last time: fewer score higher.", "", true},
                 {"frequency", Formula(), "How often.", "", true},
                 {"money", Formula(), "How much.", "", true},
                 {"scores", Integer(2, 10), "The highest score.", "5"},
             });
  return schema;
}

}  // namespace

const MappingSchema& ThresholdSchema() {
  static const MappingSchema schema = {
      "a threshold",
      "A number worked out from all entities, for expressions to compare with.",
      {
          {"statistic", Choice({"mean", "median", "quantile", "min", "max"}), "What is taken.", "",
           true},
          {"p", Fraction(), "The quantile, of type 7: 75%."},
          {"of", Formula(), "The values; missing ones do not take part.", "", true},
          {"source", Reference(Section::kSource),
           "A one_to_one source: all of its rows, those of unknown entities too.", "the entities"},
          {"where", Formula(), "The population.", "all"},
          {"by", Formula(), "One number for each of its values.", "one number for all"},
          {"label", Words(), "Its name in the report.", "its id in words"},
          {"description", Words(), "What it means."},
          {"format", Formats(), "How it is shown.", "num1"},
      }};
  return schema;
}

ValueType SegmentationValueType() {
  return MakeType(
      TypedType{"a segmentation", {{"clusters", &ClustersSchema()}, {"rfm", &RfmSchema()}}});
}

}  // namespace tessera
