#include "warehouse/file_hash.h"

#include <fmt/format.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

namespace tessera {
namespace {

constexpr std::uintmax_t kWholeBytes = 256'000'000;
constexpr size_t kBlocks = 64;
constexpr size_t kBlockBytes = 1 << 20;

// Adds up to `count` bytes from where `stream` stands.
size_t UpdateFrom(std::ifstream& stream, std::vector<char>& buffer, size_t count, Sha256& hash) {
  stream.read(buffer.data(), static_cast<std::streamsize>(std::min(count, buffer.size())));
  const auto got = static_cast<size_t>(stream.gcount());
  hash.Update({buffer.data(), got});
  return got;
}

std::string GzipDamage(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return "it cannot be opened";
  gzbuffer(file, 1 << 18);
  std::vector<char> buffer(1 << 18);
  int count = 0;
  while ((count = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
  }
  const int end = gzclose(file);
  if (count < 0) return "its checksum is wrong or it is cut off";
  return end == Z_BUF_ERROR ? "it is cut off" : "";
}

std::string DamageOfText(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return "";
  std::vector<char> buffer(kBlockBytes);
  std::string line;
  int number = 1, count = 0;
  bool valid = true;
  while (valid && (count = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
    for (int index = 0; index < count && valid; ++index) {
      line += buffer[index];
      if (buffer[index] != '\n') continue;
      valid = IsValidUtf8(line);
      if (valid) ++number;
      line.clear();
    }
  }
  gzclose(file);
  if (valid) valid = IsValidUtf8(line);
  return valid ? "" : fmt::format("line {} is not UTF-8", number);
}

// Of one file of several, `what` is said with its name.
std::string OfFile(const std::string& path, const std::string& what, size_t files) {
  if (what.empty() || files == 1) return what;
  return fmt::format("{}: {}", std::filesystem::path(path).filename().string(), what);
}

}  // namespace

FileHash HashFile(const std::string& path, bool gzip) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw Error(fmt::format("cannot read {}", path));
  const std::uintmax_t size = std::filesystem::file_size(path);
  FileHash result;
  result.sampled = size > kWholeBytes;
  Sha256 hash;
  std::vector<char> buffer(kBlockBytes);
  if (result.sampled) {
    hash.Update(std::to_string(size));
    for (size_t block = 0; block < kBlocks; ++block) {
      // From the first byte to the last block, evenly.
      stream.seekg(static_cast<std::streamoff>((size - kBlockBytes) / (kBlocks - 1) * block));
      UpdateFrom(stream, buffer, kBlockBytes, hash);
    }
  } else {
    while (UpdateFrom(stream, buffer, kBlockBytes, hash) > 0) {
    }
  }
  result.sha256 = hash.FinishHex();
  if (gzip) result.damage = GzipDamage(path);
  return result;
}

FileHash HashFiles(const std::vector<std::string>& paths, bool gzip) {
  if (paths.size() == 1) return HashFile(paths.front(), gzip);
  FileHash all;
  Sha256 hash;
  for (const std::string& path : paths) {
    const FileHash one = HashFile(path, gzip);
    hash.Update(one.sha256);
    all.sampled = all.sampled || one.sampled;
    if (all.damage.empty()) all.damage = OfFile(path, one.damage, paths.size());
  }
  all.sha256 = hash.FinishHex();
  return all;
}

std::future<FileHash> HashFilesAside(const std::vector<std::string>& paths, bool gzip) {
  return std::async(std::launch::async, [paths, gzip] { return HashFiles(paths, gzip); });
}

std::string TextDamage(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    const std::string damage = OfFile(path, DamageOfText(path), paths.size());
    if (!damage.empty()) return damage;
  }
  return "";
}

}  // namespace tessera
