#include "spec/definition_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "spec/definition_check.h"
#include "spec/definition_merge.h"
#include "spec/definition_values.h"
#include "spec/entity_words.h"
#include "spec/section_readers.h"

namespace tessera {
namespace {

constexpr size_t kLongestChain = 8;
constexpr const char* kKindFile = "report.yml";

using Texts = std::map<std::string, std::string>;

// The caret's width where nothing better is known: the plain word or the quoted text at a place.
int TokenWidth(std::string_view line, int column) {
  const std::vector<std::string> points = CodePoints(line);
  const auto begin = static_cast<size_t>(std::max(column - 1, 0));
  if (begin >= points.size()) return 1;
  size_t end = begin + 1;
  if (points[begin] == "'" || points[begin] == "\"") {
    while (end < points.size() && points[end] != points[begin]) ++end;
    return static_cast<int>(end - begin + 1);
  }
  constexpr std::string_view kEnds = ":,{}[]#\r";
  while (end < points.size() && kEnds.find(points[end]) == std::string_view::npos) ++end;
  while (end > begin + 1 && points[end - 1] == " ") --end;
  return static_cast<int>(end - begin);
}

// Shows the whole line of the file; an expression's error has shown its own text and knows the
// width.
void AddExcerptFrom(const Texts& texts, Error& error) {
  const Place& place = error.place();
  const auto found = texts.find(place.file);
  if (found == texts.end() || place.line <= 0 || place.column <= 0) return;
  const auto carets = static_cast<int>(std::ranges::count(error.excerpt(), '^'));
  const std::vector<std::string> lines = Split(found->second, '\n');
  if (static_cast<size_t>(place.line) > lines.size()) return;
  const std::string& line = lines[static_cast<size_t>(place.line - 1)];
  const int width = carets > 0 ? carets : TokenWidth(line, place.column);
  error.Excerpt(CaretExcerpt(found->second, place.line, place.column, width));
}

// Reads a definition and those that it extends, the ground first.
class Chain {
 public:
  Chain(const DefinitionOptions& options, Texts& texts) : options_(options), texts_(texts) {}

  YamlNode Read(const std::string& path, std::string text) {
    if (std::ranges::find(files_, path) != files_.end()) {
      throw Error(fmt::format("'{}' extends itself", path), extends_place_);
    }
    if (files_.size() == kLongestChain) {
      throw Error(fmt::format("more than {} definitions extend each other", kLongestChain),
                  extends_place_);
    }
    files_.push_back(path);
    YamlNode definition = ReadYaml(text, path);
    texts_.insert_or_assign(path, WithoutMark(std::move(text)));
    if (definition.IsNull()) throw Error("the definition is empty", {path, 0, 0});
    const YamlNode* extends = definition.Find("extends");
    if (extends == nullptr || extends->IsNull()) return definition;
    if (!extends->IsScalar()) {
      throw Error("expected the name or path of a kind for 'extends'", extends->place);
    }
    extends_place_ = extends->place;
    YamlNode base = ReadBase(path, *extends);
    base.Erase("extends");
    return MergeDefinitions(std::move(base), std::move(definition));
  }

  const std::string& kind_folder() const { return kind_folder_; }

 private:
  static std::string WithoutMark(std::string text) {
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
  }

  YamlNode ReadBase(const std::string& path, const YamlNode& extends) {
    const std::string& name = extends.text;
    const bool is_path = name.find_first_of("/\\") != std::string::npos || name.ends_with(".yml") ||
                         name.ends_with(".yaml");
    if (is_path) {
      std::filesystem::path file = PathFrom(path, name);
      if (std::filesystem::is_directory(file)) file /= kKindFile;
      if (kind_folder_.empty()) kind_folder_ = file.parent_path().string();
      return Read(file.string(), ReadExtended(file, extends.place));
    }
    const std::string file = name + "/" + kKindFile;
    std::optional<std::string> text;
    if (options_.template_text) text = options_.template_text(file);
    if (!text) {
      std::string remedy = DidYouMean(name, options_.kinds);
      if (!remedy.starts_with("did")) remedy += "; a folder of your own is a path: ./" + name;
      throw Error(fmt::format("unknown kind '{}'", name), extends.place).Remedy(std::move(remedy));
    }
    return Read(file, std::move(*text));
  }

