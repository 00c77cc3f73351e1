// Values of a checked definition (definition_check.h), by key. A key that is absent gives the
// fallback; the shapes are taken for granted.
#ifndef TESSERA_SPEC_DEFINITION_VALUES_H_
#define TESSERA_SPEC_DEFINITION_VALUES_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/expression.h"
#include "spec/yaml_node.h"

namespace tessera {

std::string TextAt(const YamlNode& mapping, std::string_view key, std::string fallback = "");
std::vector<std::string> TextsAt(const YamlNode& mapping, std::string_view key);
bool BoolAt(const YamlNode& mapping, std::string_view key, bool fallback);
std::optional<double> NumberAt(const YamlNode& mapping, std::string_view key);
std::optional<double> FractionAt(const YamlNode& mapping, std::string_view key);
// Null when the key is absent.
ExpressionTree ExpressionAt(const YamlNode& mapping, std::string_view key);
// The entries of a mapping that stands at a key; none when it is absent.
std::span<const YamlEntry> EntriesAt(const YamlNode& mapping, std::string_view key);
// The items of a list that stands at a key; none when it is absent.
std::span<const YamlNode> ItemsAt(const YamlNode& mapping, std::string_view key);

// The expression that a scalar holds, its places in the file.
ExpressionTree ExpressionOf(const YamlNode& scalar);
// The printed form of an expression; "" for none.
std::string TextOf(const ExpressionTree& expression);

// A decimal number, all of the text; nothing when it is none or not finite.
std::optional<double> ParseNumber(std::string_view text);
// A share in [0, 1], or a percentage: 0.05 or "5%".
std::optional<double> ParseFraction(std::string_view text);
std::optional<bool> ParseBool(std::string_view text);

// A name in words: "arr_total" gives "Arr total".
std::string LabelFromName(std::string_view name);

}  // namespace tessera

#endif  // TESSERA_SPEC_DEFINITION_VALUES_H_
