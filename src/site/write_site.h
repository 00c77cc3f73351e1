// The only place that writes a report.
#ifndef TESSERA_SITE_WRITE_SITE_H_
#define TESSERA_SITE_WRITE_SITE_H_

#include <filesystem>
#include <string>

#include "site/site.h"

namespace tessera {

// Writes `site` as the folder or the file `output`, whose parents are made. Whatever happens, also
// a kill, leaves at `output` what was there before or the new report, complete.
//
// Only a report is replaced: a folder must be new, empty, or hold a report.json of ours, and then
// keeps the entries that no report has (a .git, a CNAME); a file must be new, empty or a report.
// A device or pipe takes the single form as it is. Throws an Error that says what stands in the
// way.
void WriteSite(const Site& site, const std::filesystem::path& output);

// Writes a list that goes with a report, as `bytes` with a header line, with the same care: a file
// is replaced only when it begins with the same header.
void WriteList(const std::string& bytes, const std::filesystem::path& file);

}  // namespace tessera

#endif  // TESSERA_SITE_WRITE_SITE_H_
