#include "warehouse/fingerprints.h"

#include <doctest/doctest.h>

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
