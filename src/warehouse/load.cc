#include "warehouse/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "warehouse/entity_source.h"
#include "warehouse/fetched_files.h"
#include "warehouse/file_set.h"
#include "warehouse/row_source.h"
#include "warehouse/server_entities.h"

namespace tessera {
namespace {

void RequireSomebody(const ReportSpec& spec, double drawn, double all) {
  if (drawn > 0) return;
  throw Error(fmt::format("a hash sample of {} of {} {} holds nobody",
                          FormatCount(spec.frame_limit), FormatCount(all), spec.entities),
              Place{spec.path, 0, 0})
      .Remedy("raise frame_limit");
}

// The loading of one report, step by step; what one step finds, the next one uses.
class Loader {
 public:
  Loader(const ReportSpec& spec, Database& database) : spec_(spec), database_(database) {
    scope_.parameters = spec.parameters;
    scope_.as_of = spec.as_of;
  }

  Sources Run() {
    RequireEngine(spec_);
    Restrict();
    ReadAll();
    FixAsOf();
    Reduce();
    Assemble();
    ApplyFilters();
    DrawSample();
    Prove();
    KeepSampled();
    CountAllValues();
    return Collect();
  }

 private:
  // Whatever a definition says, no other file is opened, and nothing is fetched later.
  void Restrict() {
    FetchFiles(spec_.sources, database_);
    std::vector<std::string> paths;
    for (const SourceSpec& source : spec_.sources) {
      if (source.file.empty() || source.IsAddress()) continue;
      for (const std::string& path : FilesOf(source.file)) {
        paths.push_back(path);
        paths.push_back(LiteralPath(path));
        paths.push_back(path + ".wal");  // looked for beside a DuckDB file
      }
    }
    database_.AllowOnly(paths);
  }

  void ReadAll() {
    entity_source_ = spec_.FindSource(spec_.entity_source);
    if (entity_source_ == nullptr) {
      throw Error(fmt::format("the definition has no source '{}'", spec_.entity_source),
                  Place{spec_.path, 0, 0});
    }
    std::vector<const SourceSpec*> present;
    for (const SourceSpec& source : spec_.sources) {
      const bool later = source.relationship == Relationship::kSnapshot;
      if (&source == entity_source_ || later || IsAbsent(source)) continue;
      present.push_back(&source);
    }
    ReadSnapshots();
    // A compressed file keeps one core busy; the other one reads the entities meanwhile.
    ParallelFor(2, [&](size_t task) { task == 0 ? ReadTheEntities() : ScanAll(present); });
    for (RowSource& rows : rows_) SummarizeRows(KeysOf(kTypedEntities), database_, rows);
  }

  void ReadTheEntities() {
    entities_ = Open(spec_, *entity_source_, database_);
    if (ReadEntities(entities_, database_)) entities_repeat_ = true;
    if (entities_.summary.used_rows > 0) return;
    throw Error(fmt::format("{} has no row whose {} could be used", entities_.file.name,
                            entity_source_->key),
                entity_source_->place);
  }

  void ScanAll(const std::vector<const SourceSpec*>& sources) {
    for (const SourceSpec* source : sources) {
      if (source->relationship == Relationship::kOneToOne) {
        further_.push_back(Open(spec_, *source, database_));
        const bool repeat = ReadEntities(further_.back(), database_, FurtherTable(source->name));
        if (repeat) repeated_.push_back(source->name);
        continue;
      }
      rows_.push_back(ScanRows(Open(spec_, *source, database_), scope_, database_));
    }
  }

  // Earlier states of the entities, each a table of its own; nothing joins them.
  void ReadSnapshots() {
    for (const SourceSpec& source : spec_.sources) {
      if (source.relationship != Relationship::kSnapshot || IsAbsent(source)) continue;
      snapshots_.push_back(Open(spec_, source, database_));
      ReadEntities(snapshots_.back(), database_);
      std::vector<std::string> names;
      for (const BoundColumn& column : snapshots_.back().columns) {
        names.push_back(QuoteName(column.spec.name));
      }
      database_.Execute(fmt::format("CREATE OR REPLACE TABLE {} AS SELECT {} FROM {} ORDER BY {}",
                                    SnapshotTable(source.name), Join(names, ", "), kTypedEntities,
                                    QuoteName(source.key)));
    }
  }

