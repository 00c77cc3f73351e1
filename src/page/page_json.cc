#include "page/page_json.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "base/text.h"

namespace tessera {
namespace {

const char* PieceKindName(Piece::Kind kind) {
  switch (kind) {
    case Piece::Kind::kText:
      return "text";
    case Piece::Kind::kMetric:
      return "metric";
    case Piece::Kind::kCell:
      return "cell";
    case Piece::Kind::kWord:
      return "word";
    case Piece::Kind::kStrong:
      return "strong";
  }
  return "text";
}

}  // namespace

Json TextJson(std::string_view text) { return SanitizeUtf8(text); }

Json NumberJson(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (!std::isfinite(value)) return nullptr;
  if (std::trunc(value) == value && std::fabs(value) < kExact) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

Json NumberJson(const std::optional<double>& value) {
  return value ? NumberJson(*value) : Json(nullptr);
}

Json DateJson(const std::optional<int>& days) {
  return days ? Json(FormatDate(*days)) : Json(nullptr);
}

Json CellJson(const Cell& cell, Format format) {
  if (const std::string* text = std::get_if<std::string>(&cell)) return TextJson(*text);
  const auto number = CellNumber(cell);
  if (number && format == Format::kDate) return FormatDate(static_cast<int>(*number));
  return NumberJson(number);
}

Json SentenceJson(const Sentence& sentence) {
  Json pieces = Json::array();
  for (const Piece& piece : sentence) {
    Json json = {{"kind", PieceKindName(piece.kind)}, {"text", TextJson(piece.text)}};
    if (!piece.ref.empty()) json["ref"] = TextJson(piece.ref);
    if (!piece.full.empty()) json["full"] = TextJson(piece.full);
    if (!piece.licence.empty()) json["licence"] = TextJson(piece.licence);
    pieces.push_back(std::move(json));
  }
  return pieces;
}

std::string DateInWords(int days) {
  static constexpr std::array<const char*, 12> kMonths = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const std::string date = FormatDate(days);  // "2025-08-01"
  const size_t dash = date.rfind('-');
  const int month = std::atoi(date.substr(dash - 2, 2).c_str());
  return fmt::format("{} {} {}", std::atoi(date.substr(dash + 1).c_str()),
                     kMonths[static_cast<size_t>(month - 1)], date.substr(0, dash - 3));
}

}  // namespace tessera
