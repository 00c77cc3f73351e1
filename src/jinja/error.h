// The one error of the template engine.
//
//   report.html:4:12: no filter named 'titel'
//     4 | <h1>{{ name|titel }}</h1>
//                     ^^^^^
//     did you mean 'title'?
//     while including 'head.html' at page.html:9:4
#ifndef TESSERA_JINJA_ERROR_H_
#define TESSERA_JINJA_ERROR_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tessera::jinja {

enum class ErrorKind {
  kSyntax,      // the template cannot be read
  kAssertion,   // it can, but names something that is not there, or in a wrong place
  kNotFound,    // there is no such template
  kUndefined,   // a missing value was used
  kType,        // a value of the wrong type
  kValue,       // a value out of range
  kArithmetic,  // a division by zero, a number that does not fit
  kLimit,       // more than Limits allow
  kRuntime,     // anything else that a template can get wrong while it is rendered
};

// "syntax", "undefined", …
const char* ErrorKindName(ErrorKind kind);

// A range of bytes in a template's source.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
};

// One step of the way from the rendered template to the error, innermost first.
struct StackEntry {
  std::string activity;  // "including 'head.html'", "calling macro 'card'"
  Place place;           // where the template says so
};

// The line and column, from 1, at which `span` begins.
Place PlaceOf(const std::string& template_name, std::string_view source, Span span);

class TemplateError : public tessera::Error {
 public:
  TemplateError(ErrorKind kind, std::string message) : Error(std::move(message)), kind_(kind) {}

  ErrorKind kind() const { return kind_; }
  // The template, or "" until it is located.
  const std::string& template_name() const { return place().file; }
  int line() const { return place().line; }
  int column() const { return place().column; }
  Span span() const { return span_; }
  const std::vector<StackEntry>& stack() const { return stack_; }

  // Sets place, span and excerpt, unless they are set already.
  void Locate(const std::string& template_name, std::string_view source, Span span);
  void Push(const StackEntry& entry);

 private:
  ErrorKind kind_;
  Span span_;
  bool located_ = false;
  std::vector<StackEntry> stack_;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_ERROR_H_
