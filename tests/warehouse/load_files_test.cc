// Files of every kind and in every state.
#include <doctest/doctest.h>
#include <zlib.h>

#include "load_fixture.h"

using namespace tessera;

namespace {

std::string Gzip(const std::string& text) {
  std::string packed(text.size() + 1000, '\0');
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

constexpr const char* kRows = "a|1\nb|2\n";

}  // namespace

TEST_CASE("separators, line ends, byte order mark, quoted line ends, no last line end") {
  const std::vector<std::string> files = {"id,units\na,1\nb,2\n",
                                          "id;units\na;1\nb;2\n",
                                          "id\tunits\na\t1\nb\t2\n",
                                          "id|units\na|1\nb|2\n",
                                          "id,units\r\na,1\r\nb,2\r\n",
                                          "\xEF\xBB\xBFid,units\na,1\nb,2\n",
                                          "id,units\na,1\nb,2",
                                          "id,units,plan\na,1,\"x\ny\"\nb,2,\"p\r\nq\"\n",
                                          "id,units\rb,2\ra,1\r",
                                          "\"id\",\"units\"\n\"a\",\"1\"\n\n\"b\",\"2\"\n\n",
                                          "units;note;id\n1;\"a,b,c,d\";a\n2;;b\n"};
  for (const std::string& file : files) {
    CAPTURE(file);
    Fixture fixture;
    fixture.Users(file);
    const auto loaded = fixture.Load("id, units");
    CHECK(loaded.rows == kRows);
    CHECK(loaded.users().rejected_rows == 0);
  }
}

TEST_CASE("a separator that is given is taken, whatever the file looks like") {
  Fixture fixture;
  fixture.spec.sources[0].separator = ";";
  fixture.Users("id,x;units\na,1;1\n");
  fixture.spec.sources[0].columns[0].bound = "id,x";
  CHECK(fixture.Load("id, units").rows == "a,1|1\n");
}

TEST_CASE("packed files, whatever their name") {
  for (const char* name : {"users.csv.gz", "users.csv"}) {
    Fixture fixture;
    fixture.Users(Gzip("id,units\na,1\nb,2\n"), name);
    CHECK(fixture.Load("id, units").rows == kRows);
  }
  Fixture plain;
  plain.Users("id,units\na,1\nb,2\n", "users.csv.gz");
  CHECK(plain.Load("id, units").rows == kRows);
}

TEST_CASE("files packed by zstd") {
  Fixture fixture;
  const std::string path = fixture.folder.Path("users.csv.zst");
  {
    Database writer;
    writer.Execute("COPY (SELECT 'a' AS id, 1 AS units UNION ALL SELECT 'b', 2) TO '" + path +
                   "' (FORMAT csv, DELIMITER ';', COMPRESSION zstd)");
  }
  fixture.spec.sources[0].file = path;
  CHECK(fixture.Load("id, units").rows == kRows);
}

TEST_CASE("a gzip file that is cut off or damaged is refused, not read in part") {
  std::string text = "id,units\n";
  for (int row = 0; row < 5000; ++row) {
    text += std::to_string(row * 7919 % 5003) + "," + std::to_string(row * row % 977) + "\n";
  }
  std::string packed = Gzip(text);
  Fixture cut;
  cut.Users(packed.substr(0, packed.size() / 2), "users.csv.gz");
  CHECK(cut.Failure().find("cannot read " + cut.spec.sources[0].file + ": it") !=
        std::string::npos);
  packed[packed.size() - 6] ^= 1;
  Fixture damaged;
  damaged.Users(packed, "users.csv.gz");
  CHECK(damaged.Failure().find("it is damaged") != std::string::npos);
}

TEST_CASE("Parquet keeps its own types") {
  Fixture fixture;
  const std::string path = fixture.folder.Path("users.parquet");
  {
    Database writer;
    writer.Execute(
        "COPY (SELECT 7 AS id, 'Pro' AS plan, 999::DOUBLE AS units, 1.005::DOUBLE AS arr,"
        " 'NaN'::DOUBLE AS score, true AS active, TIMESTAMP '2024-01-31 10:00:00' AS since"
        " UNION ALL SELECT 12, null, 3.5, 2.5, 0.1, null, null) TO '" +
        path + "' (FORMAT parquet)");
  }
  fixture.spec.sources[0].file = path;
  fixture.spec.sources[0].columns[2].null_values = {"999"};
  const auto loaded = fixture.Load("id, plan, units, arr, score, active, since");
  CHECK(loaded.rows == "12|-|-|2.5|0.1|-|-\n7|pro|-|1.01|-|1|19753\n");
  CHECK(loaded.users().format == "parquet");
  CHECK(loaded.column("units").failed == 1);
  CHECK(loaded.column("units").first_failure == "row 2: '3.5'");
  CHECK(loaded.column("score").failed == 0);
}

TEST_CASE("a folder of Parquet files is one source, and says the values of its hive columns") {
  Fixture fixture;
  const std::string folder = fixture.folder.Path("lake");
  {
    Database writer;
    writer.Execute(
        "COPY (SELECT 'u' || range AS id, range * 1.5 AS score, CASE WHEN range % 3 = 0 THEN 'pro' "
        "ELSE 'free' END AS plan FROM range(30)) TO '" +
        folder + "' (FORMAT parquet, PARTITION_BY (plan))");
  }
  fixture.spec.sources[0].file = folder;
  const auto loaded =
      fixture.Load("plan, count(*) AS n, sum(score)::DOUBLE AS score", {.threads = 2},
                   " GROUP BY plan ORDER BY "
                   "plan");
  CHECK(loaded.rows == "free|20|450\npro|10|202.5\n");
  CHECK(loaded.users().file == "lake/ (2 files)");
  CHECK(loaded.users().format == "parquet");

  {
    Database writer;
    writer.Execute("COPY (SELECT 'v' AS id, 2 AS units) TO '" + folder +
                   "/plan=pro/more.parquet' (FORMAT parquet)");
  }
  CHECK(fixture.Failure().find("differs from") != std::string::npos);
  CHECK(fixture.Failure().find("it lacks 'score'; it has also 'units'") != std::string::npos);
}

TEST_CASE("lines of JSON; broken lines are counted") {
  Fixture fixture;
  fixture.Users(
      "{\"id\":\"007\",\"units\":1,\"extra\":{\"a\":1}}\n{\"id\":8,\"units\":\"2\"}\nbroken\n\n[1]"
      "\n"
      "{\"id\":\"9\",\"units\":null,\"plan\":\"P\"}\n",
      "users.jsonl");
  const auto loaded = fixture.Load("id, units, plan");
  CHECK(loaded.rows == "007|1|-\n8|2|-\n9|-|p\n");
  CHECK(loaded.users().rows == 3);
  CHECK(loaded.users().rejected_rows == 2);
  CHECK(loaded.users().rejects ==
        std::vector<std::string>{"line 3: is no JSON object", "line 5: is no JSON object"});
}

TEST_CASE("rows that do not fit are rejected and counted with their line and reason") {
  Fixture fixture;
  fixture.Users("id,plan,units\na,x,1\nb,2\nc,x,3,4,5\nd,caf\x81,4\ne,\"x\"y,5\nf,x,6\n");
  const auto loaded = fixture.Load("id, units");
  CHECK(loaded.rows == "a|1\nf|6\n");
  CHECK(loaded.users().rows == 2);
  CHECK(loaded.users().rejected_rows == 4);
  CHECK(loaded.users().rejects ==
        std::vector<std::string>{"line 3: expected 3 columns, found 2",
                                 "line 4: expected 3 columns, found 5", "line 5: is not UTF-8",
                                 "line 6: a quote is not closed, or text follows one"});
  fixture.spec.max_rejected = 0.1;
  CHECK(
      fixture.Failure() ==
      "report.yml:4:3: 4 of 6 rows of users.csv could not be read, more than max_rejected allows; "
      "the first: line 3: expected 3 columns, found 2");
}

TEST_CASE("broken bytes in a column behind others that are not read") {
  Fixture fixture;
  fixture.Users("x,id,y,units,z\n1,a,2,1,\x81\n1,b,2,\x81,3\n1,c,2,3,3\n");
  const auto loaded = fixture.Load("id, units");
  CHECK(loaded.rows == "a|1\nc|3\n");
  CHECK(loaded.users().rejects == std::vector<std::string>{"line 3: is not UTF-8"});
}

TEST_CASE("mixed line ends are read, and said") {
  Fixture fixture;
  fixture.Users("id,units\r\na,1\nb,2\r\n");
  const auto loaded = fixture.Load("id, units");
  CHECK(loaded.rows == kRows);
  REQUIRE(loaded.sources.notes.size() == 1);
  CHECK(loaded.sources.notes[0].message.starts_with("its line ends are of several kinds"));
}

TEST_CASE("names of files are names, not patterns") {
  Fixture fixture;
  fixture.folder.Write("users1.csv", "id,units\nz,9\n");
  fixture.folder.Write("it's usersx.csv", "id,units\nz,9\n");
  for (const char* name :
       {"users[1].csv", "users?.csv", "*.csv", "it's users*.csv", "a \"b\".csv"}) {
    CAPTURE(name);
    fixture.Users("id,units\na,1\nb,2\n", name);
    CHECK(fixture.Load("id, units").rows == kRows);
  }
}

TEST_CASE("files that cannot be used say why, where they are named") {
  const auto failure = [](const std::string& bytes, const std::string& name = "users.csv") {
    Fixture fixture;
    fixture.Users(bytes, name);
    std::string text = fixture.Failure();
    const std::string path = fixture.folder.Path("");
    for (size_t at = text.find(path); at != std::string::npos; at = text.find(path)) {
      text.erase(at, path.size());
    }
    return text;
  };
  CHECK(failure("") == "report.yml:4:3: cannot read users.csv: it is empty");
  CHECK(failure("\n\n") == "report.yml:4:3: cannot read users.csv: it is empty");
  CHECK(failure("id,units\n") == "report.yml:4:3: users.csv has a header but no rows");
  CHECK(failure("id,units\n,1\nNA,2\n") ==
        "report.yml:4:3: users.csv has no row whose id could be used");
  CHECK(failure("id,units\na\n") ==
        "report.yml:4:3: no row of users.csv could be read; line 2: expected 2 columns, found 1");
  CHECK(failure("userid,units\n1,2\n") ==
        "users.csv:1: users.csv has no column 'id'\n  known: userid, units; say which one it is "
        "under columns.users: { id: … }");
  CHECK(failure("id,id\n1,2\n") == "users.csv:1: users.csv has 2 columns named 'id'");
  CHECK(failure("caf\x81,id\n1,2\n") ==
        "report.yml:4:3: cannot read users.csv: its header is not UTF-8\n  say how it is written, "
        "`encoding: windows-1252`, or save it as UTF-8");
  CHECK(failure("PK\x03\x04xxxxxxxx", "users.xlsx") ==
        "report.yml:4:3: cannot read users.xlsx: it is a ZIP file or a spreadsheet\n  save it as "
        "CSV (UTF-8)");
  CHECK(failure("PAR1xxxxxxxxxxxxxxxxxxxxxxx", "users.parquet")
            .starts_with("report.yml:4:3: cannot read users.parquet: it is no Parquet file"));
  CHECK(failure("no json\n", "users.jsonl") ==
        "report.yml:4:3: cannot read users.jsonl: no line of it is a JSON object");
}

TEST_CASE("a file that is not there, a folder, a column bound to nothing") {
  Fixture fixture;
  fixture.Users("id\n1\n");
  const std::string folder = fixture.folder.Path("");
  fixture.spec.sources[0].file = folder + "user.csv";
  CHECK(fixture.Failure() == "report.yml:4:3: cannot read " + folder +
                                 "user.csv: there is no such file\n  did you mean 'users.csv'?");
  fixture.spec.sources[0].file = folder + "quite_different";
  CHECK(fixture.Failure() == "report.yml:4:3: cannot read " + folder +
                                 "quite_different: there is no such file\n  give the file with "
                                 "--source users=PATH");
  std::filesystem::create_directory(folder + "empty");
  fixture.spec.sources[0].file = folder + "empty";
  CHECK(fixture.Failure() == "report.yml:4:3: cannot read " + folder +
                                 "empty: the folder holds no data files\n  known: .csv .tsv .txt "
                                 ".parquet .pq .jsonl .ndjson .json, also with .gz or .zst");
  fixture.spec.sources[0].file = "/dev/null";
  CHECK(fixture.Failure() ==
        "report.yml:4:3: cannot read /dev/null: it is no regular file\n  write it to a file first");
  fixture.spec.sources[0].file = "";
  CHECK(fixture.Failure() ==
        "report.yml:4:3: the source 'users' has no file\n  write `file:` under sources.users, or "
        "give --source users=PATH");

  fixture.Users("id,revenue\n1,2\n");
  fixture.spec.sources[0].columns[3].bound = "revenu";
  fixture.spec.sources[0].columns[3].optional = false;
  fixture.spec.sources[0].columns[3].place = {"report.yml", 9, 12};
  CHECK(
      fixture.Failure() ==
      "report.yml:9:12: users.csv has no column 'revenu', which is to be users.arr\n  did you mean "
      "'revenue'?");
}

TEST_CASE("a report without any date needs one") {
  Fixture fixture;
  fixture.Users("id\n1\n");
  fixture.spec.as_of.reset();
  CHECK(fixture.Failure() ==
        "report.yml: the report has no date: the data hold none, and none is given\n  give it with "
        "--as-of YYYY-MM-DD, or write as_of: in the definition");
}

TEST_CASE("whatever bytes a file holds, its rows add up or it is refused") {
  const std::string good =
      "id,plan,units,arr,score,active,since\na,Pro,1,2.50,0.1,true,2024-01-31\n"
      "b,\"x,\"\"y\"\"\",-2,1e3,NaN,no,2024-02-01 10:30:00\nc,,,,,,\n";
  const std::string signs("\",\n\r;\t|\0\xFF\xC3 -9", 14);
  unsigned state = 1;
  const auto random = [&](size_t below) {
    state = state * 1664525U + 1013904223U;
    return (state >> 8) % below;
  };
  for (int round = 0; round < 40; ++round) {
    std::string bytes = good;
    for (size_t change = 0; change <= random(4); ++change) {
      const size_t at = random(bytes.size());
      if (random(3) == 0) {
        bytes.erase(at, 1 + random(5));
      } else {
        bytes[at] = signs[random(signs.size())];
      }
    }
    CAPTURE(bytes);
    Fixture fixture;
    fixture.Users(bytes);
    try {
      const SourceSummary users = fixture.Load().users();
      CHECK(users.rows == users.used_rows + users.identical_duplicates +
                              users.conflicting_duplicates + users.missing_keys);
    } catch (const Error& error) {
      CHECK_FALSE(std::string(error.what()).empty());
    }
  }
}
