#include "warehouse/file_set.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <glob.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAnyFolders = "**";

bool IsHidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with('.') || name.starts_with('_');
}

bool IsDataFile(const fs::path& path) {
  std::string name = AsciiLower(path.filename().string());
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  constexpr std::string_view kSuffixes[] = {".csv", ".tsv",   ".txt",    ".parquet",
                                            ".pq",  ".jsonl", ".ndjson", ".json"};
  return std::ranges::any_of(kSuffixes,
                             [&](std::string_view suffix) { return name.ends_with(suffix); });
}

// Every file below `folder` that is not hidden, as paths that begin with it.
std::vector<fs::path> FilesBelow(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(
      folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (IsHidden(entry->path())) {
      if (entry->is_directory()) entry.disable_recursion_pending();
      continue;
    }
    if (entry->is_regular_file()) files.push_back(entry->path());
  }
  return files;
}

std::vector<std::string> MatchWithin(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> paths;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; ++i) {
      std::error_code error;
      if (fs::is_regular_file(found.gl_pathv[i], error)) paths.emplace_back(found.gl_pathv[i]);
    }
  }
  globfree(&found);
  return paths;
}

// "logs/**/*.csv": the end of the path, from as many folders up as the pattern's end has, must fit.
std::vector<std::string> MatchBelow(const std::string& pattern) {
  const size_t at = pattern.find(kAnyFolders);
  const std::string folder = at == 0 ? "." : pattern.substr(0, at);
  std::string end = pattern.substr(at + kAnyFolders.size());
  if (end.starts_with('/')) end.erase(0, 1);
  const auto folders = static_cast<size_t>(std::ranges::count(end, '/'));
  std::vector<std::string> paths;
  for (const fs::path& file : FilesBelow(folder)) {
    fs::path tail = file.filename(), rest = file.parent_path();
    for (size_t i = 0; i < folders; ++i, rest = rest.parent_path()) tail = rest.filename() / tail;
    if (fnmatch(end.c_str(), tail.c_str(), FNM_PATHNAME) == 0) paths.push_back(file.string());
  }
  return paths;
}

}  // namespace

bool IsPattern(std::string_view path) {
  return path.find_first_of("*?[") != std::string_view::npos;
}

bool IsHivePath(std::string_view path) {
  const size_t sign = path.find('=');
  return sign != std::string_view::npos && path.find('/', sign) != std::string_view::npos;
}

std::vector<std::string> FilesOf(const std::string& path) {
  std::error_code error;
  std::vector<std::string> files;
  if (fs::is_directory(path, error)) {
    for (const fs::path& file : FilesBelow(path)) {
      if (IsDataFile(file)) files.push_back(file.string());
    }
  } else if (fs::exists(path, error)) {
    files = {path};
  } else if (IsPattern(path)) {
    files = path.find(kAnyFolders) == std::string::npos ? MatchWithin(path) : MatchBelow(path);
  }
  std::ranges::sort(files);
  return files;
}

double BytesOf(const std::vector<std::string>& paths) {
  double bytes = 0;
  for (const std::string& path : paths) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    bytes += error ? 0 : static_cast<double>(size);
  }
  return bytes;
}

std::string ShownName(const std::string& path, size_t files) {
  std::error_code error;
  std::string name = fs::path(path).filename().string();
  if (fs::is_directory(path, error)) {
    if (name.empty()) name = fs::path(path).parent_path().filename().string();
    name += "/";
  } else if (fs::exists(path, error)) {
    return name;
  }
  return fmt::format("{} ({} {})", name, files, files == 1 ? "file" : "files");
}

}  // namespace tessera
