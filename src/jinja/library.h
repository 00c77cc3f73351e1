// The filters, tests and global functions that templates can name.
#ifndef TESSERA_JINJA_LIBRARY_H_
#define TESSERA_JINJA_LIBRARY_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/call.h"
#include "jinja/value.h"

namespace tessera::jinja {

using BuiltinFilter = Value (*)(Call&);
using BuiltinTest = bool (*)(Call&);

// What Python's signature would say of a built-in: its parameters after the value it is applied to,
// separated by blanks, those without a default marked "!": "old! new! count". "*" takes anything.
struct Signature {
  std::vector<std::string> parameters;
  std::size_t required = 0;
  bool anything = false;
};
Signature ParseSignature(std::string_view text);

struct FilterEntry {
  std::string name;
  Signature signature;
  BuiltinFilter builtin = nullptr;  // gets every parameter by position, Missing when not given
  Function function;                // of the owner of the engine: gets the call as it is written
};
struct TestEntry {
  std::string name;
  Signature signature;
  BuiltinTest builtin = nullptr;
  Test function;
};

class Library {
 public:
  Library();  // with everything built in

  void AddFilter(std::string name, Function filter);
  void AddTest(std::string name, Test test);

  // Null when there is none.
  const FilterEntry* Filter(std::string_view name) const;
  const TestEntry* FindTest(std::string_view name) const;
  std::vector<std::string> FilterNames() const;
  std::vector<std::string> TestNames() const;

  struct BuiltinFilterRow {
    const char* name;
    const char* signature;
    BuiltinFilter filter;
  };
  struct BuiltinTestRow {
    const char* name;
    const char* signature;
    BuiltinTest test;
  };

 private:
  std::map<std::string, FilterEntry, std::less<>> filters_;
  std::map<std::string, TestEntry, std::less<>> tests_;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_LIBRARY_H_