  std::string KeysOf(std::string_view table) const {
    return fmt::format("SELECT {} FROM {}", QuoteName(entity_source_->key), table);
  }

  // An optional source without a file; the report says so and goes on.
  bool IsAbsent(const SourceSpec& source) {
    if (!source.optional || IsThere(source)) return false;
    SourceSummary summary;
    summary.name = source.name;
    summary.file = std::filesystem::path(source.file).filename().string();
    summary.found = false;
    for (const ColumnSpec& column : source.columns) {
      summary.column_summaries.push_back(DescribeColumn({column, false, false, {}}));
    }
    absent_.push_back(std::move(summary));
    notes_.push_back({Severity::kWarning, source.name,
                      source.file.empty()
                          ? "no file is given; what needs it is left out"
                          : "its file is missing or empty; what needs it is left out"});
    return true;
  }

  void FixAsOf() {
    if (scope_.as_of) return;
    std::optional<int> newest = entities_.summary.last_day;
    for (const Intake& further : further_) newest = std::max(newest, further.summary.last_day);
    for (const RowSource& rows : rows_) {
      if (!newest || rows.newest_day > newest) newest = rows.newest_day ? rows.newest_day : newest;
    }
    if (!newest) {
      throw Error("the report has no date: the data hold none, and none is given",
                  Place{spec_.path, 0, 0})
          .Remedy("give it with --as-of YYYY-MM-DD, or write as_of: in the definition");
    }
    scope_.as_of = newest;
  }

  void Reduce() {
    for (RowSource& rows : rows_) types_.push_back(ReduceRows(rows, scope_, database_));
  }

  // Entities joined with their totals; attributes that are formulas come after, in their order.
  void Assemble() {
    std::vector<std::string> columns;
    for (const BoundColumn& column : entities_.columns) {
      columns.push_back("e." + QuoteName(column.spec.name));
      scope_.AddColumn(column.spec.name, column.type());
    }
    std::string joins;
    for (size_t index = 0; index < further_.size(); ++index) AddFurther(index, columns, joins);
    for (size_t index = 0; index < rows_.size(); ++index) AddTotals(index, columns, joins);
    for (const SourceSpec& source : spec_.sources) AddAbsentColumns(source, columns);
    for (const AttributeSpec& attribute : spec_.attributes) AddAbsent(attribute, columns);

    std::string query =
        fmt::format("SELECT {} FROM {} e{}", Join(columns, ", "), kTypedEntities, joins);
    for (const AttributeSpec& attribute : spec_.attributes) {
      if (IsFormula(attribute) && !spec_.IsLater(attribute)) query = AddFormula(attribute, query);
    }
    database_.Execute(
        fmt::format("CREATE OR REPLACE TABLE entities AS SELECT * FROM ({}) ORDER BY {}", query,
                    QuoteName(entity_source_->key)));
    CountJoinedRows();
  }

  static std::string JoinedRows(size_t index) { return QuoteName(fmt::format("#rows {}", index)); }

  // How many rows of each source stand behind the entities as they were joined.
  void CountJoinedRows() {
    for (size_t index = 0; index < rows_.size(); ++index) {
      const std::string column = JoinedRows(index);
      const Result joined =
          database_.Query(fmt::format("SELECT coalesce(sum({}), 0) AS n FROM entities", column));
      joined_rows_.push_back(joined.Number(0, "n"));
      database_.Execute(fmt::format("ALTER TABLE entities DROP COLUMN {}", column));
    }
  }

  void AddFurther(size_t index, std::vector<std::string>& columns, std::string& joins) {
    const Intake& further = further_[index];
    const std::string alias = fmt::format("f{}", index);
    joins +=
        fmt::format(" LEFT JOIN {} {} ON e.{} = {}.{}", FurtherTable(further.source->name), alias,
                    QuoteName(entity_source_->key), alias, QuoteName(further.source->on));
    for (const BoundColumn& column : further.columns) {
      if (column.key || column.spec.name == further.source->time) continue;
      columns.push_back(fmt::format("{}.{}", alias, QuoteName(column.spec.name)));
      scope_.AddColumn(column.spec.name, column.type());
    }
  }

