// Trouble that a report survives: it is counted and shown in the report's notes.
#ifndef TESSERA_BASE_DIAGNOSTIC_H_
#define TESSERA_BASE_DIAGNOSTIC_H_

#include <string>
#include <vector>

namespace tessera {

enum class Severity { kInfo, kWarning, kError };

struct Diagnostic {
  Severity severity = Severity::kInfo;
  std::string source;  // the source, block or metric that it is about
  std::string message;
};

// "info", "warning" or "error".
const char* SeverityName(Severity severity);

}  // namespace tessera

#endif  // TESSERA_BASE_DIAGNOSTIC_H_
