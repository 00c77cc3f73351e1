// ReadYaml: the events of yaml-cpp become a YamlNode. The only file that includes yaml-cpp.
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "spec/yaml_node.h"

namespace tessera {
namespace {

constexpr size_t kLongest = size_t{1} << 20;
constexpr size_t kDeepest = 40;
constexpr size_t kMostNodes = 50'000;
constexpr size_t kLongestKey = 200;
constexpr std::string_view kMergeKey = "<<";

// The lines of the text, to turn the marks of yaml-cpp (from 0, in bytes) into places.
class Lines {
 public:
  Lines(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {
    for (size_t begin = 0; begin <= text.size();) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      lines_.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  Place At(const YAML::Mark& mark) const {
    if (mark.line < 0) return {file_, 0, 0};
    const std::string_view before = Line(mark).substr(0, ByteColumn(mark));
    return {file_, mark.line + 1, static_cast<int>(CodePoints(before).size()) + 1};
  }

  // Where the text of a scalar begins; its column is 0 unless it stands there as it is.
  Place TextAt(const YAML::Mark& mark, std::string_view text) const {
    Place place = At(mark);
    std::string_view rest = Line(mark);
    rest.remove_prefix(ByteColumn(mark));
    if (rest.starts_with('"') || rest.starts_with('\'')) {
      rest.remove_prefix(1);
      ++place.column;
    }
    if (!rest.starts_with(text)) place.column = 0;
    return place;
  }

  // Whether the quoted text at a mark ends before the file does: yaml-cpp closes an open one there.
  bool QuoteCloses(const YAML::Mark& mark) const {
    const std::string_view first = Line(mark).substr(ByteColumn(mark));
    if (!first.starts_with('"') && !first.starts_with('\'')) return true;
    const char quote = first.front();
    auto at = static_cast<size_t>(first.data() - text_.data()) + 1;
    while (at < text_.size() && text_[at] != quote) {
      at += quote == '"' && text_[at] == '\\' ? 2 : 1;
    }
    return at < text_.size();
  }

  bool IsIndentedWithTab(const YAML::Mark& mark) const {
    const std::string_view line = Line(mark);
    return line.substr(0, line.find_first_not_of(" \t")).find('\t') != std::string_view::npos;
  }

 private:
  std::string_view Line(const YAML::Mark& mark) const {
    const auto line = static_cast<size_t>(std::max(mark.line, 0));
    return line < lines_.size() ? lines_[line] : std::string_view();
  }
  size_t ByteColumn(const YAML::Mark& mark) const {
    return std::min(static_cast<size_t>(std::max(mark.column, 0)), Line(mark).size());
  }

  std::string_view text_;
  std::string file_;
  std::vector<std::string_view> lines_;
};

size_t CountNodes(const YamlNode& node) {
  size_t count = 1;
  for (const YamlNode& item : node.items) count += CountNodes(item);
  for (const YamlEntry& entry : node.entries) count += CountNodes(entry.value);
  return count;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const Lines& lines) : lines_(lines) {}

  YamlNode TakeRoot() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node;
    node.place = lines_.At(mark);
    Add(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    RefuseTag(mark, tag);
    if (!lines_.QuoteCloses(mark)) throw Error("this quote is not closed", lines_.At(mark));
    YamlNode node = ScalarNode(value, lines_.At(mark));
    node.quoted = tag == "!";
    node.text_place = lines_.TextAt(mark, value);
    Add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      throw Error("an alias stands inside the value that it names", lines_.At(mark));
    }
    Count(CountNodes(found->second) - 1, lines_.At(mark));
    Add(found->second, YAML::NullAnchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kMapping, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(); }

 private:
  // A list or a mapping that is not closed yet.
  struct OpenNode {
    YamlNode node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    bool has_key = false;  // of a mapping: `key` waits for its value
    std::string key;
    Place key_place;
  };

  void Open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    RefuseTag(mark, tag);
    OpenNode open;
    open.node.kind = kind;
    open.node.place = lines_.At(mark);
    open.anchor = anchor;
    if (open_.size() == kDeepest) {
      throw Error(fmt::format("nested deeper than {} levels", kDeepest), open.node.place);
    }
    open_.push_back(std::move(open));
  }

  void Close() {
    OpenNode closed = std::move(open_.back());
    open_.pop_back();
    ExpandMergeKey(closed.node);
    Add(std::move(closed.node), closed.anchor);
  }