  // Columns of a source that is absent are all null.
  void AddAbsentColumns(const SourceSpec& source, std::vector<std::string>& columns) {
    if (source.relationship != Relationship::kOneToOne) return;
    for (const ColumnSpec& column : source.columns) {
      if (column.name == source.on || column.name == source.time) continue;
      if (scope_.names.contains(column.name)) continue;
      columns.push_back(
          fmt::format("NULL::{} AS {}", TypeSql(column.type), QuoteName(column.name)));
      scope_.AddColumn(column.name, column.type);
    }
  }

  void AddTotals(size_t index, std::vector<std::string>& columns, std::string& joins) {
    const RowSource& rows = rows_[index];
    const std::string alias = fmt::format("t{}", index);
    joins +=
        fmt::format(" LEFT JOIN {} {} ON e.{} = {}.\"#key\"", TotalsTable(rows.intake.source->name),
                    alias, QuoteName(entity_source_->key), alias);
    for (size_t number = 0; number < rows.reduction.attributes.size(); ++number) {
      const AttributeSpec& attribute = *rows.reduction.attributes[number].spec;
      columns.push_back(fmt::format("coalesce({0}.{1}, {2}) AS {1}", alias,
                                    QuoteName(attribute.name), WithoutRows(attribute)));
      scope_.AddColumn(attribute.name, types_[index][number]);
    }
    columns.push_back(fmt::format("{}.{} AS {}", alias, kGroupRows, JoinedRows(index)));
  }

  // Attributes of a source that is absent are all null.
  void AddAbsent(const AttributeSpec& attribute, std::vector<std::string>& columns) {
    if (IsFormula(attribute) || scope_.names.contains(attribute.name)) return;
    columns.push_back(
        fmt::format("NULL::{} AS {}", TypeSql(attribute.type), QuoteName(attribute.name)));
    scope_.AddColumn(attribute.name, attribute.type);
  }

  bool IsFormula(const AttributeSpec& attribute) const {
    return attribute.source.empty() || attribute.source == spec_.entity_source;
  }

  std::string AddFormula(const AttributeSpec& attribute, const std::string& query) {
    if (!attribute.expression) {
      throw Error(fmt::format("{} has no expression", attribute.name), attribute.place);
    }
    const TypedSql value = FormulaSql(attribute, scope_);
    scope_.AddColumn(attribute.name, value.type);
    return fmt::format("SELECT *, {} AS {} FROM ({})", value.sql, QuoteName(attribute.name), query);
  }

  // A null fails a condition.
  void ApplyFilters() {
    for (const PopulationFilter& filter : spec_.filters) {
      const Result removed = database_.Query(fmt::format(
          "DELETE FROM entities WHERE ({}) IS NOT TRUE", ConditionSql(*filter.condition, scope_)));
      filtered_ += removed.columns.front().numbers.front();
      notes_.push_back(
          {Severity::kInfo, spec_.entity_source,
           fmt::format("{} {} are left out: the report is about {}",
                       FormatCount(removed.columns.front().numbers.front()), spec_.entities,
                       filter.label.empty() ? filter.condition_text : filter.label)});
    }
    if (!spec_.filters.empty() && EntityCount() == 0) {
      throw Error("the filters leave nobody in the report", spec_.filters.back().place);
    }
  }

  // The further tables too: a threshold may be made of their rows alone.
  void KeepSampled() {
    if (!everyone_) return;
    for (const Intake& further : further_) {
      const std::string key = QuoteName(further.source->on);
      database_.Execute(fmt::format("DELETE FROM {} WHERE NOT {}",
                                    FurtherTable(further.source->name),
                                    everyone_->sample.Condition(key, Dialect::kDuckDb)));
    }
  }

