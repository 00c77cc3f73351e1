#include "warehouse/key_groups.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/error.h"
#include "base/text.h"
#include "warehouse/counted_classes.h"
#include "warehouse/group_columns.h"
#include "warehouse/key_counts.h"
#include "warehouse/typed_select.h"

namespace tessera {
namespace {

constexpr std::int64_t kMicrosecondsPerDay = 86'400'000'000;

// Whether it is the least or the greatest value of `time`, of all rows.
bool IsBound(const ReducedAttribute& attribute, const std::optional<std::string>& time) {
  const AttributeSpec& spec = *attribute.spec;
  if (spec.aggregate != Aggregate::kMin && spec.aggregate != Aggregate::kMax) return false;
  if (!time || spec.filter || !spec.expression) return false;
  const auto* name = std::get_if<NameReference>(&spec.expression->node);
  return name != nullptr && name->name == *time;
}

// The table's columns in turn, as DuckDB takes them in.
class GroupWriter {
 public:
  GroupWriter(const KeyGroupPlan& plan, const std::string& table, Database& database)
      : plan_(plan), length_(database.classes().size()) {
    const duckdb_type bound =
        plan.time_type == ColumnType::kDate ? DUCKDB_TYPE_DATE : DUCKDB_TYPE_TIMESTAMP;
    for (const duckdb_type type :
         {DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_BOOLEAN, DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_BIGINT}) {
      types_.push_back(duckdb_create_logical_type(type));
    }
    duckdb_logical_type count = duckdb_create_logical_type(DUCKDB_TYPE_UINTEGER);
    types_.push_back(duckdb_create_list_type(count));
    duckdb_destroy_logical_type(&count);
    for (size_t i = 0; i < plan.bounds.size(); ++i) {
      types_.push_back(duckdb_create_logical_type(bound));
    }
    chunk_ = duckdb_create_data_chunk(types_.data(), types_.size());
    const duckdb_state made = duckdb_appender_create(
        static_cast<duckdb_connection>(database.connection()), nullptr, table.c_str(), &appender_);
    Require(made);
  }
  ~GroupWriter() {
    duckdb_destroy_data_chunk(&chunk_);
    duckdb_appender_destroy(&appender_);
    for (duckdb_logical_type& type : types_) duckdb_destroy_logical_type(&type);
  }
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  void Write(KeyGroups& groups) {
    const size_t most = duckdb_vector_size();
    for (size_t first = 0; first < groups.size(); first += most) {
      duckdb_data_chunk_reset(chunk_);
      const size_t count = std::min(most, groups.size() - first);
      Fill(groups, first, count);
      duckdb_data_chunk_set_size(chunk_, count);
      Require(duckdb_append_data_chunk(appender_, chunk_));
    }
    Require(duckdb_appender_close(appender_));
  }

 private:
  duckdb_vector Vector(idx_t column) const { return duckdb_data_chunk_get_vector(chunk_, column); }

  template <typename T>
  T* Values(idx_t column) const {
    return static_cast<T*>(duckdb_vector_get_data(Vector(column)));
  }

  static void SetNull(duckdb_vector vector, size_t row) {
    duckdb_vector_ensure_validity_writable(vector);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), row);
  }

  void Fill(KeyGroups& groups, size_t first, size_t count) {
    auto* late = Values<bool>(1);
    auto* flaws = Values<std::int64_t>(2);
    auto* rows = Values<std::int64_t>(3);
    auto* lists = Values<duckdb_list_entry>(4);
    duckdb_list_vector_reserve(Vector(4), count * length_);
    auto* counts = static_cast<std::uint32_t*>(
        duckdb_vector_get_data(duckdb_list_vector_get_child(Vector(4))));
    for (size_t row = 0; row < count; ++row) {
      const KeyGroup& group = groups[first + row];
      if (group.has_key) {
        duckdb_vector_assign_string_element_len(Vector(0), row, group.key.data(), group.key.size());
      } else {
        SetNull(Vector(0), row);
      }
      late[row] = group.late;
      flaws[row] = group.flaws;
      rows[row] = group.rows;
      lists[row] = {row * length_, length_};
      std::memcpy(counts + row * length_, group.classes.data(), length_ * sizeof(std::uint32_t));
      for (size_t i = 0; i < plan_.bounds.size(); ++i) SetBound(5 + i, row, group);
    }
    duckdb_list_vector_set_size(Vector(4), count * length_);
  }

