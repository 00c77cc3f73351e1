// Where templates come from. Nothing else of the engine reads a file.
#ifndef TESSERA_JINJA_LOADER_H_
#define TESSERA_JINJA_LOADER_H_

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::jinja {

class Loader {
 public:
  virtual ~Loader() = default;
  // The source of the template called `name`; nothing when there is none. Called from any thread.
  virtual std::optional<std::string> Load(std::string_view name) const = 0;
  // The names that can be loaded, sorted, for "did you mean".
  virtual std::vector<std::string> Names() const { return {}; }
};

class MapLoader : public Loader {
 public:
  explicit MapLoader(std::map<std::string, std::string, std::less<>> sources)
      : sources_(std::move(sources)) {}
  std::optional<std::string> Load(std::string_view name) const override;
  std::vector<std::string> Names() const override;

 private:
  std::map<std::string, std::string, std::less<>> sources_;
};

// The files below `root`. A name is a relative path with `/`; an absolute one, one with a `..` or a
// backslash in it, and a file that a symbolic link leads out of `root` are not there.
class DirectoryLoader : public Loader {
 public:
  explicit DirectoryLoader(std::filesystem::path root);
  std::optional<std::string> Load(std::string_view name) const override;
  std::vector<std::string> Names() const override;

 private:
  std::filesystem::path root_;
};

// The first of `loaders` that knows a name wins: a user's folder before the built-in templates.
class ChoiceLoader : public Loader {
 public:
  explicit ChoiceLoader(std::vector<std::shared_ptr<const Loader>> loaders)
      : loaders_(std::move(loaders)) {}
  std::optional<std::string> Load(std::string_view name) const override;
  std::vector<std::string> Names() const override;

 private:
  std::vector<std::shared_ptr<const Loader>> loaders_;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_LOADER_H_
