// Every error of a definition, word for word: the cases stand in definition_errors.txt, so that
// they can be read as the user reads them. To write the file anew after a change of words, run with
// TESSERA_UPDATE_GOLDENS=1, then read what changed.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/text.h"
#include "small_kind.h"

using namespace tessera;

namespace {

const std::filesystem::path kCases =
    std::filesystem::path(TESSERA_TESTS) / "spec" / "definition_errors.txt";

// "=== name", the definition, "~~~", the error.
struct Case {
  std::string name, definition, error;
};

std::vector<Case> ReadCases() {
  std::vector<Case> cases;
  std::string* part = nullptr;
  for (const std::string& line : Split(ReadFile(kCases), '\n')) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), "", ""});
      part = &cases.back().definition;
    } else if (line == "~~~") {
      part = &cases.back().error;
    } else if (part != nullptr) {
      *part += line + "\n";
    }
  }
  return cases;
}

void WriteCases(const std::vector<Case>& cases) {
  std::ofstream file(kCases);
  for (const Case& each : cases) {
    file << "=== " << each.name << "\n" << each.definition << "~~~\n" << each.error << "\n";
  }
}

}  // namespace

TEST_CASE("every mistake in a definition is named at its place") {
  std::vector<Case> cases = ReadCases();
  CHECK(cases.size() > 60);
  const bool update = std::getenv("TESSERA_UPDATE_GOLDENS") != nullptr;
  for (Case& each : cases) {
    CAPTURE(each.name);
    const std::string error = ErrorOfSmall(each.definition);
    if (update) each.error = error + "\n";
    CHECK(error == Trim(each.error));
  }
  if (update) WriteCases(cases);
}
