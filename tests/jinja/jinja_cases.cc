// jinja_cases FILE.jsonl: runs language cases, one JSON object a line:
//   id, templates {name: source}, main, context, options, and expect (the output) or error {kind,
//   phase, line}.
// Prints a line for each case that fails and ends with "N passed, N failed".
//
// jinja_cases --known IDS.txt FILE.jsonl does not count the cases of IDS.txt as failures, one id a
// line, but fails when one of them passes.
//
// jinja_cases --outcomes FILE.jsonl prints what became of each instead, one object a line:
//   {"output": …} or {"error": …}.
#include <fstream>
#include <iostream>
#include <set>

#include "jinja/case_options.h"

namespace tessera::jinja {
namespace {

using nlohmann::json;

struct Outcome {
  bool failed = false;
  std::string text;  // the output, or the error's "phase kind line"
  std::string message;
};

Outcome RunCase(const json& test_case) {
  const char* phase = "compile";
  try {
    const auto engine = MakeEngine(test_case);
    const Template compiled = engine->Get(test_case["main"].get<std::string>());
    phase = "render";
    return {false, engine->Render(compiled, test_case["context"]), ""};
  } catch (const TemplateError& error) {
    return {true,
            std::string(phase) + " " + ErrorClass(ErrorKindName(error.kind())) + " " +
                std::to_string(error.line()),
            error.what()};
  }
}

// Whether the outcome is the expected one; `expected` says which that is.
bool Passes(const json& test_case, const Outcome& outcome, std::string& expected) {
  if (test_case.contains("expect")) {
    expected = test_case["expect"];
    return !outcome.failed && outcome.text == expected;
  }
  const json& error = test_case["error"];
  expected = error.value("phase", "render") + " " + ErrorClass(error["kind"]) + " " +
             std::to_string(error.value("line", 0));
  return outcome.failed && outcome.text == expected;
}

std::string Quoted(const std::string& text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

// Calls `visit` with every case of the file; false when it cannot be read.
template <typename Visit>
bool ForEachCase(const char* path, Visit&& visit) {
  std::ifstream in(path);
  if (!in) std::cerr << "cannot read " << path << "\n";
  if (!in) return false;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) visit(json::parse(line));
  }
  return true;
}

std::set<std::string> ReadIds(const char* path) {
  std::set<std::string> ids;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') ids.insert(line);
  }
  return ids;
}

int RunCases(const char* path, std::set<std::string> known = {}) {
  const size_t listed = known.size();
  int passed = 0;
  int failed = 0;
  const bool read = ForEachCase(path, [&](const json& test_case) {
    const Outcome outcome = RunCase(test_case);
    std::string expected;
    if (Passes(test_case, outcome, expected)) {
      ++passed;
      return;
    }
    if (known.erase(test_case["id"]) > 0) return;
    ++failed;
    std::cout << "FAIL " << test_case["id"].get<std::string>() << " expected " << Quoted(expected)
              << " got " << Quoted(outcome.text)
              << (outcome.failed ? " " + Quoted(outcome.message) : "") << "\n";
  });
  for (const std::string& id : known) {
    ++failed;
    std::cout << "FAIL " << id << " is listed as different, but passes or is not there\n";
  }
  std::cout << passed << " passed, " << failed << " failed";
  if (listed > 0) std::cout << ", " << listed - known.size() << " known to differ";
  std::cout << "\n";
  return !read ? 2 : failed == 0 && passed > 0 ? 0 : 1;
}

int PrintOutcomes(const char* path) {
  const bool read = ForEachCase(path, [](const json& test_case) {
    const Outcome outcome = RunCase(test_case);
    std::cout << (outcome.failed ? "{\"error\":" + Quoted(outcome.message)
                                 : "{\"output\":" + Quoted(outcome.text))
              << "}" << std::endl;
  });
  return read ? 0 : 2;
}

}  // namespace
}  // namespace tessera::jinja

int main(int argc, char** argv) {
  if (argc == 2) return tessera::jinja::RunCases(argv[1]);
  if (argc == 3 && argv[1] == std::string("--outcomes")) {
    return tessera::jinja::PrintOutcomes(argv[2]);
  }
  if (argc == 4 && argv[1] == std::string("--known")) {
    return tessera::jinja::RunCases(argv[3], tessera::jinja::ReadIds(argv[2]));
  }
  std::cerr << "usage: jinja_cases [--outcomes | --known IDS.txt] FILE.jsonl\n";
  return 2;
}
