#include "site/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace tessera {
namespace {

namespace fs = std::filesystem;

constexpr int kAnyMode = 0666;  // what the user's umask leaves of it

// Closes once; a close may be what tells that a disk is full.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : fd_(open(path.c_str(), flags | O_CLOEXEC, kAnyMode)) {
    if (fd_ < 0) throw WriteError(path, errno);
  }
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  bool Close() {
    const int fd = fd_;
    fd_ = -1;
    return close(fd) == 0;
  }

 private:
  int fd_;
};

std::string SiblingStem(const fs::path& target) {
  return fmt::format(".{}.tessera-", target.filename().string());
}

}  // namespace

Error WriteError(const fs::path& path, int code) {
  std::string reason = std::strerror(code);
  reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
  Error error(fmt::format("cannot write '{}': {}", path.string(), reason));
  if (code == EACCES || code == EPERM || code == EROFS) {
    error.Remedy("choose a folder that you may write to with -o");
  } else if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
    error.Remedy("the disk is full or a limit is reached; what was there before is untouched");
  }
  return error;
}

void WriteFile(const fs::path& path, std::string_view bytes) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  while (!bytes.empty()) {
    const ssize_t written = write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw WriteError(path, errno);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (!file.Close()) throw WriteError(path, errno);
}

TemporarySibling::TemporarySibling(const fs::path& target) {
  const std::string stem = fmt::format("{}{}", SiblingStem(target), getpid());
  std::error_code ignored;
  for (int i = 0; path_.empty() || fs::exists(fs::symlink_status(path_, ignored)); ++i) {
    path_ = target.parent_path() / (i == 0 ? stem : fmt::format("{}-{}", stem, i));
  }
}

std::optional<pid_t> TemporarySibling::WriterOf(const fs::path& path, const fs::path& target) {
  const std::string name = path.filename().string();
  const std::string stem = SiblingStem(target);
  if (!name.starts_with(stem)) return std::nullopt;
  const pid_t writer = std::atoi(name.c_str() + stem.size());
  if (writer <= 0) return std::nullopt;
  return writer;
}

TemporarySibling::~TemporarySibling() {
  std::error_code ignored;
  if (!released_) fs::remove_all(path_, ignored);
}

}  // namespace tessera
