// Expected outputs as files. TESSERA_UPDATE_GOLDENS=1 writes them anew; the diff is then reviewed.
#ifndef TESSERA_TESTS_GOLDEN_H_
#define TESSERA_TESTS_GOLDEN_H_

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tessera {

// "" when the golden file `name`, a path below tests/, holds `actual`; else where they part.
inline std::string GoldenDifference(const std::string& name, const std::string& actual) {
  const std::filesystem::path path = std::filesystem::path(TESSERA_TESTS) / name;
  if (std::getenv("TESSERA_UPDATE_GOLDENS") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    return "";
  }
  std::ifstream file(path, std::ios::binary);
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  if (expected == actual) return "";
  constexpr std::size_t kBefore = 60, kAfter = 120;
  const auto [at, other] =
      std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
  const auto position = static_cast<std::size_t>(at - expected.begin());
  const std::size_t from = position > kBefore ? position - kBefore : 0;
  return name + " holds\n" + expected.substr(std::min(from, expected.size()), kAfter) + "\nnow\n" +
         actual.substr(std::min(from, actual.size()), kAfter);
}

}  // namespace tessera

#endif  // TESSERA_TESTS_GOLDEN_H_
