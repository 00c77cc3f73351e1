#include "jinja/library.h"

#include "base/text.h"
#include "jinja/filters.h"

namespace tessera::jinja {

Signature ParseSignature(std::string_view text) {
  Signature signature;
  signature.anything = text == "*";
  if (signature.anything || text.empty()) return signature;
  for (std::string& name : Split(text, ' ')) {
    if (name.ends_with('!')) {
      name.pop_back();
      ++signature.required;
    }
    signature.parameters.push_back(std::move(name));
  }
  return signature;
}

Library::Library() {
  for (const auto filters :
       {TextFilters(), HtmlFilters(), NumberFilters(), SequenceFilters(), ChoiceFilters()}) {
    for (const BuiltinFilterRow& row : filters) {
      filters_[row.name] = {row.name, ParseSignature(row.signature), row.filter, nullptr};
    }
  }
  for (const BuiltinTestRow& row : BuiltinTests()) {
    tests_[row.name] = {row.name, ParseSignature(row.signature), row.test, nullptr};
  }
}

void Library::AddFilter(std::string name, Function filter) {
  filters_[name] = {name, {}, nullptr, std::move(filter)};
}

void Library::AddTest(std::string name, Test test) {
  tests_[name] = {name, {}, nullptr, std::move(test)};
}

const FilterEntry* Library::Filter(std::string_view name) const {
  const auto found = filters_.find(name);
  return found != filters_.end() ? &found->second : nullptr;
}

const TestEntry* Library::FindTest(std::string_view name) const {
  const auto found = tests_.find(name);
  return found != tests_.end() ? &found->second : nullptr;
}

std::vector<std::string> Library::FilterNames() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : filters_) names.push_back(name);
  return names;
}

std::vector<std::string> Library::TestNames() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : tests_) names.push_back(name);
  return names;
}

}  // namespace tessera::jinja
