#include "page/call_arguments.h"

#include <fmt/format.h>

#include <array>

#include "jinja/objects.h"

namespace tessera {
namespace {

using jinja::Call;
using jinja::Value;

[[noreturn]] void Refuse(const Call& call, std::string_view name, std::string_view expected,
                         Value value) {
  call.Fail(fmt::format("{}() takes {} as '{}', not {}", call.name(), expected, name,
                        jinja::TypeName(value)));
}

bool Given(Value value) { return !value.missing() && !value.none(); }

Piece PieceOf(const nlohmann::json& json) {
  static constexpr std::array<std::pair<std::string_view, Piece::Kind>, 5> kKinds = {
      {{"text", Piece::Kind::kText},
       {"metric", Piece::Kind::kMetric},
       {"cell", Piece::Kind::kCell},
       {"word", Piece::Kind::kWord},
       {"strong", Piece::Kind::kStrong}}};
  Piece piece;
  const std::string kind = json.value("kind", "text");
  for (const auto& [name, value] : kKinds) {
    if (name == kind) piece.kind = value;
  }
  piece.text = json.value("text", "");
  piece.ref = json.value("ref", "");
  piece.full = json.value("full", "");
  piece.licence = json.value("licence", "");
  return piece;
}

}  // namespace

std::string TextArgument(const Call& call, size_t index, std::string_view name,
                         std::string_view otherwise) {
  const Value value = call.Argument(index, name);
  if (!Given(value)) return std::string(otherwise);
  if (!value.string()) Refuse(call, name, "a string", value);
  return std::string(value.AsText());
}

std::optional<size_t> NumberArgument(const Call& call, size_t index, std::string_view name) {
  const Value value = call.Argument(index, name);
  if (!Given(value)) return std::nullopt;
  if (!value.integer() || value.AsInt() < 0) Refuse(call, name, "a whole number", value);
  return static_cast<size_t>(value.AsInt());
}

std::vector<std::string> TextsArgument(const Call& call, size_t index, std::string_view name) {
  const Value value = call.Argument(index, name);
  if (!Given(value)) return {};
  if (value.string()) return {std::string(value.AsText())};
  std::vector<std::string> texts;
  if (value.type() == jinja::Type::kJsonArray) {
    for (const nlohmann::json& item : value.AsJson()) {
      texts.push_back(item.is_string() ? item.get<std::string>() : item.dump());
    }
  } else if (value.list() || value.tuple()) {
    for (const Value item : jinja::ItemsOf(value)) texts.push_back(call.ToText(item));
  } else {
    Refuse(call, name, "a list of strings", value);
  }
  return texts;
}

Sentence SentenceArgument(const Call& call, size_t index, std::string_view name) {
  const Value value = call.Required(index, name);
  if (value.type() != jinja::Type::kJsonArray)
    Refuse(call, name, "the pieces of a sentence", value);
  Sentence sentence;
  for (const nlohmann::json& piece : value.AsJson()) sentence.push_back(PieceOf(piece));
  return sentence;
}

}  // namespace tessera