  // Past frame_limit the report is about a hash sample; the engine keeps everyone.
  void DrawSample() {
    const double all = EntityCount();
    if (all <= spec_.frame_limit) return;
    const std::string& key = entity_source_->key;
    const HashSample sample = HashSample::Of(spec_.frame_limit / all);
    const std::string drawn = sample.Condition(QuoteName(key), Dialect::kDuckDb);
    database_.Execute("DROP TABLE IF EXISTS everyone; ALTER TABLE entities RENAME TO everyone");
    database_.Execute(
        fmt::format("CREATE TABLE entities AS SELECT * FROM everyone WHERE {} ORDER BY {}", drawn,
                    QuoteName(key)));
    for (const Intake& snapshot : snapshots_) {
      database_.Execute(
          fmt::format("DELETE FROM {} WHERE NOT {}", SnapshotTable(snapshot.source->name), drawn));
    }
    filtered_ += all - EntityCount();
    everyone_ = Everyone{all, sample, key, "SELECT * FROM everyone", scope_, {}, {}};
    RequireSomebody(spec_, EntityCount(), all);
  }

  double EntityCount() {
    return database_.Query("SELECT count(*) AS n FROM entities").Number(0, "n");
  }

  // rows and an additive sum, before and after the joins.
  void Prove() {
    const std::string key = QuoteName(entity_source_->key);
    const std::string column = AdditiveColumn();
    const std::string sum =
        column.empty() ? "NULL::DOUBLE" : fmt::format("sum({})", QuoteName(column));
    const auto measure = [&](const std::string& table) {
      return database_.Query(fmt::format("SELECT count(*) AS n, {} AS total FROM {}", sum, table));
    };
    // Filtered entities were counted as they went.
    const std::string kept =
        filtered_ == 0 ? kTypedEntities
                       : fmt::format("{} SEMI JOIN entities USING ({})", kTypedEntities, key);
    const Result before = measure(kept);
    const Result after = measure("entities");
    const auto begin = [&](const std::string& source) {
      JoinProof proof;
      proof.source = source;
      proof.column = column;
      proof.entities_before = before.Number(0, "n");
      proof.entities_after = after.Number(0, "n");
      if (!column.empty() && !before.Column("total").IsNull(0)) {
        proof.sum_before = before.Number(0, "total");
        proof.sum_after = after.Number(0, "total");
      }
      return proof;
    };
    for (Intake& further : further_) ProveFurther(begin(further.source->name), further);
    CountNaiveRows();
    for (size_t index = 0; index < rows_.size(); ++index) {
      JoinProof proof = begin(rows_[index].intake.source->name);
      proof.rows_joined = joined_rows_[index];
      proof.rows_used =
          database_
              .Query(fmt::format("SELECT coalesce(sum({}), 0) AS n FROM {} WHERE \"#key\" IN "
                                 "(SELECT {} FROM {})",
                                 kGroupRows, TotalsTable(proof.source), key, kTypedEntities))
              .Number(0, "n");
      SourceSummary& summary = rows_[index].intake.summary;
      summary.used_rows = proof.rows_used;
      summary.orphans =
          summary.rows - summary.missing_keys - summary.after_as_of - summary.used_rows;
      proofs_.push_back(std::move(proof));
    }
  }

  void ProveFurther(JoinProof proof, Intake& further) {
    const std::string key = QuoteName(entity_source_->key), on = QuoteName(further.source->on);
    const std::string table = FurtherTable(proof.source);
    const auto count = [&](const std::string& query) {
      return database_.Query("SELECT count(*) AS n FROM " + query).Number(0, "n");
    };
    proof.rows_used =
        count(fmt::format("{} WHERE {} IN (SELECT {} FROM {})", table, on, key, kTypedEntities));
    proof.rows_joined =
        count(fmt::format("{} e JOIN {} f ON e.{} = f.{}", kTypedEntities, table, key, on));
    SourceSummary& summary = further.summary;
    summary.orphans = summary.used_rows - proof.rows_used;
    summary.used_rows = proof.rows_used;
    proofs_.push_back(std::move(proof));
  }

  // What a join of the files as they came would have made of the entities.
  void CountNaiveRows() {
    if (!entities_repeat_ && repeated_.empty()) return;
    const std::string key = QuoteName(entity_source_->key);
    std::string product = entities_repeat_ ? "coalesce(r.rows, 1)" : "1";
    std::string joins;
    if (entities_repeat_) {
      joins =
          fmt::format(" LEFT JOIN {} r ON e.{} = r.key", RepeatsTable(entity_source_->name), key);
    }
    for (size_t i = 0; i < repeated_.size(); ++i) {
      product += fmt::format(" * coalesce(r{}.rows, 1)", i);
      joins +=
          fmt::format(" LEFT JOIN {} r{} ON e.{} = r{}.key", RepeatsTable(repeated_[i]), i, key, i);
    }
    naive_rows_ = database_
                      .Query(fmt::format("SELECT sum({})::DOUBLE AS n FROM {} e{}", product,
                                         kTypedEntities, joins))
                      .Number(0, "n");
  }

