#include "warehouse/server_entities.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "base/error.h"
#include "base/format.h"
#include "base/text.h"
#include "warehouse/aggregate.h"
#include "warehouse/clickhouse_shards.h"
#include "warehouse/intake.h"
#include "warehouse/load.h"
#include "warehouse/reduction.h"
#include "warehouse/remote_columns.h"

namespace tessera {
namespace {

constexpr int kSecondsPerDay = 86400;

// A source of the server, looked at: each column as an expression over its table.
struct ServerTable {
  const SourceSpec* source = nullptr;
  std::vector<BoundColumn> columns;
  SqlScope scope;    // of its columns
  std::string scan;  // what stands after FROM
  // Of the key, or the foreign key: the expression, the table's own name of it, and whether the two
  // differ.
  std::string key, key_column, key_flawed;
};

double NumberIn(const std::vector<TextRow>& rows) {
  return rows.empty() || !rows[0][0] ? 0 : std::strtod(rows[0][0]->c_str(), nullptr);
}

std::string AsSubquery(const std::string& query) { return "(" + query + ") AS t"; }

class ServerEntities {
 public:
  ServerEntities(const ReportSpec& spec, Dialect dialect) : spec_(spec), dialect_(dialect) {
    scope_.parameters = spec.parameters;
    scope_.as_of = spec.as_of;
    scope_.dialect = dialect;
  }

  std::optional<ServerSample> Run(Database& database) {
    for (const SourceSpec& source : spec_.sources) {
      if (!source.optional || IsThere(source)) tables_.push_back(Look(source, database));
    }
    const ServerTable& entities = TableOf(*spec_.FindSource(spec_.entity_source));
    if (Number("count(*)", entities.scan) <= spec_.frame_limit) return std::nullopt;
    FixAsOf();
    Everyone everyone;
    everyone.query = Query();
    everyone.scope = scope_;
    everyone.server = *entities.source;
    if (AreTogether()) everyone.shards = ShardTable{entities.scan, entities.key};
    everyone.entities = Counted(everyone, database);
    if (everyone.entities <= spec_.frame_limit) return std::nullopt;
    for (const ServerTable& table : tables_) {
      const double repeated = Repeated(table, everyone, database);
      if (repeated == 0) continue;
      if (&table == &entities && everyone.entities - repeated <= spec_.frame_limit) {
        return std::nullopt;
      }
      RefuseRepeated(table, repeated);
    }
    everyone.sample = HashSample::Of(spec_.frame_limit / everyone.entities);
    everyone.key = entities.source->key;
    return ServerSample{Sampled(everyone.sample), std::move(everyone)};
  }

 private:
  const SourceSpec& server() const { return *tables_.front().source; }

  const ServerTable& TableOf(const SourceSpec& source) const {
    return *std::ranges::find(tables_, &source, &ServerTable::source);
  }

  std::string Quoted(const std::string& name) const { return QuoteName(name, dialect_); }

  // One number about the rows of `from`.
  double Number(const std::string& value, const std::string& from) const {
    return NumberIn(AskServer(server(), {value}, from, ""));
  }

  // Of whom the filters leave; without any, the other tables need not be read.
  double Counted(const Everyone& everyone, Database& database) const {
    if (spec_.filters.empty()) {
      const ServerTable& entities = TableOf(*spec_.FindSource(spec_.entity_source));
      return Number("count(*)", entities.scan + " WHERE " + Timely(entities));
    }
    return NumberOfAll("count(*)", everyone.query, everyone, everyone.scope, database);
  }

  // One number about a query by entity, each shard for its own.
  static double NumberOfAll(const std::string& value, const std::string& query,
                            const Everyone& everyone, SqlScope scope, Database& database) {
    scope.dialect = everyone.scope.dialect;
    return NumberIn(Ask(everyone, {value}, ScanSql(everyone, query, scope), "", database));
  }

  // Whether each shard of the cluster has all rows of its entities.
  bool AreTogether() const {
    if (dialect_ != Dialect::kClickHouse) return false;
    std::vector<KeyedTable> keyed;
    for (const ServerTable& table : tables_) {
      keyed.push_back({table.source, table.scan, table.key_column, table.key_flawed});
    }
    return ShareShards(keyed);
  }

  ServerTable Look(const SourceSpec& source, Database& database) const {
    ServerTable table;
    table.source = &source;
    const SourceFile file = OpenSource(source, true, database);
    table.scan = file.scan;
    table.columns = BindColumns(source, file);
    table.scope = scope_;
    for (const BoundColumn& column : table.columns) {
      RemoteColumn remote;
      remote.value = NullSql(column.type(), dialect_);
      if (column.present) remote = MakeRemoteColumn(column, spec_.null_values, dialect_);
      table.scope.AddColumn(column.spec.name, column.type());
      table.scope.names[column.spec.name].sql = remote.value;
      const bool many = source.relationship == Relationship::kManyToOne;
      if (column.spec.name != (many ? source.on : source.UniqueColumn())) continue;
      table.key = remote.value;
      table.key_column = column.file.name;
      table.key_flawed = remote.flawed;
    }
    return table;
  }