  static std::string ReadExtended(const std::filesystem::path& file, const Place& place) {
    try {
      return ReadFile(file);
    } catch (const Error& error) {
      throw Error(error.place().known() ? error.place().ToString() + ": " + error.message()
                                        : error.message(),
                  place)
          .Remedy(error.remedy());
    }
  }

  const DefinitionOptions& options_;
  Texts& texts_;
  std::vector<std::string> files_;
  Place extends_place_;
  std::string kind_folder_;
};

YamlNode ApplyOptions(YamlNode definition, const DefinitionOptions& options) {
  for (const std::string& setting : options.settings) {
    YamlNode overlay = SettingDefinition(setting);
    if (const YamlNode* extends = overlay.Find("extends")) {
      throw Error("what a definition extends is written in it, not set", extends->place);
    }
    definition = MergeDefinitions(std::move(definition), std::move(overlay));
  }
  if (!options.as_of.empty()) {
    const Place place{"--as-of", 0, 0};
    definition.Require("as_of", place) = ScalarNode(options.as_of, place);
  }
  return definition;
}

void ApplySources(const std::vector<std::string>& options, ReportSpec& spec) {
  for (const std::string& option : options) {
    const size_t equals = option.find('=');
    const std::string name = option.substr(0, equals);
    if (equals == std::string::npos || equals + 1 == option.size()) {
      throw Error(fmt::format("--source takes NAME=PATH, found '{}'", WithoutCredentials(option)));
    }
    const auto source = std::ranges::find(spec.sources, name, &SourceSpec::name);
    if (source == spec.sources.end()) {
      std::vector<std::string> known;
      for (const SourceSpec& each : spec.sources) known.push_back(each.name);
      throw Error(fmt::format("unknown source '{}'", name),
                  {"--source " + WithoutCredentials(option), 0, 0})
          .Remedy(DidYouMean(name, known));
    }
    source->file = option.substr(equals + 1);
  }
}

// A dimension of clusters has them in their order.
void OrderClusterMembers(ReportSpec& spec) {
  for (DimensionSpec& dimension : spec.dimensions) {
    const auto* name =
        dimension.of == nullptr ? nullptr : std::get_if<NameReference>(&dimension.of->node);
    const SegmentationSpec* of = name == nullptr ? nullptr : spec.FindSegmentation(name->name);
    const auto* clusters = of == nullptr ? nullptr : std::get_if<ClustersSpec>(&of->method);
    if (clusters != nullptr && dimension.order.empty()) dimension.order = clusters->names;
  }
}

ReportSpec ReadSections(const YamlNode& definition) {
  ReportSpec spec;
  ReadSettings(definition, spec);
  spec.sources = ReadSources(definition);
  spec.attributes = ReadAttributes(definition, spec.sources);
  spec.thresholds = ReadComputedThresholds(definition);
  spec.segmentations = ReadSegmentations(definition);
  spec.dimensions = ReadDimensions(definition);
  OrderClusterMembers(spec);
  spec.metrics = ReadMetrics(definition);
  spec.blocks = ReadBlocks(definition);
  spec.figures = ReadFigures(definition);
  spec.claims = ReadClaims(definition);
  spec.recommendations = ReadRecommendations(definition);
  spec.agreements = ReadAgreements(definition);
  spec.pages = ReadPages(definition);
  CheckReferences(spec);
  spec.later = LaterSteps(spec);
  return spec;
}

}  // namespace

ReportSpec ReadReportSpec(const std::string& path, const DefinitionOptions& options) {
  return ParseReportSpec(path, ReadFile(path), options);
}

ReportSpec ParseReportSpec(const std::string& path, std::string text,
                           const DefinitionOptions& options) {
  Texts texts = {{path, text}};
  try {
    Chain chain(options, texts);
    YamlNode definition = ApplyOptions(chain.Read(path, std::move(text)), options);
    CheckDefinition(definition);
    ApplyEntityWords(definition);
    DropNulls(definition);
    ReportSpec spec = ReadSections(definition);
    ApplySources(options.sources, spec);
    spec.path = path;
    spec.folder = std::filesystem::path(path).parent_path().string();
    spec.kind_folder = chain.kind_folder();
    spec.sha256 = Sha256Hex(CanonicalText(definition));
    spec.definition_texts = std::move(texts);
    return spec;
  } catch (Error& error) {
    AddExcerptFrom(texts, error);
    throw;
  }
}

void AddExcerpt(const ReportSpec& spec, Error& error) {
  AddExcerptFrom(spec.definition_texts, error);
}

}  // namespace tessera
