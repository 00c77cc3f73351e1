#include "warehouse/fetched_files.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "load_fixture.h"
#include "warehouse/source_file.h"

using namespace tessera;

namespace {

std::string Refusal(const SourceSpec& source, Database& database) {
  try {
    FetchFiles(std::span(&source, 1), database);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

// What httpfs finds at an address, DuckDB alone finds at a path.
TEST_CASE("files that DuckDB finds are copied byte for byte, in the order of their names") {
  const TemporaryFolder folder;
  const std::string bytes("id,plan\n1,\0\xFF\n", 13);
  std::filesystem::create_directories(folder.Path("year=2025"));
  std::filesystem::create_directories(folder.Path("year=2024"));
  folder.Write("year=2025/a.csv", bytes);
  folder.Write("year=2024/b.csv", "id,plan\n");
  Database database;
  const SourceSpec source = MakeSource(folder.Path("year=*/*.csv"));
  CopyFiles(source, database);
  const std::vector<std::string> copies = FetchedFiles(source, database);
  REQUIRE(copies.size() == 2);
  CHECK(copies[0].starts_with(database.WorkFolder()));
  CHECK(copies[0].ends_with("/year=2024/b.csv"));
  CHECK(copies[1].ends_with("/year=2025/a.csv"));
  const Result same = database.Query(
      "SELECT sha256(a.content) = sha256(b.content) AS same FROM "
      "read_blob('" +
      copies[1] + "') a, read_blob('" + folder.Path("year=2025/a.csv") + "') b");
  CHECK(same.Number(0, "same") == 1);
  for (const QueryTiming& timing : database.timings()) {
    CHECK(timing.sql.find("year=*") == std::string::npos);
  }
}

TEST_CASE("one file keeps its name and nothing else of its address") {
  const TemporaryFolder folder;
  folder.Write("users.csv", "id\n");
  Database database;
  const SourceSpec source = MakeSource(folder.Path("") + "x/../users.csv");
  std::filesystem::create_directories(folder.Path("x"));
  CopyFiles(source, database);
  const std::vector<std::string> copies = FetchedFiles(source, database);
  REQUIRE(copies.size() == 1);
  CHECK(copies[0].ends_with("users fetched/000000/users.csv"));
}

TEST_CASE("what is not there, and what needs an extension that is not there") {
  const TemporaryFolder folder;
  Database database;
  CHECK_THROWS_WITH_AS(CopyFiles(MakeSource(folder.Path("none.csv")), database),
                       doctest::Contains("report.yml:4:3: cannot read "), Error);
  CHECK_THROWS_WITH_AS(CopyFiles(MakeSource(folder.Path("*.csv")), database),
                       doctest::Contains("no file fits this pattern"), Error);

  setenv("TESSERA_EXTENSION_DIRECTORY", folder.Path("").c_str(), 1);
  const std::string absent =
      Refusal(MakeSource("https://me:hush@host/users.csv?sig=hush"), database);
  CHECK(absent.find("cannot read https://host/users.csv: https:// needs DuckDB's extension "
                    "httpfs v") != std::string::npos);
  CHECK(absent.find("looked for: " + folder.Path("v")) != std::string::npos);
  CHECK(absent.find(folder.Path("httpfs.duckdb_extension")) != std::string::npos);
  CHECK(absent.find("hush") == std::string::npos);

  folder.Write("httpfs.duckdb_extension", std::string(2000, 'x'));
  const std::string broken = Refusal(MakeSource("s3://bucket/users.csv"), database);
  CHECK(broken.find("httpfs.duckdb_extension does not load: ") != std::string::npos);
  CHECK(broken.find("it must be httpfs v") != std::string::npos);
  unsetenv("TESSERA_EXTENSION_DIRECTORY");

  CHECK(Refusal(MakeSource("http://host/users.csv"), database).find("write https://") !=
        std::string::npos);
  CHECK(Refusal(MakeSource("users.csv"), database) == "no error");
}

TEST_CASE("DuckDB's words are given without what is secret in them") {
  setenv("AWS_SECRET_ACCESS_KEY", "extension", 1);
  Database database;
  std::string said;
  try {
    CopyFiles(MakeSource("s3://bucket/users.csv?s3_secret_access_key=hush"), database);
  } catch (const Error& error) {
    said = error.what();
  }
  unsetenv("AWS_SECRET_ACCESS_KEY");
  CHECK(said.find("requires the … httpfs") != std::string::npos);
  CHECK(said.find("hush") == std::string::npos);
}

TEST_CASE("a file that was fetched is read as any other, under its address") {
  Database database;
  SourceSpec source = MakeSource("s3://me:hush@bucket/logs/*.csv?s3_region=hush");
  source.columns = {MakeColumn("id", ColumnType::kText)};
  for (const char* number : {"000000", "000001"}) {
    const std::string folder = database.WorkFolder() + "/users fetched/" + number;
    std::filesystem::create_directories(folder);
    std::ofstream(folder + "/a.csv") << "id;plan\n" << number << ";x\n";
  }
  database.AllowOnly({});
  const SourceFile file = OpenSource(source, false, database);
  CHECK(file.name == "s3://bucket/logs/*.csv (2 files)");
  CHECK(file.columns.size() == 2);
  CHECK(file.bytes == 34);
  CHECK(database.Query("SELECT * FROM " + file.scan).rows == 2);
  CHECK(source.IsAddress());
  CHECK(source.IsFetched());
  CHECK(!source.IsServer());
}
