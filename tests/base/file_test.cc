#include "base/file.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

// A folder of its own that is gone after the test.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("tessera_file_test_" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  fs::path Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string MessageOf(const fs::path& path) {
  try {
    ReadFile(path);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST_CASE("a file is read whole, whatever its bytes") {
  const Folder folder;
  const std::string bytes("a\0b\r\n\xFF", 6);
  CHECK(ReadFile(folder.Write("bytes", bytes)) == bytes);
  CHECK(ReadFile(folder.Write("empty", "")).empty());
}

TEST_CASE("a file that cannot be read says why") {
  const Folder folder;
  folder.Write("users.csv", "x");
  const std::string missing = (folder.path() / "user.csv").string();
  CHECK(MessageOf(missing) ==
        "cannot read '" + missing + "': there is no such file\n  did you mean 'users.csv'?");
  CHECK(MessageOf(folder.path()) == "cannot read '" + folder.path().string() + "': it is a folder");
  CHECK(MessageOf("/nowhere/x.csv") ==
        "cannot read '/nowhere/x.csv': there is no such file\n"
        "  the folder '/nowhere' does not exist");
}

}  // namespace
}  // namespace tessera
