// Reading a report definition: YAML in, ReportSpec out, every mistake at its line and column.
#ifndef TESSERA_SPEC_DEFINITION_READER_H_
#define TESSERA_SPEC_DEFINITION_READER_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "spec/report_spec.h"

namespace tessera {

struct DefinitionOptions {
  std::vector<std::string> settings;  // KEY=VALUE: dotted key, YAML value; over everything else
  std::vector<std::string> sources;   // NAME=PATH: the file of a source, from the working directory
  std::string as_of;                  // YYYY-MM-DD; "" leaves it to the definition
  // The text of a file of a kind ("cx_segmentation/report.yml"): built in, or from a folder.
  std::function<std::optional<std::string>(const std::string& name)> template_text;
  std::vector<std::string> kinds;  // those that there are, for errors
};

// Reads the definition at `path` and those that it extends, checks it against the table of keys
// (definition_schema.h), and checks that whatever its parts name is there. No data is touched.
// Throws Error: place, what was expected, the nearest known name, the line with a caret.
ReportSpec ReadReportSpec(const std::string& path, const DefinitionOptions& options);

// The same for a definition that has been read: `text` is what stands at `path`.
ReportSpec ParseReportSpec(const std::string& path, std::string text,
                           const DefinitionOptions& options);

// Adds the line that the error's place names, with a caret, where it has none and the place is one
// of the definition's.
void AddExcerpt(const ReportSpec& spec, Error& error);

}  // namespace tessera

#endif  // TESSERA_SPEC_DEFINITION_READER_H_
