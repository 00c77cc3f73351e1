// Definitions that extend the kind in tests/spec/kinds/small.
#ifndef TESSERA_TESTS_SPEC_SMALL_KIND_H_
#define TESSERA_TESTS_SPEC_SMALL_KIND_H_

#include <filesystem>
#include <string>
#include <utility>

#include "base/file.h"
#include "spec/definition_reader.h"

namespace tessera {

inline DefinitionOptions SmallKindOptions() {
  DefinitionOptions options;
  options.kinds = {"small"};
  options.template_text = [](const std::string& name) -> std::optional<std::string> {
    const std::filesystem::path path =
        std::filesystem::path(TESSERA_TESTS) / "spec" / "kinds" / name;
    if (!std::filesystem::exists(path)) return std::nullopt;
    return ReadFile(path);
  };
  return options;
}

inline ReportSpec ReadSmall(std::string text,
                            const DefinitionOptions& options = SmallKindOptions()) {
  return ParseReportSpec("data/report.yml", std::move(text), options);
}

// What is printed when reading fails.
inline std::string ErrorOfSmall(std::string text,
                                const DefinitionOptions& options = SmallKindOptions()) {
  try {
    ReadSmall(std::move(text), options);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace tessera

#endif  // TESSERA_TESTS_SPEC_SMALL_KIND_H_
