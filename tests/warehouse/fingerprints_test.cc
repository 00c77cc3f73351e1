#include "warehouse/fingerprints.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/hash.h"
#include "load_fixture.h"
#include "warehouse/file_hash.h"

using namespace tessera;

TEST_CASE("repeated numbers are counted, each time anew") {
  Fingerprints fingerprints;
  const std::vector<uint64_t> first = {1, 2, 1, 0, 0xFF00000000000001, 0};
  const std::vector<uint64_t> second = {2, 3, 0, 0xFF00000000000001};
  fingerprints.Add(first);
  fingerprints.Add(second);
  CHECK(fingerprints.TakeRepeated() == 5);
  CHECK(fingerprints.TakeRepeated() == 0);
}

TEST_CASE("note_row sees every row of a scan once, on all threads") {
  Database database({.threads = 4});
  database.Execute("SELECT bool_or(note_row(hash(range % 90000))) FROM range(100000)");
  CHECK(database.TakeRepeated() == 10000);
}

TEST_CASE("rows are told apart by all their texts, whatever their length") {
  Database database({.threads = 2});
  const auto repeated = [&](const std::string& rows) {
    database.Execute("SELECT bool_or(note_row(text_hash(a), text_hash(b))) FROM (VALUES " + rows +
                     ") AS t(a, b)");
    return database.TakeRepeated();
  };
  CHECK(repeated("('a', 'b'), ('ab', ''), ('', 'ab'), ('b', 'a'), ('a', NULL), (NULL, 'a')") == 0);
  CHECK(repeated("('a', NULL), ('a', ''), (NULL, NULL), ('', '')") == 0);
  CHECK(repeated("('a', NULL), ('a', NULL), ('x', 'y'), ('x', 'y'), ('x', 'y')") == 3);
  // Every length up to three words, one character of which differs, and then none.
  const std::string texts =
      "SELECT bool_or(note_row(text_hash(repeat('x', n)), text_hash(repeat('y', place) || "
      "{} || repeat('y', n - place)))) FROM (SELECT n, unnest(range(n + 1)) AS place FROM "
      "range(25) t(n))";
  database.Execute(fmt::format(fmt::runtime(texts), "'z'"));
  CHECK(database.TakeRepeated() == 0);
  database.Execute(fmt::format(fmt::runtime(texts), "'y'"));
  CHECK(database.TakeRepeated() == 300);  // of n + 1 rows a length, one is new
}

TEST_CASE("the hash of a file is that of its bytes; of a large one that of a sample") {
  const TemporaryFolder folder;
  CHECK(HashFile(folder.Write("a", "abc"), false).sha256 == Sha256Hex("abc"));
  CHECK_THROWS_AS(HashFile(folder.Path("none"), false), Error);

  const std::string large = folder.Write("large", "head");
  std::filesystem::resize_file(large, 300'000'000);  // sparse
  const FileHash before = HashFile(large, false);
  CHECK(before.sampled);
  std::ofstream(large, std::ios::binary | std::ios::in) << "HEAD";
  CHECK(HashFile(large, false).sha256 != before.sha256);
}
