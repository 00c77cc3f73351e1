#include "spec/definition_values.h"

#include <charconv>
#include <cmath>

#include "base/text.h"

namespace tessera {

std::string TextAt(const YamlNode& mapping, std::string_view key, std::string fallback) {
  const YamlNode* value = mapping.Find(key);
  return value == nullptr ? fallback : std::string(Trim(value->text));
}

std::vector<std::string> TextsAt(const YamlNode& mapping, std::string_view key) {
  std::vector<std::string> texts;
  for (const YamlNode& item : ItemsAt(mapping, key)) texts.push_back(item.text);
  return texts;
}

bool BoolAt(const YamlNode& mapping, std::string_view key, bool fallback) {
  const YamlNode* value = mapping.Find(key);
  return value == nullptr ? fallback : ParseBool(value->text).value_or(fallback);
}

std::optional<double> NumberAt(const YamlNode& mapping, std::string_view key) {
  const YamlNode* value = mapping.Find(key);
  return value == nullptr ? std::nullopt : ParseNumber(value->text);
}

std::optional<double> FractionAt(const YamlNode& mapping, std::string_view key) {
  const YamlNode* value = mapping.Find(key);
  return value == nullptr ? std::nullopt : ParseFraction(value->text);
}

ExpressionTree ExpressionAt(const YamlNode& mapping, std::string_view key) {
  const YamlNode* value = mapping.Find(key);
  return value == nullptr ? nullptr : ExpressionOf(*value);
}

std::span<const YamlEntry> EntriesAt(const YamlNode& mapping, std::string_view key) {
  const YamlNode* value = mapping.Find(key);
  return value == nullptr ? std::span<const YamlEntry>() : value->entries;
}

std::span<const YamlNode> ItemsAt(const YamlNode& mapping, std::string_view key) {
  const YamlNode* value = mapping.Find(key);
  return value == nullptr ? std::span<const YamlNode>() : value->items;
}

ExpressionTree ExpressionOf(const YamlNode& scalar) {
  return ParseExpression(scalar.text, scalar.text_place);
}

std::string TextOf(const ExpressionTree& expression) {
  return expression == nullptr ? "" : ExpressionText(*expression);
}

std::optional<double> ParseNumber(std::string_view text) {
  text = Trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<double> ParseFraction(std::string_view text) {
  text = Trim(text);
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  std::optional<double> value = ParseNumber(text);
  if (value && percent) *value /= 100;
  if (!value || *value < 0 || *value > 1) return std::nullopt;
  return value;
}

std::optional<bool> ParseBool(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::string LabelFromName(std::string_view name) {
  std::string label = ReplaceAll(name, "_", " ");
  if (!label.empty() && label[0] >= 'a' && label[0] <= 'z') {
    label[0] = static_cast<char>(label[0] - 'a' + 'A');
  }
  return label;
}

}  // namespace tessera
