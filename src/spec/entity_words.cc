#include "spec/entity_words.h"

#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "spec/definition_values.h"

namespace tessera {
namespace {

using Words = std::array<std::pair<std::string, std::string>, 6>;

std::string Capitalised(std::string word) {
  if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 32);
  return word;
}

// By the letter: "an account", "a user". A vowel that is spoken as "you" begins more words in u.
std::string WithArticle(const std::string& word) {
  const bool vowel =
      !word.empty() && std::string_view("aeioAEIO").find(word[0]) != std::string::npos;
  return (vowel ? "an " : "a ") + word;
}

Words WordsOf(const YamlNode& definition) {
  std::string singular = "customer", plural = "customers";
  if (const YamlNode* entity = definition.Find("entity")) {
    singular = TextAt(*entity, "singular", singular);
    plural = TextAt(*entity, "plural", plural);
  }
  return {{{"{entity}", singular},
           {"{entities}", plural},
           {"{Entity}", Capitalised(singular)},
           {"{Entities}", Capitalised(plural)},
           {"{an entity}", WithArticle(singular)},
           {"{An entity}", Capitalised(WithArticle(singular))}}};
}

void Apply(const Words& words, YamlNode& node) {
  for (YamlNode& item : node.items) Apply(words, item);
  for (YamlEntry& entry : node.entries) Apply(words, entry.value);
  if (!node.IsScalar() || node.text.find("ntit") == std::string::npos) return;
  std::string text = node.text;
  for (const auto& [placeholder, word] : words) text = ReplaceAll(text, placeholder, word);
  if (text == node.text) return;
  node.text = std::move(text);
  node.text_place.column = 0;  // offsets are no columns any more
}

}  // namespace

void ApplyEntityWords(YamlNode& definition) {
  const Words words = WordsOf(definition);
  for (YamlEntry& entry : definition.entries) {
    if (entry.key != "entity") Apply(words, entry.value);
  }
}

}  // namespace tessera
