#include "jinja/loader.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace tessera::jinja {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostNames = 1000;  // that a message would ever choose from

bool IsRelativeName(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != name.npos ||
      name.find('\0') != name.npos) {
    return false;
  }
  for (const fs::path& part : fs::path(name)) {
    if (part == "..") return false;
  }
  return !fs::path(name).has_root_path();
}

bool IsWithin(const fs::path& file, const fs::path& root) {
  const auto [end, unused] = std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  return end == root.end();
}

}  // namespace

std::optional<std::string> MapLoader::Load(std::string_view name) const {
  const auto found = sources_.find(name);
  return found != sources_.end() ? std::optional(found->second) : std::nullopt;
}

std::vector<std::string> MapLoader::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, source] : sources_) names.push_back(name);
  return names;
}

DirectoryLoader::DirectoryLoader(fs::path root) {
  std::error_code error;
  root_ = fs::canonical(root, error);  // stays empty when there is no such folder
}

std::optional<std::string> DirectoryLoader::Load(std::string_view name) const {
  if (root_.empty() || !IsRelativeName(name)) return std::nullopt;
  std::error_code error;
  const fs::path file = fs::canonical(root_ / fs::path(name), error);
  if (error || !IsWithin(file, root_) || !fs::is_regular_file(file, error)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> DirectoryLoader::Names() const {
  std::vector<std::string> names;
  std::error_code error;
  if (root_.empty()) return names;
  for (fs::recursive_directory_iterator it(root_, error), end; !error && it != end;
       it.increment(error)) {
    if (it->is_regular_file(error))
      names.push_back(it->path().lexically_relative(root_).generic_string());
    if (names.size() >= kMostNames) break;
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string> ChoiceLoader::Load(std::string_view name) const {
  for (const auto& loader : loaders_) {
    if (auto source = loader->Load(name)) return source;
  }
  return std::nullopt;
}

std::vector<std::string> ChoiceLoader::Names() const {
  std::set<std::string> names;
  for (const auto& loader : loaders_) {
    for (std::string& name : loader->Names()) names.insert(std::move(name));
  }
  return {names.begin(), names.end()};
}

}  // namespace tessera::jinja
