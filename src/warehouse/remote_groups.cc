#include "warehouse/remote_groups.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "warehouse/group_columns.h"
#include "warehouse/remote_columns.h"
#include "warehouse/typed_select.h"

namespace tessera {
namespace {

constexpr int kSecondsPerDay = 86400;

class Planner {
 public:
  Planner(const Intake& intake, SqlScope scope, Dialect dialect)
      : intake_(intake), scope_(std::move(scope)), dialect_(dialect) {
    scope_.dialect = dialect;
    for (const BoundColumn& column : intake.columns) {
      RemoteColumn made;
      if (column.present) {
        made = MakeRemoteColumn(column, intake.spec->null_values, dialect);
      } else {
        made.value = dialect == Dialect::kPostgres
                         ? fmt::format("NULL::{}", TypeSql(column.type(), dialect))
                         : "NULL";
      }
      scope_.AddColumn(column.spec.name, column.type());
      scope_.names[column.spec.name].sql = made.value;
      columns_.push_back(std::move(made));
    }
  }

  RemoteGroups Plan() {
    groups_.reduction = PlanReduction(*intake_.spec, *intake_.source, scope_);
    AddClasses();
    AddLate();
    for (size_t first = 0; first < columns_.size(); first += kColumnsPerMask) AddMask(first);
    Add(AggregateSql("count", "*", "", dialect_), kGroupRows, "BIGINT");
    AddExtremes();
    for (size_t index = 0; index < groups_.reduction.attributes.size(); ++index) {
      const std::vector<Partial>& partials = groups_.reduction.attributes[index].partials;
      for (size_t part = 0; part < partials.size(); ++part) {
        groups_.columns.push_back({partials[part], PartialName(index, part)});
      }
    }
    AddRepeated();
    return std::move(groups_);
  }

 private:
  void Add(std::string sql, std::string name, std::string type, bool grouped = false) {
    groups_.columns.push_back({{std::move(sql), std::move(type), ""}, std::move(name), grouped});
  }

  // The key before all others.
  void AddClasses() {
    for (size_t index = 0; index < columns_.size(); ++index) {
      const BoundColumn& column = intake_.columns[index];
      if (column.spec.name == intake_.source->on) {
        Add(columns_[index].raw, RawName(column.spec.name), "VARCHAR", true);
      }
    }
    for (size_t index = 0; index < columns_.size(); ++index) {
      const BoundColumn& column = intake_.columns[index];
      const std::string& name = column.spec.name;
      if (name == intake_.source->on) continue;
      const bool text = IsGroupedText(column, groups_.reduction);
      if (!text && !groups_.reduction.classes.contains(name)) continue;
      const std::string& sql = text && column.present ? columns_[index].raw : columns_[index].value;
      Add(sql, text ? RawName(name) : QuoteName(name), TypeSql(column.type()), column.present);
    }
  }

  void AddLate() {
    const std::string& time = intake_.source->time;
    if (!intake_.spec->as_of || time.empty() || !intake_.Column(time).present) {
      return Add(BoolSql(false, dialect_), kLate, "BOOLEAN");
    }
    const int next = *intake_.spec->as_of + 1;
    const SqlName& value = scope_.names.find(time)->second;
    const std::string limit = dialect_ == Dialect::kClickHouse
                                  ? std::to_string(static_cast<long long>(next) * kSecondsPerDay)
                                  : DateSql(next, dialect_);
    Add(fmt::format("coalesce({} >= {}, {})", SecondsSql(value.sql, value.type, dialect_), limit,
                    BoolSql(false, dialect_)),
        kLate, "BOOLEAN", true);
  }

  void AddMask(size_t first) {
    std::vector<std::string> bits;
    for (size_t index = first; index < std::min(first + kColumnsPerMask, columns_.size());
         ++index) {
      const BoundColumn& column = intake_.columns[index];
      if (!column.present || IsGroupedText(column, groups_.reduction)) continue;
      bits.push_back(fmt::format("CASE WHEN {} THEN {} ELSE 0 END", columns_[index].missing,
                                 FlawBit(index, false)));
      if (columns_[index].flawed == BoolSql(false, dialect_)) continue;
      bits.push_back(fmt::format("CASE WHEN {} THEN {} ELSE 0 END", columns_[index].flawed,
                                 FlawBit(index, true)));
    }
    Add(bits.empty() ? "0" : Join(bits, " + "), MaskName(first), "BIGINT", !bits.empty());
  }

  void AddExtremes() {
    for (size_t index = 0; index < columns_.size(); ++index) {
      const BoundColumn& column = intake_.columns[index];
      if (!HasExtremes(column)) continue;
      const std::string type = TypeSql(column.type());
      const auto add = [&](const char* which, const std::string& name) {
        const std::string sql =
            column.present ? AggregateSql(which, columns_[index].value, "", dialect_) : "NULL";
        groups_.columns.push_back({{sql, type, which}, name});
      };
      add("min", LowName(column.spec.name));
      add("max", HighName(column.spec.name));
    }
  }

