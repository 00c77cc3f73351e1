// libFuzzer: whatever the bytes, reading a definition ends in a ReportSpec or an Error.
#include <cstdint>
#include <string>

#include "small_kind.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tessera;
  static const std::string kind = ReadFile(TESSERA_TESTS "/spec/kinds/small/report.yml");
  DefinitionOptions options;
  options.template_text = [](const std::string&) { return kind; };
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    ParseReportSpec("report.yml", text, options);
  } catch (const Error&) {
    // What a broken definition gives.
  }
  try {
    const ExpressionTree tree = ParseExpression(text, {"report.yml", 1, 1});
    // What is printed must read back.
    ParseExpression(ExpressionText(*tree), {});
  } catch (const Error&) {
    // What a broken expression gives.
  }
  return 0;
}
