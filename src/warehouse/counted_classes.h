// Groups that count their rows by class (class_counts.h) instead of being one a class: what the
// totals, the summary and the values of the class are read from then.
#ifndef TESSERA_WAREHOUSE_COUNTED_CLASSES_H_
#define TESSERA_WAREHOUSE_COUNTED_CLASSES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "warehouse/class_counts.h"
#include "warehouse/database.h"
#include "warehouse/intake.h"
#include "warehouse/reduction.h"

namespace tessera {

// The counts in the groups, an element a number of the dictionary.
inline constexpr const char* kClassCounts = "\"#classes\"";

// A text of the file.
struct CountedClass {
  std::uint8_t code = 0;
  std::optional<std::string> value;  // as the report takes it: cleaned, null where it means nothing
  bool changed = false;              // whether cleaning changed it
};

struct CountedClasses {
  std::string column;  // canonical
  std::string table;   // their texts, cleaned, under the column's own name beside "code"
  std::vector<CountedClass> classes;
};

// Whether `reduction` needs no more of a source than counts by one column of text.
bool CanCountClasses(const Reduction& reduction, const Intake& intake);

// What the scan has met, cleaned; the dictionary is emptied.
CountedClasses TakeClasses(const std::string& column, const Intake& intake, Database& database);

// "(…)": how many rows of a group are of these numbers; 0 of none.
std::string RowsOf(std::span<const std::uint8_t> codes);
// Those whose value is missing, and those that cleaning changed.
std::vector<std::uint8_t> MissingCodes(const CountedClasses& counted);
std::vector<std::uint8_t> ChangedCodes(const CountedClasses& counted);

// The attribute of a key, of its declared type: an aggregate over its groups, or, when it has
// `one_group`, of that group alone. `scope` holds the class.
TypedSql TotalOfClasses(const AttributeSpec& attribute, const CountedClasses& counted,
                        bool one_group, const SqlScope& scope, Database& database);

// Makes `table` with value, rows, entities: of each value of the class. `groups` is SQL with a row
// a group of `key`; `one_group` when no key has several.
void WriteClassValues(const std::string& table, const CountedClasses& counted, bool one_group,
                      const std::string& key, const std::string& groups, Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_COUNTED_CLASSES_H_
