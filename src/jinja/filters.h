// The built-in filters and tests, by subject, and what they share.
#ifndef TESSERA_JINJA_FILTERS_H_
#define TESSERA_JINJA_FILTERS_H_

#include <span>

#include "jinja/library.h"
#include "jinja/operations.h"

namespace tessera::jinja {

std::span<const Library::BuiltinFilterRow> TextFilters();      // filters_text.cc
std::span<const Library::BuiltinFilterRow> HtmlFilters();      // filters_html.cc
std::span<const Library::BuiltinFilterRow> NumberFilters();    // filters_number.cc
std::span<const Library::BuiltinFilterRow> SequenceFilters();  // filters_sequence.cc
std::span<const Library::BuiltinFilterRow> ChoiceFilters();    // filters_choice.cc
std::span<const Library::BuiltinTestRow> BuiltinTests();       // tests.cc

// The arguments of a built-in filter are those of its signature, so an index is enough.
inline Value ArgumentOr(Call& call, size_t index, Value fallback) {
  const Value value = call.positional()[index];
  return value.missing() ? fallback : value;
}
bool FlagOr(Call& call, size_t index, bool fallback);
std::int64_t IntegerOr(Call& call, size_t index, std::int64_t fallback);

// The result of a filter that Python writes as a generator: it can be read once.
Value Generator(Runtime& runtime, const List& items);

// Sorts, stably; by `key` of each when there is one.
using SortKey = std::function<Value(Value)>;
void SortValues(Runtime& runtime, Array<Value>& values, const SortKey* key, bool reverse);

// Reads `attribute` of values: a name, a path "a.b.0", or an index. None reads the value itself.
class AttributeReader {
 public:
  AttributeReader(Runtime& runtime, Value attribute, bool lower_case = false,
                  Value fallback = Value::Missing());
  Value Read(Value value) const;

 private:
  Runtime& runtime_;
  Array<Value> path_;
  bool whole_ = false;
  bool lower_case_;
  Value fallback_;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_FILTERS_H_