  void SetBound(idx_t column, size_t row, const KeyGroup& group) {
    if (group.low > group.high) return SetNull(Vector(column), row);
    const std::int64_t time = plan_.bounds[column - 5].high ? group.high : group.low;
    if (plan_.time_type == ColumnType::kDate) {
      // Midnights, so that nothing is lost.
      Values<std::int32_t>(column)[row] = static_cast<std::int32_t>(time / kMicrosecondsPerDay);
    } else {
      Values<std::int64_t>(column)[row] = time;
    }
  }

  void Require(duckdb_state state) const {
    if (state == DuckDBSuccess) return;
    const char* reason = duckdb_appender_error(appender_);
    throw Error(fmt::format("the groups cannot be kept: {}",
                            SanitizeUtf8(reason == nullptr ? "no reason given" : reason)));
  }

  const KeyGroupPlan& plan_;
  idx_t length_;
  std::vector<duckdb_logical_type> types_;
  duckdb_data_chunk chunk_ = nullptr;
  duckdb_appender appender_ = nullptr;
};

}  // namespace

std::optional<KeyGroupPlan> PlanKeyGroups(const Reduction& reduction, const Intake& intake) {
  KeyGroupPlan plan;
  if (intake.columns.size() > kColumnsPerMask) return std::nullopt;
  for (const BoundColumn& column : intake.columns) {
    if (column.key) {
      if (!plan.key.empty() || !column.present) return std::nullopt;
      plan.key = column.spec.name;
    }
    if (!HasExtremes(column)) continue;
    if (!column.present) {
      plan.absent.push_back(column);
      continue;
    }
    const bool moment =
        column.type() == ColumnType::kTimestamp || column.type() == ColumnType::kDate;
    if (plan.time || !moment) return std::nullopt;
    plan.time = column.spec.name;
    plan.time_type = column.type();
    plan.bounds = {{LowName(column.spec.name), false}, {HighName(column.spec.name), true}};
  }
  for (size_t index = 0; index < reduction.attributes.size(); ++index) {
    const ReducedAttribute& attribute = reduction.attributes[index];
    if (attribute.partials.empty()) continue;
    // A count is made of the classes.
    if (attribute.over_groups) continue;
    if (!IsBound(attribute, plan.time)) return std::nullopt;
    plan.bounds.push_back({PartialName(index, 0), attribute.spec->aggregate == Aggregate::kMax});
  }
  return plan.key.empty() ? std::nullopt : std::optional(std::move(plan));
}

std::string CountRowSql(const KeyGroupPlan& plan, const std::string& counted,
                        const std::string& late, const std::string& flaws) {
  return fmt::format("count_row({}::VARCHAR, class_code({}), {}, {}, {}::TIMESTAMP)",
                     RawName(plan.key), RawName(counted), late, flaws,
                     plan.time ? QuoteName(*plan.time) : "NULL");
}

void WriteKeyGroups(const KeyGroupPlan& plan, const SourceSpec& source, Database& database) {
  KeyGroups groups = database.keys().Take();
  std::string columns =
      fmt::format("{} VARCHAR, {} BOOLEAN, {} BIGINT, {} BIGINT, {} UINTEGER[]", RawName(plan.key),
                  kLate, MaskName(0), kGroupRows, kClassCounts);
  for (const KeyGroupPlan::Bound& bound : plan.bounds) {
    columns += fmt::format(", {} {}", bound.name, TypeSql(plan.time_type));
  }
  database.Execute(fmt::format("CREATE OR REPLACE TABLE {} ({})", GroupsTable(source), columns));
  GroupWriter(plan, "#groups " + source.name, database).Write(groups);
  for (const BoundColumn& column : plan.absent) {
    for (const std::string& name : {LowName(column.spec.name), HighName(column.spec.name)}) {
      database.Execute(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", GroupsTable(source), name,
                                   TypeSql(column.type())));
    }
  }
}

}  // namespace tessera
