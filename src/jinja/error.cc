#include "jinja/error.h"

#include <algorithm>

#include "jinja/unicode.h"

namespace tessera::jinja {
namespace {

constexpr size_t kLongestStack = 12;  // more entries than anybody reads

}  // namespace

const char* ErrorKindName(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kSyntax:
      return "syntax";
    case ErrorKind::kAssertion:
      return "assertion";
    case ErrorKind::kNotFound:
      return "not_found";
    case ErrorKind::kUndefined:
      return "undefined";
    case ErrorKind::kType:
      return "type";
    case ErrorKind::kValue:
      return "value";
    case ErrorKind::kArithmetic:
      return "arithmetic";
    case ErrorKind::kLimit:
      return "limit";
    case ErrorKind::kRuntime:
      return "runtime";
  }
  return "runtime";
}

Place PlaceOf(const std::string& template_name, std::string_view source, Span span) {
  const std::string_view before = source.substr(0, std::min<size_t>(span.begin, source.size()));
  const size_t newline = before.rfind('\n');
  const std::string_view line =
      newline == std::string_view::npos ? before : before.substr(newline + 1);
  return {template_name, 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
          1 + static_cast<int>(CountCodePoints(line))};
}

void TemplateError::Locate(const std::string& template_name, std::string_view source, Span span) {
  if (located_) return;
  located_ = true;
  span_ = span;
  const Place place = PlaceOf(template_name, source, span);
  At(place);
  std::string_view marked = source.substr(std::min<size_t>(span.begin, source.size()), span.length);
  marked = marked.substr(0, marked.find('\n'));
  Excerpt(
      CaretExcerpt(source, place.line, place.column, static_cast<int>(CountCodePoints(marked))));
}

void TemplateError::Push(const StackEntry& entry) {
  stack_.push_back(entry);
  if (stack_.size() <= kLongestStack) {
    While(entry.activity + " at " + entry.place.ToString());
  } else if (stack_.size() == kLongestStack + 1) {
    While("and so on");
  }
}

}  // namespace tessera::jinja
