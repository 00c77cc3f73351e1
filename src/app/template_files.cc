#include "app/template_files.h"

#include <algorithm>
#include <filesystem>

#include "app/resources.h"
#include "base/error.h"

namespace tessera {
namespace {

constexpr std::string_view kRoot = "templates/";

// The templates compiled into the program.
class EmbeddedLoader : public jinja::Loader {
 public:
  std::optional<std::string> Load(std::string_view name) const override {
    const auto found = EmbeddedFile(std::string(kRoot) + std::string(name));
    return found ? std::optional<std::string>(*found) : std::nullopt;
  }
  std::vector<std::string> Names() const override {
    std::vector<std::string> names;
    for (const EmbeddedEntry& entry : EmbeddedFiles()) {
      if (entry.name.starts_with(kRoot)) names.emplace_back(entry.name.substr(kRoot.size()));
    }
    return names;
  }
};

// A name is looked for in each folder in turn.
class FolderLoader : public jinja::Loader {
 public:
  FolderLoader(std::shared_ptr<const jinja::Loader> files, std::vector<std::string> folders)
      : files_(std::move(files)), folders_(std::move(folders)) {}

  std::optional<std::string> Load(std::string_view name) const override {
    for (const std::string& folder : folders_) {
      if (auto text = files_->Load(folder + "/" + std::string(name))) return text;
    }
    return std::nullopt;
  }
  std::vector<std::string> Names() const override {
    std::vector<std::string> names;
    for (const std::string& file : files_->Names()) {
      for (const std::string& folder : folders_) {
        if (file.starts_with(folder + "/")) names.push_back(file.substr(folder.size() + 1));
      }
    }
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return names;
  }

 private:
  std::shared_ptr<const jinja::Loader> files_;
  std::vector<std::string> folders_;
};

}  // namespace

TemplateFiles::TemplateFiles(const std::string& folder) {
  auto embedded = std::make_shared<EmbeddedLoader>();
  if (folder.empty()) {
    files_ = embedded;
    return;
  }
  if (!std::filesystem::is_directory(folder)) {
    throw Error("the folder of templates is not there", {folder})
        .Remedy("--templates takes a folder that holds folders of kinds, or base/");
  }
  files_ = std::make_shared<jinja::ChoiceLoader>(std::vector<std::shared_ptr<const jinja::Loader>>{
      std::make_shared<jinja::DirectoryLoader>(folder), embedded});
}

std::optional<std::string> TemplateFiles::Text(const std::string& name) const {
  return files_->Load(name);
}

std::vector<std::string> TemplateFiles::Kinds() const {
  constexpr std::string_view kDefinition = "/report.yml";
  std::vector<std::string> kinds;
  for (const std::string& name : files_->Names()) {
    if (name.ends_with(kDefinition)) {
      kinds.push_back(name.substr(0, name.size() - kDefinition.size()));
    }
  }
  return kinds;
}

std::shared_ptr<const jinja::Loader> TemplateFiles::LoaderOf(const std::string& kind,
                                                             const std::string& own_folder) const {
  auto known = std::make_shared<FolderLoader>(files_, std::vector<std::string>{kind, "base"});
  if (own_folder.empty()) return known;
  return std::make_shared<jinja::ChoiceLoader>(std::vector<std::shared_ptr<const jinja::Loader>>{
      std::make_shared<jinja::DirectoryLoader>(own_folder), std::move(known)});
}

}  // namespace tessera
