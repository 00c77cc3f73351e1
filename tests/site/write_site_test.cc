#include "site/write_site.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "site/output_file.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

// A folder of its own that is gone after the test.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "tessera_site_XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path_); }
  fs::path operator/(const std::string& name) const { return path_ / name; }
  const fs::path& path() const { return path_; }

  std::set<std::string> Names() const { return NamesIn(path_); }
  static std::set<std::string> NamesIn(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
    return names;
  }

 private:
  fs::path path_;
};

using Names = std::set<std::string>;

void Write(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// A folder of a report whose every file says `mark`.
Site FolderOf(const std::string& mark, size_t pages = 2) {
  Site site{Form::kFolder, {}};
  for (size_t i = 0; i < pages; ++i) {
    site.files.push_back({"page" + std::to_string(i) + ".html", mark});
  }
  site.files.push_back({"assets/app.js", mark});
  site.files.push_back(
      {"report.json", R"({"schema": "tessera.report/1", "mark": ")" + mark + "\"}"});
  return site;
}

Site SingleOf(const std::string& mark) {
  return {Form::kSingle, {{"index.html", "<script id=\"tessera-report\">" + mark}}};
}

std::string FailureOf(const Site& site, const fs::path& output) {
  try {
    WriteSite(site, output);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST_CASE("a folder is written, replaced, and nothing else is left") {
  const Folder folder;
  WriteSite(FolderOf("old"), folder / "a/b/site");
  CHECK(ReadFile(folder / "a/b/site/page1.html") == "old");
  WriteSite(FolderOf("new", 1), folder / "a/b/site/");
  CHECK(Folder::NamesIn(folder / "a/b") == Names{"site"});
  CHECK(Folder::NamesIn(folder / "a/b/site") == Names{"page0.html", "assets", "report.json"});
  CHECK(ReadFile(folder / "a/b/site/assets/app.js") == "new");
}

TEST_CASE("an empty folder is taken as it is, with its permissions") {
  const Folder folder;
  fs::create_directory(folder / "site");
  fs::permissions(folder / "site", fs::perms::owner_all);
  WriteSite(FolderOf("new"), folder / "site");
  CHECK(fs::status(folder / "site").permissions() == fs::perms::owner_all);
  CHECK(folder.Names() == Names{"site"});
}

TEST_CASE("a link to the folder stays a link") {
  const Folder folder;
  WriteSite(FolderOf("old"), folder / "real");
  fs::create_symlink("real", folder / "link");
  WriteSite(FolderOf("new"), folder / "link");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(ReadFile(folder / "real/page0.html") == "new");
}

TEST_CASE("what the user keeps in the folder stays") {
  const Folder folder;
  WriteSite(FolderOf("old"), folder / "site");
  Write(folder / "site/CNAME", "example.org");
  Write(folder / "site/.git/HEAD", "ref");
  WriteSite(FolderOf("new"), folder / "site");
  CHECK(ReadFile(folder / "site/CNAME") == "example.org");
  CHECK(ReadFile(folder / "site/.git/HEAD") == "ref");
  CHECK(ReadFile(folder / "site/page0.html") == "new");
  CHECK(folder.Names() == Names{"site"});
}

TEST_CASE("a folder that is not ours is refused and untouched") {
  const Folder folder;
  const std::string path = (fs::canonical(folder.path()) / "mine").string();
  Write(folder / "mine/thesis.txt", "years of work");
  const std::string refused = "the folder '" + path +
                              "' is not empty and holds no report of ours; nothing was written\n"
                              "  choose a new or empty folder with -o";
  CHECK(FailureOf(FolderOf("new"), folder / "mine") == refused);
  for (const char* other : {"{}", "[]", "not json", R"({"schema": "tessera.report/9"})"}) {
    Write(folder / "mine/report.json", other);
    CHECK(FailureOf(FolderOf("new"), folder / "mine") == refused);
  }
  CHECK(Folder::NamesIn(folder / "mine") == Names{"thesis.txt", "report.json"});
  CHECK(folder.Names() == Names{"mine"});
}

TEST_CASE("forms and places that do not fit are said so") {
  const Folder folder;
  const fs::path root = fs::canonical(folder.path());
  Write(folder / "file", "x");
  CHECK(FailureOf(FolderOf("new"), folder / "file") ==
        "cannot write a folder to '" + (root / "file").string() +
            "': it is a file\n  choose another name with -o, or write one file with --single-file");
  CHECK(FailureOf(SingleOf("new"), folder.path()) ==
        "cannot write one file to '" + root.string() +
            "': it is a folder\n  name a file, as in -o report.html");
  CHECK(FailureOf(SingleOf("new"), folder / "file") ==
        "the file '" + (root / "file").string() +
            "' exists and is no report of ours; nothing was written\n"
            "  choose another name, or remove it first");
  CHECK(FailureOf(FolderOf("new"), "/") == "the root folder cannot be a report");
  CHECK(FailureOf(FolderOf("new"), folder / "file/site") ==
        "cannot write '" + (root / "file").string() + "': not a directory");
  CHECK(ReadFile(folder / "file") == "x");
}

TEST_CASE("a place that may not be written to is said so" * doctest::skip(geteuid() == 0)) {
  const Folder folder;
  fs::create_directory(folder / "locked");
  fs::permissions(folder / "locked", fs::perms::owner_read | fs::perms::owner_exec);
  const std::string failure = FailureOf(FolderOf("new"), folder / "locked/site");
  CHECK(failure.find("permission denied\n  choose a folder that you may write to with -o") !=
        std::string::npos);
  fs::permissions(folder / "locked", fs::perms::owner_all);
}

TEST_CASE("one file is written, replaced, and nothing else is left") {
  const Folder folder;
  WriteSite(SingleOf("old"), folder / "new/r.html");
  WriteSite(SingleOf("new"), folder / "new/r.html");
  CHECK(ReadFile(folder / "new/r.html") == SingleOf("new").files[0].bytes);
  CHECK(Folder::NamesIn(folder / "new") == Names{"r.html"});
}

TEST_CASE("a full disk is an error") {
  CHECK(FailureOf(SingleOf("x"), "/dev/full") ==
        "cannot write '/dev/full': no space left on device\n"
        "  the disk is full or a limit is reached; what was there before is untouched");
  CHECK(FailureOf(SingleOf("x"), "/dev/null") == "no error");
}

// Runs `body` in a process of its own; its exit status.
template <typename Body>
int InChild(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST_CASE("a write that fails half way leaves the old report and no rest") {
  const Folder folder;
  WriteSite(FolderOf("old"), folder / "site");
  WriteSite(SingleOf("old"), folder / "r.html");
  const int status = InChild([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    setrlimit(RLIMIT_FSIZE, &limit);
    const std::string much(5000, 'n');
    const bool folder_failed = FailureOf(FolderOf(much), folder / "site") != "no error";
    const bool file_failed = FailureOf(SingleOf(much), folder / "r.html") != "no error";
    _exit(folder_failed && file_failed ? 0 : 1);
  });
  CHECK(status == 0);
  CHECK(folder.Names() == Names{"site", "r.html"});
  CHECK(ReadFile(folder / "site/page0.html") == "old");
  CHECK(ReadFile(folder / "r.html") == SingleOf("old").files[0].bytes);
}

// Every file of the report at `site` says the same.
bool IsWhole(const fs::path& site) {
  const std::string mark = ReadFile(site / "assets/app.js");
  for (const SiteFile& file : FolderOf(mark, mark == "old" ? 2 : 40).files) {
    if (ReadFile(site / file.path) != file.bytes) return false;
  }
  return true;
}

TEST_CASE("a kill at any moment leaves a whole report") {
  const Folder folder;
  for (unsigned int delay = 0; delay < 40; ++delay) {
    WriteSite(FolderOf("old"), folder / "site");
    const pid_t child = fork();
    if (child == 0) {
      for (;;) {
        WriteSite(FolderOf("new", 40), folder / "site");
        WriteSite(FolderOf("old"), folder / "site");
      }
    }
    usleep(delay * 300);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    CHECK(IsWhole(folder / "site"));
  }
  // The rests of those that were killed go with the next report.
  WriteSite(FolderOf("new"), folder / "site");
  CHECK(folder.Names() == Names{"site"});
}

}  // namespace
}  // namespace tessera