  // `<<: *base` or `<<: [*a, *b]`: the keys of other mappings that this one does not give itself.
  void ExpandMergeKey(YamlNode& mapping) {
    YamlNode* found = mapping.Find(kMergeKey);
    if (found == nullptr) return;
    const YamlNode merged = std::move(*found);
    mapping.Erase(kMergeKey);
    const std::span<const YamlNode> sources =
        merged.IsList() ? std::span<const YamlNode>(merged.items) : std::span(&merged, 1);
    for (const YamlNode& source : sources) {
      if (!source.IsMapping()) {
        throw Error("'<<' takes a mapping, usually an alias: <<: *name", source.place);
      }
      for (const YamlEntry& entry : source.entries) {
        if (mapping.Find(entry.key) == nullptr) mapping.entries.push_back(entry);
      }
    }
  }

  void Count(size_t nodes, const Place& place) {
    count_ += nodes;
    if (count_ <= kMostNodes) return;
    throw Error(fmt::format("more than {} values", kMostNodes), place)
        .Remedy("an alias repeats everything that its anchor names");
  }

  void Add(YamlNode node, YAML::anchor_t anchor) {
    Count(1, node.place);
    if (anchor != YAML::NullAnchor) anchors_.insert_or_assign(anchor, node);
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (open_.back().node.IsList()) {
      open_.back().node.items.push_back(std::move(node));
    } else if (!open_.back().has_key) {
      TakeKey(node);
    } else {
      OpenNode& parent = open_.back();
      parent.has_key = false;
      parent.node.entries.push_back({std::move(parent.key), parent.key_place, std::move(node)});
    }
  }

  void TakeKey(const YamlNode& node) {
    // A plain `null` is a word like any other where a key stands.
    if (!node.IsScalar() && !node.IsNull()) throw Error("a key must be a plain name", node.place);
    const std::string key = node.IsNull() ? "null" : node.text;
    OpenNode& parent = open_.back();
    if (key.size() > kLongestKey) {
      throw Error(fmt::format("a key longer than {} characters", kLongestKey), node.place);
    }
    const auto first = std::ranges::find(parent.node.entries, key, &YamlEntry::key);
    if (first != parent.node.entries.end()) {
      throw Error(fmt::format("the key '{}' stands twice", key), node.place)
          .Remedy(fmt::format("it was given first in line {}", first->place.line));
    }
    parent.has_key = true;
    parent.key = key;
    parent.key_place = node.place;
  }

  void RefuseTag(const YAML::Mark& mark, const std::string& tag) const {
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw Error(fmt::format("YAML tags are not read here, found '{}'", tag), lines_.At(mark));
  }

  const Lines& lines_;
  YamlNode root_;
  std::vector<OpenNode> open_;
  std::map<YAML::anchor_t, YamlNode> anchors_;
  size_t count_ = 0;
};

// What yaml-cpp says, and what people usually did.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kRemedies = {{
    {"illegal map value", "a text that holds ': ' stands in quotes"},
    {"end of map not found", "keys of one mapping stand in one column"},
    {"end of sequence not found", "items of one list stand in one column"},
    {"illegal tab", "indent with spaces, not tabs"},
    {"illegal EOF in scalar", "a quote is not closed"},
}};

Error BrokenYaml(const YAML::Exception& exception, const Lines& lines) {
  Error error("broken YAML: " + exception.msg, lines.At(exception.mark));
  for (const auto& [message, remedy] : kRemedies) {
    if (exception.msg.starts_with(message)) error.Remedy(std::string(remedy));
  }
  if (lines.IsIndentedWithTab(exception.mark)) error.Remedy("indent with spaces, not tabs");
  return error;
}

}  // namespace

YamlNode ReadYaml(std::string_view text, const std::string& file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.size() > kLongest) throw Error("a definition longer than 1 MiB", {file, 0, 0});
  if (!IsValidUtf8(text) || text.find('\0') != std::string_view::npos) {
    throw Error("a definition must be UTF-8 text", {file, 0, 0});
  }
  const Lines lines(text, file);
  std::istringstream stream{std::string(text)};
  TreeBuilder builder(lines);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return {};
    YamlNode root = builder.TakeRoot();
    if (parser.HandleNextDocument(builder)) {
      throw Error("a definition is one document, found a second", builder.TakeRoot().place);
    }
    return root;
  } catch (const YAML::Exception& exception) {
    throw BrokenYaml(exception, lines);
  }
}

}  // namespace tessera
