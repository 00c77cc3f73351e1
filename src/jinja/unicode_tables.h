// The Unicode data behind unicode.h: sorted ranges of code points.
#ifndef TESSERA_JINJA_UNICODE_TABLES_H_
#define TESSERA_JINJA_UNICODE_TABLES_H_

#include <cstddef>
#include <cstdint>

namespace tessera::jinja {

struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

// Every `step`th code point from `first` to `last` moves by `distance`.
struct CaseRange {
  std::uint32_t first;
  std::uint32_t last;
  std::int32_t distance;
  std::uint32_t step;
};

extern const CodeRange kAlphabetic[];
extern const size_t kAlphabeticCount;
extern const CodeRange kDecimal[];
extern const size_t kDecimalCount;
extern const CodeRange kUnprintable[];
extern const size_t kUnprintableCount;
// What starts an identifier without being alphabetic, and what may only continue one.
extern const CodeRange kIdentifierMore[];
extern const size_t kIdentifierMoreCount;
extern const CodeRange kIdentifierPart[];
extern const size_t kIdentifierPartCount;
// Changes of case that keep one code point one.
extern const CaseRange kToUpper[];
extern const size_t kToUpperCount;
extern const CaseRange kToLower[];
extern const size_t kToLowerCount;

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_UNICODE_TABLES_H_
