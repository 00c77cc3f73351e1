// Expected outputs as files. TESSERA_UPDATE_GOLDENS=1 writes them anew; the diff is then reviewed.
#ifndef TESSERA_TESTS_GOLDEN_H_
#define TESSERA_TESTS_GOLDEN_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tessera {

// What the golden file `name`, a path below tests/, holds; `actual` itself while updating.
inline std::string Golden(const std::string& name, const std::string& actual) {
  const std::filesystem::path path = std::filesystem::path(TESSERA_TESTS) / name;
  if (std::getenv("TESSERA_UPDATE_GOLDENS") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    return actual;
  }
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace tessera

#endif  // TESSERA_TESTS_GOLDEN_H_