  // Money before whole numbers; the first that the file has.
  std::string AdditiveColumn() const {
    for (const ColumnType type : {ColumnType::kMoney, ColumnType::kInt}) {
      for (const BoundColumn& column : entities_.columns) {
        if (column.present && column.type() == type) return column.spec.name;
      }
    }
    return "";
  }

  void CountAllValues() {
    for (const RowSource& rows : rows_) {
      const bool everyone = rows.intake.summary.orphans == 0 && filtered_ == 0;
      CountValues(rows, everyone ? "" : KeysOf("entities"), database_);
      database_.Execute("DROP TABLE " + TotalsTable(rows.intake.source->name));
    }
    for (const Intake& further : further_) {
      database_.Execute("DROP TABLE IF EXISTS " + RepeatsTable(further.source->name));
    }
    database_.Execute("DROP TABLE IF EXISTS " + RepeatsTable(entity_source_->name));
    database_.Execute(fmt::format("DROP TABLE {}", kTypedEntities));
  }

  Sources Collect() {
    Sources sources;
    sources.as_of = *scope_.as_of;
    sources.as_of_given = spec_.as_of.has_value();
    sources.entities = EntityCount();
    sources.scope = scope_;
    sources.joins = std::move(proofs_);
    sources.naive_rows = everyone_ ? std::nullopt : naive_rows_;
    sources.everyone = everyone_;
    for (const SourceSpec& source : spec_.sources) Take(source, sources);
    sources.notes.insert(sources.notes.end(), notes_.begin(), notes_.end());
    return sources;
  }

  void Take(const SourceSpec& source, Sources& sources) {
    for (SourceSummary& summary : absent_) {
      if (summary.name == source.name) sources.summaries.push_back(std::move(summary));
    }
    const auto take = [&](Intake& intake) {
      Finish(intake);
      const SourceSummary& summary = intake.summary;
      if (summary.first_day && (!sources.first_day || summary.first_day < sources.first_day)) {
        sources.first_day = summary.first_day;
      }
      if (summary.last_day > sources.last_day) sources.last_day = summary.last_day;
      sources.notes.insert(sources.notes.end(), intake.notes.begin(), intake.notes.end());
      sources.summaries.push_back(summary);
    };
    if (&source == entity_source_) take(entities_);
    for (Intake& snapshot : snapshots_) {
      if (snapshot.source == &source) take(snapshot);
    }
    for (Intake& further : further_) {
      if (further.source == &source) take(further);
    }
    for (RowSource& rows : rows_) {
      if (rows.intake.source == &source) take(rows.intake);
    }
  }

  const ReportSpec& spec_;
  Database& database_;
  SqlScope scope_;
  const SourceSpec* entity_source_ = nullptr;
  Intake entities_;
  std::vector<Intake> snapshots_;
  std::vector<Intake> further_;        // of one-to-one sources
  std::vector<std::string> repeated_;  // those of them whose file repeats a key
  bool entities_repeat_ = false;
  std::optional<double> naive_rows_;
  std::vector<RowSource> rows_;
  std::vector<std::vector<ColumnType>> types_;
  std::vector<double> joined_rows_;  // of each of rows_
  std::vector<SourceSummary> absent_;
  std::vector<JoinProof> proofs_;
  std::vector<Diagnostic> notes_;
  std::optional<Everyone> everyone_;
  double filtered_ = 0;  // entities that are not in the report
};

}  // namespace

Sources LoadSources(const ReportSpec& spec, Database& database) {
  std::optional<ServerSample> sample = SampleOnServer(spec, database);
  if (!sample) return Loader(spec, database).Run();
  Sources sources = Loader(sample->spec, database).Run();
  RequireSomebody(spec, sources.entities, sample->everyone.entities);
  sources.as_of_given = spec.as_of.has_value();
  sources.everyone = std::move(sample->everyone);
  return sources;
}

}  // namespace tessera