  // As for other sources: the newest date of the data.
  void FixAsOf() {
    for (const ServerTable& table : tables_) {
      if (scope_.as_of || table.source->time.empty() || spec_.as_of) continue;
      const std::string& time = table.scope.names.find(table.source->time)->second.sql;
      const std::string day = CastSql(fmt::format("max({})", time), ColumnType::kDate, dialect_);
      const std::vector<TextRow> rows = AskServer(server(), {day}, table.scan, "");
      const std::optional<int> found = rows[0][0] ? ParseDate(*rows[0][0]) : std::nullopt;
      if (found) newest_ = std::max(newest_.value_or(*found), *found);
    }
    if (!scope_.as_of) scope_.as_of = newest_;
    for (ServerTable& table : tables_) table.scope.as_of = scope_.as_of;
  }

  // The rows that have a key and are of the report's time.
  std::string Timely(const ServerTable& table) const {
    std::string condition = fmt::format("{} IS NOT NULL", table.key);
    if (table.source->time.empty() || !spec_.as_of) return condition;
    const SqlName& time = table.scope.names.find(table.source->time)->second;
    const int next = *spec_.as_of + 1;
    const std::string limit = dialect_ == Dialect::kClickHouse
                                  ? std::to_string(static_cast<long long>(next) * kSecondsPerDay)
                                  : DateSql(next, dialect_);
    return condition + fmt::format(" AND coalesce({} < {}, {})",
                                   SecondsSql(time.sql, time.type, dialect_), limit,
                                   BoolSql(true, dialect_));
  }

  // Rows of an entity's table beyond the first of their key.
  double Repeated(const ServerTable& table, const Everyone& everyone, Database& database) const {
    if (table.source->relationship == Relationship::kManyToOne) return 0;
    if (everyone.shards) {
      const std::string repeated =
          fmt::format("SELECT {0} AS {1} FROM {2} WHERE {3} GROUP BY {0} HAVING count(*) > 1",
                      table.key, kKeyAlias, table.scan, Timely(table));
      if (NumberOfAll("count(*)", repeated, everyone, {}, database) == 0) return 0;
    }
    const std::string rows =
        fmt::format("count(*) - {}", AggregateSql("count_distinct", table.key, "", dialect_));
    return Number(rows, table.scan + " WHERE " + Timely(table));
  }

  static void RefuseRepeated(const ServerTable& table, double rows) {
    throw Error(fmt::format("{} rows of {} repeat a {} that stood before", FormatCount(rows),
                            table.source->name, table.source->UniqueColumn()),
                table.source->place)
        .Remedy(
            "past frame_limit the server groups, and there is no first row there: give a query "
            "with one row a key");
  }

  // Everyone with all that is known before thresholds; scope_ gets the columns.
  std::string Query() {
    std::vector<std::string> columns = {kKeyAlias}, shown = {kKeyAlias};
    const SourceSpec& source = *spec_.FindSource(spec_.entity_source);
    std::string query = EntityQuery(TableOf(source), columns, shown);
    for (const ServerTable& table : tables_) {
      if (table.source == &source) continue;
      const std::string right = table.source->relationship == Relationship::kManyToOne
                                    ? TotalsQuery(table, columns, shown)
                                    : EntityQuery(table, columns, shown);
      const char* join = dialect_ == Dialect::kClickHouse ? "ANY LEFT JOIN" : "LEFT JOIN";
      query = fmt::format("SELECT {} FROM ({}) AS l {} ({}) AS r USING ({})", Join(columns, ", "),
                          query, join, right, kKeyAlias);
    }
    for (const SourceSpec& absent : spec_.sources) ShowAbsent(absent, shown);
    for (const AttributeSpec& attribute : spec_.attributes) {
      if (IsFormula(attribute) || scope_.names.contains(attribute.name)) continue;
      Show(NullSql(attribute.type, dialect_), attribute.name, attribute.type, shown);
    }
    query = fmt::format("SELECT {} FROM {}", Join(shown, ", "), AsSubquery(query));
    for (const AttributeSpec& attribute : spec_.attributes) {
      if (!IsFormula(attribute) || spec_.IsLater(attribute)) continue;
      const TypedSql value = FormulaSql(attribute, scope_);
      scope_.AddColumn(attribute.name, value.type);
      query = fmt::format("SELECT *, {} AS {} FROM {}", value.sql, Quoted(attribute.name),
                          AsSubquery(query));
    }
    for (const PopulationFilter& filter : spec_.filters) {
      query = fmt::format("SELECT * FROM {} WHERE {}", AsSubquery(query),
                          ConditionSql(*filter.condition, scope_));
    }
    return query;
  }

  bool IsFormula(const AttributeSpec& attribute) const {
    return attribute.source.empty() || attribute.source == spec_.entity_source;
  }

