// The settings of a definition: its titles, its terms and its thresholds.
#include <fmt/format.h>

#include "base/text.h"
#include "spec/definition_values.h"
#include "spec/section_readers.h"

namespace tessera {
namespace {

void ReadBrand(const YamlNode& definition, ReportSpec& spec) {
  const YamlNode* brand = definition.Find("brand");
  if (brand == nullptr) return;
  spec.brand_name = TextAt(*brand, "name");
  spec.brand_accent = TextAt(*brand, "accent");
  const bool hex =
      spec.brand_accent.size() == 7 && spec.brand_accent.front() == '#' &&
      spec.brand_accent.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
  if (!spec.brand_accent.empty() && !hex) {
    throw Error(
        fmt::format("expected a colour as #rrggbb for 'accent', found '{}'", spec.brand_accent),
        brand->Find("accent")->place)
        .Remedy("quote it, since # begins a comment: \"#2456d6\"");
  }
  if (const YamlNode* logo = brand->Find("logo")) {
    spec.brand_logo = PathFrom(logo->place.file, logo->text);
  }
}

void ReadLocale(const YamlNode& definition, ReportSpec& spec) {
  spec.locale_name = TextAt(definition, "locale", spec.locale_name);
  spec.currency = TextAt(definition, "currency", spec.currency);
  const std::optional<Locale> locale = MakeLocale(spec.locale_name, spec.currency);
  if (!locale) {
    throw Error(fmt::format("unknown locale '{}'", spec.locale_name),
                definition.Find("locale")->place)
        .Remedy("for example en-US, en-GB, de-DE or fr-FR");
  }
  spec.locale = *locale;
}

void ReadThresholds(const YamlNode& definition, ReportSpec& spec) {
  const auto whole = [&](std::string_view key, int fallback) {
    return static_cast<int>(NumberAt(definition, key).value_or(fallback));
  };
  spec.alpha = NumberAt(definition, "alpha").value_or(spec.alpha);
  spec.minimum_n = whole("minimum_n", spec.minimum_n);
  spec.minimum_n_claim = whole("minimum_n_claim", spec.minimum_n_claim);
  if (const std::optional<double> seed = NumberAt(definition, "seed")) {
    spec.seed = static_cast<std::uint64_t>(*seed);
  }
  spec.max_rejected = FractionAt(definition, "max_rejected");
  spec.frame_limit = NumberAt(definition, "frame_limit").value_or(spec.frame_limit);
  for (const YamlNode& share : ItemsAt(definition, "uptake")) {
    spec.uptake.push_back(*ParseFraction(share.text));
  }
  for (const YamlEntry& parameter : EntriesAt(definition, "parameters")) {
    spec.parameters[parameter.key] = *ParseNumber(parameter.value.text);
  }
}

void ReadFilters(const YamlNode& definition, ReportSpec& spec) {
  for (const YamlEntry& entry : EntriesAt(definition, "filters")) {
    PopulationFilter filter;
    filter.id = entry.key;
    filter.place = entry.place;
    filter.label = LabelFromName(entry.key);
    if (entry.value.IsScalar()) {
      filter.condition = ExpressionOf(entry.value);
    } else {
      filter.condition = ExpressionAt(entry.value, "when");
      filter.label = TextAt(entry.value, "label", filter.label);
    }
    filter.condition_text = TextOf(filter.condition);
    spec.filters.push_back(std::move(filter));
  }
}

}  // namespace

void ReadSettings(const YamlNode& definition, ReportSpec& spec) {
  spec.kind = TextAt(definition, "kind");
  spec.title = TextAt(definition, "title", "Customer segmentation");
  spec.subtitle = TextAt(definition, "subtitle");
  spec.author = TextAt(definition, "author");
  spec.purpose = TextAt(definition, "purpose");
  spec.audience = TextAt(definition, "audience");
  if (const YamlNode* as_of = definition.Find("as_of")) spec.as_of = ParseDate(as_of->text);
  const YamlNode& entity = *definition.Find("entity");
  spec.entity_source = TextAt(entity, "source");
  spec.entity = TextAt(entity, "singular", "customer");
  spec.entities = TextAt(entity, "plural", "customers");
  spec.null_values = TextsAt(definition, "null_values");
  spec.confounders = TextsAt(definition, "confounders");
  spec.design = TextAt(definition, "design", spec.design);
  spec.nps_scale = TextAt(definition, "nps_scale");
  spec.engine = TextAt(definition, "engine", spec.engine);
  spec.include_rows = TextsAt(definition, "include_rows");
  spec.tiles = TextsAt(definition, "tiles");
  spec.profile_metrics_block = TextAt(definition, "profiles");
  ReadLocale(definition, spec);
  ReadBrand(definition, spec);
  ReadThresholds(definition, spec);
  ReadFilters(definition, spec);
}

}  // namespace tessera
