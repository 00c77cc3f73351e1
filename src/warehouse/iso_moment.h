// Days and times as programs write them, read quickly: 2025-08-01 and 2025-08-01 09:30:00, no more
// and no less. Everything else is left to the engine, whose casts understand more and take twenty
// times as long.
#ifndef TESSERA_WAREHOUSE_ISO_MOMENT_H_
#define TESSERA_WAREHOUSE_ISO_MOMENT_H_

#include <duckdb.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace tessera {

// Days since 1970-01-01 of YYYY-MM-DD; nothing for another form or a day that no calendar has.
std::optional<int32_t> ParseIsoDay(std::string_view text);
// Microseconds since 1970-01-01 of YYYY-MM-DD HH:MM:SS, with a space or a T between them.
std::optional<int64_t> ParseIsoMoment(std::string_view text);

// The SQL functions iso_day(VARCHAR): DATE and iso_moment(VARCHAR): TIMESTAMP; null where the
// functions above give nothing.
void RegisterIsoMoment(duckdb_connection connection);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_ISO_MOMENT_H_