  // A column of the entities, made of a column of the joined tables.
  void Show(const std::string& sql, const std::string& name, ColumnType type,
            std::vector<std::string>& shown) {
    shown.push_back(fmt::format("{} AS {}", sql, Quoted(name)));
    scope_.AddColumn(name, type);
  }

  // The columns of a further table that is not there.
  void ShowAbsent(const SourceSpec& source, std::vector<std::string>& shown) {
    if (source.relationship != Relationship::kOneToOne) return;
    for (const ColumnSpec& column : source.columns) {
      if (column.name == source.on || column.name == source.time) continue;
      if (scope_.names.contains(column.name)) continue;
      Show(NullSql(column.type, dialect_), column.name, column.type, shown);
    }
  }

  // A name that no table has: ClickHouse puts an alias in for every column of that name.
  static std::string Alias(std::vector<std::string>& columns) {
    columns.push_back(fmt::format("\"#c{}\"", columns.size()));
    return columns.back();
  }
  // So that an entity without a row has null.
  std::string Nullable(const std::string& sql) const {
    return dialect_ == Dialect::kClickHouse ? "toNullable(" + sql + ")" : sql;
  }

  std::string EntityQuery(const ServerTable& table, std::vector<std::string>& columns,
                          std::vector<std::string>& shown) {
    const SourceSpec& source = *table.source;
    std::vector<std::string> values = {fmt::format("{} AS {}", table.key, kKeyAlias)};
    for (const BoundColumn& column : table.columns) {
      const std::string& name = column.spec.name;
      if (name == source.UniqueColumn() && !source.key.empty()) {
        Show(kKeyAlias, name, ColumnType::kText, shown);
      } else if (!scope_.names.contains(name) && (!source.key.empty() || name != source.time)) {
        const std::string& value = table.scope.names.find(name)->second.sql;
        values.push_back(fmt::format("{} AS {}", Nullable(value), Alias(columns)));
        Show(columns.back(), name, column.type(), shown);
      }
    }
    return fmt::format("SELECT {} FROM {} WHERE {}", Join(values, ", "), table.scan, Timely(table));
  }

  std::string TotalsQuery(const ServerTable& table, std::vector<std::string>& columns,
                          std::vector<std::string>& shown) {
    std::vector<std::string> values = {fmt::format("{} AS {}", table.key, kKeyAlias)};
    for (const AttributeSpec& attribute : spec_.attributes) {
      if (attribute.source != table.source->name) continue;
      const TypedSql total = OverRowsSql(attribute, table.scope);
      values.push_back(fmt::format("{} AS {}", Nullable(total.sql), Alias(columns)));
      const TypedSql declared = DeclaredSql(attribute, {columns.back(), total.type}, dialect_);
      Show(OfNoRows(attribute, declared.sql), attribute.name, declared.type, shown);
    }
    return fmt::format("SELECT {} FROM {} WHERE {} GROUP BY {}", Join(values, ", "), table.scan,
                       Timely(table), table.key);
  }

  std::string OfNoRows(const AttributeSpec& attribute, const std::string& sql) const {
    const std::string nothing = WithoutRows(attribute);
    if (nothing == "NULL") return sql;
    return fmt::format("coalesce({}, {})", sql,
                       nothing == "0" ? nothing : BoolSql(false, dialect_));
  }

  // The definition over the sample alone.
  ReportSpec Sampled(const HashSample& sample) const {
    ReportSpec sampled = spec_;
    sampled.as_of = scope_.as_of;
    sampled.frame_limit = std::numeric_limits<double>::infinity();  // it is about as many
    for (size_t index = 0; index < sampled.sources.size(); ++index) {
      const auto table = std::ranges::find(tables_, &spec_.sources[index], &ServerTable::source);
      if (table == tables_.end()) continue;
      sampled.sources[index].where = sample.Condition(table->key, dialect_);
    }
    return sampled;
  }

  const ReportSpec& spec_;
  Dialect dialect_;
  SqlScope scope_;
  std::vector<ServerTable> tables_;
  std::optional<int> newest_;
};

// All of them tables of the engine, and none of another day.
bool AreThere(const ReportSpec& spec) {
  if (spec.engine == "duckdb") return false;
  const SourceSpec* entities = spec.FindSource(spec.entity_source);
  return entities != nullptr && std::ranges::all_of(spec.sources, [&](const SourceSpec& source) {
           if (source.optional && !IsThere(source)) return true;
           SourceSpec as_rows = source;
           as_rows.relationship = Relationship::kManyToOne;
           return source.relationship != Relationship::kSnapshot && source.file == entities->file &&
                  IsReducedThere(as_rows, spec);
         });
}

}  // namespace

std::optional<ServerSample> SampleOnServer(const ReportSpec& spec, Database& database) {
  if (!AreThere(spec)) return std::nullopt;
  const Dialect dialect = spec.engine == "clickhouse" ? Dialect::kClickHouse : Dialect::kPostgres;
  return ServerEntities(spec, dialect).Run(database);
}

}  // namespace tessera
