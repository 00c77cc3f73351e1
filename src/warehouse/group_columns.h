// The table of a many-to-one source's groups: what its columns are called. Private to this room.
#ifndef TESSERA_WAREHOUSE_GROUP_COLUMNS_H_
#define TESSERA_WAREHOUSE_GROUP_COLUMNS_H_

#include <cstdint>
#include <string>

#include "warehouse/intake.h"
#include "warehouse/reduction.h"

namespace tessera {

std::string GroupsTable(const SourceSpec& source);

// Whether the rows are after the report's date, and, of groups that a server made, how many rows
// are equal to one before them.
inline constexpr const char* kLate = "\"#late\"";
inline constexpr const char* kRepeatedRows = "\"#repeated\"";

// The flaws of a group's rows, two bits a column, so that sound rows carry no counters. A mask of
// this many columns stays a positive BIGINT.
inline constexpr size_t kColumnsPerMask = 31;
std::string MaskName(size_t column);
std::uint64_t FlawBit(size_t column, bool failed);

// Columns whose least and greatest value are kept, and under what names.
bool HasExtremes(const BoundColumn& column);
std::string LowName(const std::string& column);
std::string HighName(const std::string& column);

// Text that is grouped by is taken as the file has it and cleaned once a group, not once a row.
bool IsGroupedText(const BoundColumn& column, const Reduction& reduction);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_GROUP_COLUMNS_H_
