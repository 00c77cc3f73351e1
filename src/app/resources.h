// The files compiled into the program: templates, and what pages load.
#ifndef TESSERA_APP_RESOURCES_H_
#define TESSERA_APP_RESOURCES_H_

#include <optional>
#include <span>
#include <string_view>

namespace tessera {

struct EmbeddedEntry {
  std::string_view name;  // "templates/base/layout.html", "assets/app.js", "assets/plotly.js.gz"
  std::string_view bytes;
};

// All of them, sorted by name; they live as long as the program.
std::span<const EmbeddedEntry> EmbeddedFiles();

std::optional<std::string_view> EmbeddedFile(std::string_view name);

}  // namespace tessera

#endif  // TESSERA_APP_RESOURCES_H_
