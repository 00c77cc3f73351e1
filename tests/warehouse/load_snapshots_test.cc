// Sources with several rows a customer: the latest counts, and no join multiplies anybody.
#include <doctest/doctest.h>

#include "load_fixture.h"

namespace tessera {
namespace {

SourceSpec Table(const std::string& name, const std::string& file,
                 std::vector<ColumnSpec> columns) {
  SourceSpec source;
  source.name = name;
  source.file = file;
  source.columns = std::move(columns);
  source.time = "at";
  source.keep_latest = true;
  return source;
}

// Three tables of customers: worth (the entities), speed and score, with their snapshots.
struct Snapshots {
  TemporaryFolder folder;
  ReportSpec spec;

  Snapshots() {
    spec.path = "report.yml";
    spec.entity = "customer";
    spec.entities = "customers";
    spec.entity_source = "worth";
  }

  void Add(const std::string& name, const std::string& value, const std::string& text) {
    SourceSpec source =
        Table(name, folder.Write(name + ".csv", text),
              {MakeColumn("email", ColumnType::kText), MakeColumn("at", ColumnType::kTimestamp),
               MakeColumn(value, ColumnType::kInt)});
    if (name == "worth") {
      source.key = "email";
    } else {
      source.relationship = Relationship::kOneToOne;
      source.to = "worth";
      source.on = "email";
    }
    spec.sources.push_back(std::move(source));
  }
};

double One(Database& database, const std::string& query) {
  return database.Query(query).columns.front().numbers.front();
}

TEST_CASE("the latest snapshot of a key counts, of equal times the last in the file") {
  Snapshots data;
  data.Add("worth", "ltv",
           "email,at,ltv\n"
           "a,2025-07-02 10:00:00,20\n"
           "a,2025-07-01 10:00:00,10\n"
           "b,2025-07-01 10:00:00,1\n"
           "b,2025-07-01 10:00:00,2\n"
           "c,,5\n"
           "c,2025-01-01 00:00:00,6\n"
           "a,2025-07-02 10:00:00,20\n");
  Database database;
  const Sources sources = LoadSources(data.spec, database);
  CHECK(One(database, "SELECT ltv FROM entities WHERE email = 'a'") == 20);
  CHECK(One(database, "SELECT ltv FROM entities WHERE email = 'b'") == 2);
  CHECK(One(database, "SELECT ltv FROM entities WHERE email = 'c'") == 6);
  const SourceSummary& summary = *sources.Find("worth");
  CHECK(summary.rows == 7);
  CHECK(summary.used_rows == 3);
  CHECK(summary.identical_duplicates == 1);
  CHECK(summary.older_rows == 3);
  CHECK(summary.conflicting_duplicates == 0);
}

TEST_CASE("a one-to-one source gives its columns, null where it has no row") {
  Snapshots data;
  data.Add("worth", "ltv", "email,at,ltv\na,2025-07-01,1\nb,2025-07-01,2\n");
  data.Add("speed", "days",
           "email,at,days\na,2025-07-01,7\na,2025-06-01,9\nstranger,2025-07-01,3\n,2025-07-01,4\n");
  Database database;
  const Sources sources = LoadSources(data.spec, database);
  CHECK(sources.entities == 2);
  CHECK(One(database, "SELECT days FROM entities WHERE email = 'a'") == 7);
  CHECK(One(database, "SELECT count(*) FROM entities WHERE days IS NULL") == 1);
  const SourceSummary& summary = *sources.Find("speed");
  CHECK(summary.rows == 4);
  CHECK(summary.older_rows == 1);
  CHECK(summary.orphans == 1);
  CHECK(summary.missing_keys == 1);
  CHECK(summary.used_rows == 1);
  REQUIRE(sources.joins.size() == 1);
  CHECK(sources.joins[0].holds());
}

// A hundred customers; every seventh stands twice in each of three tables, 1.14 rows a customer.
TEST_CASE("joining three tables of repeated rows multiplies nobody, where a plain join would") {
  Snapshots data;
  for (const char* name : {"worth", "speed", "score"}) {
    const std::string value = std::string(name) + "_value";
    std::string text = "email,at," + value + "\n";
    for (int i = 0; i < 100; ++i) {
      const std::string email = "c" + std::to_string(i);
      text += email + ",2025-07-02," + std::to_string(i) + "\n";
      if (i % 7 == 0) text += email + ",2025-07-01," + std::to_string(i + 1) + "\n";
    }
    data.Add(name, value, text);
  }
  Database database;
  const Sources sources = LoadSources(data.spec, database);
  CHECK(sources.entities == 100);
  for (const JoinProof& join : sources.joins) CHECK(join.holds());
  // 15 customers stand twice in each: 85 + 15 · 2³ rows.
  REQUIRE(sources.naive_rows);
  CHECK(*sources.naive_rows == 205);
  // The cohort of customers above the middle: 50 of them, and what a plain join makes of it.
  CHECK(One(database, "SELECT count(*) FROM entities WHERE speed_value >= 50") == 50);
  const auto read = [&](const char* name) {
    return "read_csv('" + data.folder.Path(std::string(name) + ".csv") + "')";
  };
  Database plain;
  const double inflated = One(plain, "SELECT count(*) FROM " + read("worth") + " w JOIN " +
                                         read("speed") + " s USING (email) JOIN " + read("score") +
                                         " k USING (email) WHERE s.speed_value >= 50");
  // 43 once, seven eight times, and one whose older row would put it in, four times.
  CHECK(inflated == 43 + 7 * 8 + 4);
}

TEST_CASE("an empty one-to-one source has a header and no rows; an absent one has null columns") {
  Snapshots data;
  data.Add("worth", "ltv", "email,at,ltv\na,2025-07-01,1\n");
  data.Add("speed", "days", "email,at,days\n");
  data.Add("score", "points", "email,at,points\n");
  data.spec.sources[2].file = data.folder.Path("nowhere.csv");
  data.spec.sources[2].optional = true;
  Database database;
  const Sources sources = LoadSources(data.spec, database);
  CHECK(sources.Find("speed")->rows == 0);
  CHECK(sources.Find("speed")->found);
  CHECK_FALSE(sources.Find("score")->found);
  CHECK_FALSE(sources.Find("score")->column_summaries.back().present);
  CHECK(One(database, "SELECT count(*) FROM entities WHERE days IS NULL AND points IS NULL") == 1);
  CHECK_FALSE(sources.naive_rows);
}

TEST_CASE("rows after the report's date are no snapshot of it") {
  Snapshots data;
  data.Add("worth", "ltv", "email,at,ltv\na,2025-07-01,1\na,2025-08-01,2\n");
  data.spec.as_of = ParseDate("2025-07-15");
  Database database;
  const Sources sources = LoadSources(data.spec, database);
  CHECK(One(database, "SELECT ltv FROM entities") == 1);
  CHECK(sources.Find("worth")->after_as_of == 1);
}

}  // namespace
}  // namespace tessera
