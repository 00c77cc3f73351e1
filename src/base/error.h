// The one error type of the program.
//
// An Error says what went wrong, where (file, line, column), what to do about it, and what was being
// done ("while reading users.csv"). It is thrown where the trouble is found and caught once, in main.
// Trouble that a report can survive is a Diagnostic instead (diagnostic.h).
#ifndef TESSERA_BASE_ERROR_H_
#define TESSERA_BASE_ERROR_H_

#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

// A position in a file that a person can open. Lines and columns count from 1; 0 is "not known".
// Columns count Unicode code points.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  bool known() const { return !file.empty(); }
  // "report.yml:41:17", "report.yml:41" or "report.yml"; empty when not known.
  std::string ToString() const;
};

class Error : public std::exception {
 public:
  explicit Error(std::string message, Place place = {});

  const std::string& message() const { return message_; }
  const Place& place() const { return place_; }
  const std::string& remedy() const { return remedy_; }
  const std::string& excerpt() const { return excerpt_; }

  // What the user can do: "did you mean 'plan_type'?". Shown on a line of its own.
  Error& Remedy(std::string remedy);
  // The source line with a caret under the span, ready to print.
  Error& Excerpt(std::string excerpt);
  // Adds an outer activity; the innermost comes first: "while reading the definition".
  Error& While(std::string activity);
  Error& At(Place place);

  // The whole text, as main prints it:
  //   report.yml:41:17: unknown key 'metrik'
  //     41 | metrik: arr
  //          ^^^^^^
  //     did you mean 'metric'?
  //     while reading the definition
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  void Compose();

  std::string message_;
  Place place_;
  std::string remedy_;
  std::string excerpt_;
  std::vector<std::string> activities_;
  std::string text_;
};

// The line of `source` at `line` with carets under `length` code points from `column`, as
// Error::Excerpt takes it. Tabs count as one column; an overlong line is cut around the caret, and the
// credentials of an address in it are starred out.
std::string CaretExcerpt(std::string_view source, int line, int column, int length);

}  // namespace tessera

#endif  // TESSERA_BASE_ERROR_H_
