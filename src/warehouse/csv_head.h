// The first lines of a delimited file: its separator and its header, found before it is scanned.
#ifndef TESSERA_WAREHOUSE_CSV_HEAD_H_
#define TESSERA_WAREHOUSE_CSV_HEAD_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

struct CsvHead {
  char separator = ',';
  std::vector<std::string> header;  // trimmed, unquoted; a name may be empty or repeated
  bool mixed_newlines = false;      // both "\n" and "\r\n" end records
};

// The records of RFC 4180 text: fields in double quotes may hold separators, line ends and doubled
// quotes. A last record that `text` cuts off is left out when `cut` is set. Empty lines are
// skipped.
std::vector<std::vector<std::string>> SplitRecords(std::string_view text, char separator, bool cut);

// Reads the head of a file; a byte order mark is skipped. With `separator` 0 it is the one among
// comma, semicolon, tab and bar under which most of `expected` names stand in the header, then the
// one under which most records have as many fields as the header, then the one with most fields.
CsvHead ReadCsvHead(std::string_view text, bool cut, char separator,
                    std::span<const std::string> expected);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_CSV_HEAD_H_
