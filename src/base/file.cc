#include "base/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

Error NotThere(const fs::path& path) {
  Error error(fmt::format("cannot read '{}': there is no such file", path.string()));
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return error.Remedy(fmt::format("the folder '{}' does not exist", folder.string()));
  }
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  if (const auto nearest = Nearest(path.filename().string(), names)) {
    error.Remedy(fmt::format("did you mean '{}'?", *nearest));
  }
  return error;
}

Error Unreadable(const fs::path& path, int code) {
  return Error(fmt::format("cannot read '{}': {}", path.string(), std::strerror(code)));
}

}  // namespace

std::string ReadFile(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    throw Error(fmt::format("cannot read '{}': it is a folder", path.string()));
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) throw errno == ENOENT ? NotThere(path) : Unreadable(path, errno);
  std::string bytes;
  std::array<char, 65536> part{};
  while (const size_t read = std::fread(part.data(), 1, part.size(), file.get())) {
    bytes.append(part.data(), read);
  }
  if (std::ferror(file.get())) throw Unreadable(path, errno);
  return bytes;
}

}  // namespace tessera