  // Rows that are equal have one key and the same classes, so they are in one group.
  void AddRepeated() {
    std::vector<std::string> values;
    for (size_t index = 0; index < columns_.size(); ++index) {
      const BoundColumn& column = intake_.columns[index];
      if (!column.present) continue;
      // cityHash64 takes no Decimal.
      const std::string& sql =
          column.file.type.starts_with("DECIMAL") ? columns_[index].raw : column.file.sql;
      values.push_back(dialect_ == Dialect::kClickHouse
                           ? fmt::format("assumeNotNull({0}), isNull({0})", sql)
                           : columns_[index].raw);
    }
    const char* sql = dialect_ == Dialect::kClickHouse
                          ? "toInt64(count()) - toInt64(uniqExact(cityHash64({})))"
                          : "count(*) - count(DISTINCT ROW({}))";
    groups_.columns.push_back(
        {{fmt::format(fmt::runtime(sql), Join(values, ", ")), "BIGINT", "sum"}, kRepeatedRows});
  }

  const Intake& intake_;
  SqlScope scope_;
  Dialect dialect_;
  std::vector<RemoteColumn> columns_;
  RemoteGroups groups_;
};

std::string GroupedBy(const RemoteGroups& groups) {
  std::vector<std::string> grouped;
  for (const RemoteGroupColumn& column : groups.columns) {
    if (column.grouped) grouped.push_back(column.value.sql);
  }
  return Join(grouped, ", ");
}

bool IsList(const RemoteGroupColumn& column) { return column.value.type.ends_with("[]"); }

}  // namespace

RemoteGroups PlanRemoteGroups(const Intake& intake, SqlScope scope, Dialect dialect) {
  return Planner(intake, std::move(scope), dialect).Plan();
}

std::string PostgresGroupsQuery(const RemoteGroups& groups, const std::string& table) {
  std::vector<std::string> columns;
  for (const RemoteGroupColumn& column : groups.columns) {
    const std::string& sql = column.value.sql;
    columns.push_back(IsList(column) ? fmt::format("'[' || array_to_string({}, ',') || ']'", sql)
                                     : sql);
  }
  return fmt::format("SELECT {} FROM {} GROUP BY {}", Join(columns, ", "), table,
                     GroupedBy(groups));
}

std::string ClickHouseText(const std::string& sql) {
  return fmt::format("assumeNotNull(if({0} IS NULL, '', concat('=', toString({0}))))", sql);
}

std::string ClickHouseGroupsQuery(const RemoteGroups& groups, const std::string& table) {
  // Numbers, none of them null, become texts after they are put together.
  const auto numbers = [](const std::string& name) {
    return fmt::format("arrayMap(v -> concat('=', toString(v)), groupArray({}))", name);
  };
  std::string late;
  std::vector<std::string> columns, arrays;
  for (const RemoteGroupColumn& column : groups.columns) {
    const std::string name = fmt::format("g{}", columns.size());
    if (column.name == kLate) late = name;
    columns.push_back(fmt::format("{} AS {}", column.value.sql, name));
  }
  for (const RemoteGroupColumn& column : groups.columns) {
    const std::string name = fmt::format("g{}", arrays.size());
    if (arrays.empty()) {
      arrays.push_back(ClickHouseText(name));
    } else if (IsList(column)) {
      arrays.push_back(fmt::format(
          "groupArray(concat('=[', arrayStringConcat(arrayMap(v -> toString(v), {}), ','), ']'))",
          name));
    } else if (column.name == kLate || column.name.starts_with("\"#flaws")) {
      arrays.push_back(fmt::format("if(max({}) = 0, emptyArrayString(), {})", name, numbers(name)));
    } else if (column.name == kGroupRows) {
      arrays.push_back(numbers(name));
    } else if (!column.value.together.empty()) {
      // Rows that repeat are counted whenever they are; all else is of the report's time.
      const std::string which = column.name == kRepeatedRows
                                    ? name
                                    : fmt::format("CASE WHEN {} = 0 THEN {} END", late, name);
      const std::string one = fmt::format("{}({})", column.value.together, which);
      arrays.push_back(fmt::format("[{}]", ClickHouseText(one)));
    } else {
      arrays.push_back(fmt::format("groupArray({})", ClickHouseText(name)));
    }
  }
  return fmt::format("SELECT {} FROM (SELECT {} FROM {} GROUP BY {}) GROUP BY g0",
                     Join(arrays, ", "), Join(columns, ", "), table, GroupedBy(groups));
}

std::string TypedGroups(const RemoteGroups& groups, const SourceSpec& source,
                        const std::string& texts) {
  std::vector<std::string> columns;
  for (const RemoteGroupColumn& column : groups.columns) {
    columns.push_back(fmt::format("CAST(c{}{} AS {}) AS {}", columns.size() + 1,
                                  column.value.billionths ? " || 'e-9'" : "", column.value.type,
                                  column.name));
  }
  return fmt::format("CREATE OR REPLACE TABLE {} AS SELECT {} FROM {}", GroupsTable(source),
                     Join(columns, ", "), texts);
}

}  // namespace tessera
