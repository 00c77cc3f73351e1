#include "site/write_site.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string_view>

#include "base/error.h"
#include "base/file.h"
#include "page/report_json.h"
#include "site/output_file.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

bool Exists(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

// The place itself behind links and "..", so that a rename replaces the folder and not a link to
// it.
fs::path Resolve(const fs::path& output) {
  std::error_code error;
  fs::path path = fs::weakly_canonical(fs::absolute(output), error);
  if (error) throw WriteError(output, error.value());
  if (!path.has_filename()) path = path.parent_path();
  if (!path.has_filename()) throw Error("the root folder cannot be a report");
  return path;
}

void MakeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw WriteError(folder, error.value());
}

bool HoldsOurReport(const fs::path& folder) {
  if (!Exists(folder / "report.json")) return false;
  const auto json = nlohmann::json::parse(ReadFile(folder / "report.json"), nullptr, false);
  return json.is_object() && json.value("schema", nlohmann::json()) == kReportSchema;
}

void RefuseForeignFolder(const fs::path& folder) {
  if (!Exists(folder)) return;
  if (!fs::is_directory(folder)) {
    throw Error(fmt::format("cannot write a folder to '{}': it is a file", folder.string()))
        .Remedy("choose another name with -o, or write one file with --single-file");
  }
  std::error_code error;
  const fs::directory_iterator entries(folder, error);
  if (error) throw WriteError(folder, error.value());
  if (entries == fs::directory_iterator() || HoldsOurReport(folder)) return;
  throw Error(fmt::format("the folder '{}' is not empty and holds no report of ours; "
                          "nothing was written",
                          folder.string()))
      .Remedy("choose a new or empty folder with -o");
}

// Names at the top of a folder that a report may have written; all others are the user's.
bool IsOurName(const fs::path& name) {
  return name.extension() == ".html" || name == "report.json" || name == "assets";
}

// What the user keeps inside the folder goes over into the new one.
void CarryOver(const fs::path& old_folder, const fs::path& new_folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(old_folder, error)) {
    const fs::path name = entry.path().filename();
    if (IsOurName(name)) continue;
    std::error_code failed;
    fs::rename(entry.path(), new_folder / name, failed);
    if (failed) throw WriteError(new_folder / name, failed.value());
  }
}

bool HoldsOnlyOurs(const fs::path& path) {
  if (!fs::is_directory(path)) return true;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
    if (!IsOurName(entry.path().filename())) return false;
  }
  return true;
}

// Removes what killed writers of `target` left beside it, but nothing of the user's.
void RemoveLeftovers(const fs::path& target) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(target.parent_path(), error)) {
    const auto writer = TemporarySibling::WriterOf(entry.path(), target);
    if (!writer || kill(*writer, 0) == 0 || errno != ESRCH) continue;
    std::error_code ignored;
    if (HoldsOnlyOurs(entry.path())) fs::remove_all(entry.path(), ignored);
  }
}

void WriteFiles(const Site& site, const fs::path& folder) {
  MakeFolder(folder);
  MakeFolder(folder / "assets");
  for (const SiteFile& file : site.files) WriteFile(folder / file.path, file.bytes);
}

// For file systems that cannot exchange two names: between the two renames the name is free, and a
// kill just there leaves the old report beside it.
void SwapInTwoSteps(const fs::path& made, const fs::path& folder, const fs::path& old) {
  if (std::rename(folder.c_str(), old.c_str()) != 0) throw WriteError(folder, errno);
  if (std::rename(made.c_str(), folder.c_str()) != 0) {
    const int code = errno;
    std::rename(old.c_str(), folder.c_str());
    throw WriteError(folder, code);
  }
}

// Puts the finished folder `made` in the place of `folder`; what was there is removed.
void Replace(TemporarySibling& made, const fs::path& folder) {
  struct stat before {};
  if (stat(folder.c_str(), &before) == 0) chmod(made.path().c_str(), before.st_mode & 07777);
  if (renameat2(AT_FDCWD, made.path().c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) == 0) {
    try {
      CarryOver(made.path(), folder);
    } catch (const Error&) {
      made.Release();  // it holds what could not be moved
      throw;
    }
    return;
  }
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) throw WriteError(folder, errno);
  TemporarySibling old(folder);
  SwapInTwoSteps(made.path(), folder, old.path());
  made.Release();
  CarryOver(old.path(), folder);
}

void WriteFolder(const Site& site, const fs::path& folder) {
  RefuseForeignFolder(folder);
  MakeFolder(folder.parent_path());
  RemoveLeftovers(folder);
  TemporarySibling made(folder);
  WriteFiles(site, made.path());
  if (Exists(folder)) {
    Replace(made, folder);
  } else {
    if (std::rename(made.path().c_str(), folder.c_str()) != 0) throw WriteError(folder, errno);
    made.Release();
  }
}

// `is_ours` tells of the bytes of a file whether it may be replaced; `what` names what is written.
template <typename IsOurs>
void RefuseForeignFile(const fs::path& file, std::string_view what, IsOurs is_ours) {
  if (!Exists(file)) return;
  if (fs::is_directory(file)) {
    throw Error(fmt::format("cannot write one file to '{}': it is a folder", file.string()))
        .Remedy("name a file, as in -o report.html");
  }
  const std::string bytes = ReadFile(file);
  if (bytes.empty() || is_ours(bytes)) return;
  throw Error(fmt::format("the file '{}' exists and is no {} of ours; nothing was written",
                          file.string(), what))
      .Remedy("choose another name, or remove it first");
}

template <typename IsOurs>
void WriteOneFile(const std::string& bytes, const fs::path& file, std::string_view what,
                  IsOurs is_ours) {
  std::error_code ignored;
  if (fs::is_character_file(file, ignored) || fs::is_fifo(file, ignored)) {
    WriteFile(file, bytes);
    return;
  }
  RefuseForeignFile(file, what, is_ours);
  MakeFolder(file.parent_path());
  RemoveLeftovers(file);
  TemporarySibling made(file);
  WriteFile(made.path(), bytes);
  if (std::rename(made.path().c_str(), file.c_str()) != 0) throw WriteError(file, errno);
  made.Release();
}

}  // namespace

void WriteSite(const Site& site, const fs::path& output) {
  const fs::path target = Resolve(output);
  if (site.form == Form::kFolder) {
    WriteFolder(site, target);
  } else {
    WriteOneFile(site.files.front().bytes, target, "report", [](const std::string& old) {
      return old.find("id=\"tessera-report\"") != std::string::npos;
    });
  }
}

void WriteList(const std::string& bytes, const fs::path& file) {
  const std::string header = bytes.substr(0, bytes.find('\n') + 1);
  WriteOneFile(bytes, Resolve(file), "list",
               [&](const std::string& old) { return old.starts_with(header); });
}

}  // namespace tessera
