// The table of keys: the whole definition, and what its words and pages are made of.
#include "spec/definition_schema.h"
#include "spec/schema_types.h"

namespace tessera {
namespace {

const MappingSchema& BrandSchema() {
  static const MappingSchema schema = {
      "a brand",
      "Whose report it is.",
      {
          {"name", Words(), "The name of the house."},
          {"accent", Words(), "The one colour of the page, #rrggbb."},
          {"logo", Words(), "An SVG or PNG file, relative to the definition's folder."},
      }};
  return schema;
}

const MappingSchema& EntitySchema() {
  static const MappingSchema schema = {
      "an entity",
      "What is segmented; one row of its source each.",
      {
          {"source", Reference(Section::kSource), "The source with one row an entity.", "", true},
          {"singular", Words(), "The word for one.", "customer"},
          {"plural", Words(), "The word for many.", "customers"},
      }};
  return schema;
}

const MappingSchema& FilterSchema() {
  static const MappingSchema schema = {
      "a filter",
      "A condition on the entities that the whole report is about.",
      {
          {"when", Formula(), "The entities that are kept.", "", true},
          {"label", Words(), "Its name in the report.", "its id in words"},
      }};
  return schema;
}

const MappingSchema& AlternativeSchema() {
  static const MappingSchema schema = {
      "an alternative",
      "Words that are said when a condition holds.",
      {
          {"when", Formula(), "The condition, over figures.", "always"},
          {"say", Words(),
           "The words: {figure} is a number, {figure|style} a number in that "
           "style, [word](figure) a word that the figure must license; no digits "
           "elsewhere.",
           "", true},
      }};
  return schema;
}

const MappingSchema& PlanSchema() {
  static const MappingSchema schema = {
      "a measurement plan",
      "How the effect would be proved by a randomised test.",
      {
          {"metric", Reference(Section::kMetric), "The rate or mean that is watched.", "", true},
          {"relative_effect", Fraction(),
           "The least effect worth finding, relative to the "
           "baseline.",
           "10%"},
          {"duration", Words(), "How long it would run."},
      }};
  return schema;
}

}  // namespace

const MappingSchema& FigureSchema() {
  static const MappingSchema schema = {
      "a figure",
      "A chart over a table of the report.",
      {
          {"type",
           Choice({"bar", "stacked_bar", "heatmap", "sankey", "box", "forest", "histogram", "line",
                   "curve", "scatter", "map", "survival", "bullet", "timeline"}),
           "How it is drawn.", "", true},
          {"table", Name(), "The table behind it.", "", true},
          {"title", Words(), "The finding: the id of a claim, or plain words."},
          {"subtitle", Words(), "The measure, its unit and population."},
          {"category", Name(), "The column of the first axis."},
          {"series", Name(), "The column that tells colours or the second axis apart."},
          {"value", Name(), "The column that is drawn."},
          {"count", Name(), "The column with the number of entities, for hover."},
          {"reference", Words(),
           "The figure of the whole, or a number: a line, or the middle of a scale."},
          {"log", Bool(), "A logarithmic axis.", "false"},
      }};
  return schema;
}

ValueType ClaimValueType() {
  return Either(Words(), List(Either(Words(), Mapping(AlternativeSchema()))));
}

const MappingSchema& RecommendationSchema() {
  static const MappingSchema schema = {
      "a recommendation",
      "A card: who, how many, what is at stake, what it rests on, how it would be proved.",
      {
          {"title", Words(), "What to do.", "", true},
          {"group", Words(), "The heading that it stands under."},
          {"when", Formula(), "Over figures; when it is false the card is listed as not supported.",
           "always"},
          {"verdict", Reference(Section::kClaim), "The claim that says why it stands."},
          {"refuted", Reference(Section::kClaim), "The claim that says why it does not."},
          {"target", Words(), "Who, in words.", "", true},
          {"rule", Formula(),
           "Who: a condition over the entity's columns, attributes and "
           "dimensions.",
           "", true},
          {"stake", Reference(Section::kMetric), "An additive metric, summed over the target."},
          {"effect", Name(), "A difference: the gain an entity. Without it there is no range."},
          {"ceiling", Reference(Section::kMetric),
           "The metric that the opportunity is a part "
           "of."},
          {"evidence", List(Reference(Section::kClaim)), "The claims that it rests on."},
          {"actions", List(Words()), "What would be done, step by step."},
          {"plan", Mapping(PlanSchema()), "How the effect would be proved."},
          {"owner", Words(), "Who does it.", "not given"},
          {"due", Words(), "By when.", "not given"},
          {"slot", Words(), "When in the plan: 0–30 days."},
          {"cost", Words(), "What it costs.", "not given"},
          {"stop", Words(), "When to give it up."},
      }};
  return schema;
}

const MappingSchema& AgreementSchema() {
  static const MappingSchema schema = {
      "an agreement",
      "Two facts from two sources that must agree, counted entity by entity.",
      {
          {"left", Formula(), "The first, over the entity's columns and attributes.", "", true},
          {"right", Formula(), "The second.", "", true},
          {"label", Words(), "What agrees with what, in words.", "its id in words"},
      }};
  return schema;
}

const MappingSchema& PageSchema() {
  static const MappingSchema schema = {
      "a page",
      "A page of the folder form; a section of the single file.",
      {
          {"title", Words(), "Its name in the navigation.", "its id in words"},
          {"template", Words(), "The file of the kind that draws it.", "its id with .html"},
          {"each_segment", Bool(), "Drawn once a segment.", "false"},
      }};
  return schema;
}

const MappingSchema& RootSchema() {
  static const MappingSchema schema = {
      "a definition",
      "A report: its data, its terms, its parts and its words.",
      {
          {"extends", Words(),
           "The kind that this adds to: a built-in one by name, or the path of "
           "a folder or file."},
          {"kind", Name(), "The name of this kind, in a kind's own report.yml."},
          {"title", Words(), "The title of the report.", "Customer segmentation"},
          {"subtitle", Words(), "Below the title."},
          {"author", Words(), "Who wrote it."},
          {"purpose", Words(), "What it is for."},
          {"audience", Words(), "Whom it is for."},
          {"as_of", Date(), "The day that the report speaks of.", "the day of the newest event"},
          {"locale", Words(), "How numbers are written: en-US, en-GB, de-DE, fr-FR, ….", "en-US"},
          {"currency", Words(), "The ISO 4217 code of all money.", "USD"},
          {"brand", Mapping(BrandSchema()), "Whose report it is."},
          {"entity", Mapping(EntitySchema()), "What is segmented.", "", true},
          {"alpha", Number(0.0001, 0.5), "1 − the confidence of intervals.", "0.05"},
          {"minimum_n", Integer(1), "Smaller cells are suppressed.", "1"},
          {"minimum_n_claim", Integer(1), "Smaller groups get no comparing sentence.", "30"},
          {"seed", Integer(0), "The seed of everything random.", "1"},
          {"null_values", List(Words()), "Texts that mean no value, in every column."},
          {"max_rejected", Fraction(),
           "The share of rows that may be unreadable before a check "
           "fails."},
          {"confounders", List(Reference(Section::kDimension)),
           "Dimensions held fixed in adjusted comparisons."},
          {"uptake", List(Fraction()),
           "The shares of a target that may respond, for opportunity "
           "ranges."},
          {"design", Choice({"observational", "randomised"}),
           "How the groups came about; causal words need randomised.", "observational"},
          {"nps_scale", Choice({"0..10"}),
           "The scale of the NPS question; without it the score is "
           "only averaged."},
          {"parameters", Map(Number()), "Named constants of expressions."},
          {"filters", Map(Either(Formula(), Mapping(FilterSchema()))),
           "Conditions that all entities of the report meet: an expression, or a mapping."},
          {"engine", Choice({"duckdb", "clickhouse", "postgres"}),
           "Where tables of many rows an entity are reduced to one: here, or at the server that "
           "their "
           "address names.",
           "duckdb"},
          {"frame_limit", Integer(1),
           "The most entities held in memory, some 1.7 kB each. Of more, the report is about a sample "
           "by the hash of their key, beside exact figures of everyone.",
           "5000000"},
          {"include_rows", List(Name()),
           "Tables whose rows are single entities, shown only when "
           "named here."},
          {"sources", Map(Mapping(SourceSchema())), "The input tables, by name.", "", true},
          {"columns", Map(Map(Words())),
           "By source: the definition's names of columns, and the "
           "file's own.",
           "equal names"},
          {"types", Map(Map(ColumnTypes())), "By source: other types of columns."},
          {"attributes", Map(Mapping(AttributeSchema())), "Values an entity that are computed."},
          {"thresholds", Map(Mapping(ThresholdSchema())),
           "Numbers worked out from all entities, for expressions to compare with."},
          {"segmentations", Map(SegmentationValueType()),
           "Clusters and scores: columns worked out from all entities, for dimensions to group "
           "by."},
          {"dimensions", Map(Mapping(DimensionSchema())), "Ways to divide all entities."},
          {"bins", Map(List(Number())), "Other edges, by dimension."},
          {"metrics", Map(MetricValueType()), "Named numbers."},
          {"blocks", Map(BlockValueType()), "What is computed."},
          {"figures", Map(Mapping(FigureSchema())), "What is drawn."},
          {"claims", Map(ClaimValueType()),
           "What is said: words, or a list of alternatives of "
           "which the first that holds is said."},
          {"recommendations", Map(Mapping(RecommendationSchema())), "What is advised."},
          {"agreements", Map(Mapping(AgreementSchema())), "Facts that must agree."},
          {"tiles", List(Reference(Section::kMetric)), "The figures of the first screen."},
          {"pages", Map(Mapping(PageSchema())), "The pages; `index` is the first."},
          {"profiles", Reference(Section::kBreakdown),
           "The breakdown whose metrics segment pages "
           "show."},
      }};
  return schema;
}

}  // namespace tessera
