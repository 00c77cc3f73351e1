// Values as JSON holds them: valid UTF-8, whole numbers without a point, null for what is missing.
#ifndef TESSERA_PAGE_PAGE_JSON_H_
#define TESSERA_PAGE_PAGE_JSON_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "model/report.h"

namespace tessera {

using Json = nlohmann::ordered_json;  // keys stay in the order in which they were written

// Broken UTF-8 and NUL become U+FFFD.
Json TextJson(std::string_view text);
// A number that is not finite is null.
Json NumberJson(double value);
Json NumberJson(const std::optional<double>& value);
// Days as "2025-08-01".
Json DateJson(const std::optional<int>& days);
// Dates as text, everything else as it is.
Json CellJson(const Cell& cell, Format format);
// One object a piece: kind, text, and where they are set ref, full and licence.
Json SentenceJson(const Sentence& sentence);

// "1 August 2025".
std::string DateInWords(int days);

}  // namespace tessera

#endif  // TESSERA_PAGE_PAGE_JSON_H_
