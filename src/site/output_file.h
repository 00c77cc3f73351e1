// Files written so that they are whole or not there: to a temporary path first, then moved.
#ifndef TESSERA_SITE_OUTPUT_FILE_H_
#define TESSERA_SITE_OUTPUT_FILE_H_

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace tessera {

// "cannot write '/x': no space left on device", with what the user can do.
Error WriteError(const std::filesystem::path& path, int code);

// Writes the whole file; a device, a pipe or an existing file is written as it is. Throws an Error,
// also for what only a close tells. It is not forced to the disk: a report can be made again, and
// dozens of forced files would take longer than making it.
void WriteFile(const std::filesystem::path& path, std::string_view bytes);

// A path beside `target` that nothing has, and that is removed with all below it unless released.
class TemporarySibling {
 public:
  explicit TemporarySibling(const std::filesystem::path& target);
  ~TemporarySibling();
  TemporarySibling(const TemporarySibling&) = delete;
  TemporarySibling& operator=(const TemporarySibling&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void Release() { released_ = true; }

  // The process that made `path` beside `target`; nothing when it is no such path.
  static std::optional<pid_t> WriterOf(const std::filesystem::path& path,
                                       const std::filesystem::path& target);

 private:
  std::filesystem::path path_;
  bool released_ = false;
};

}  // namespace tessera

#endif  // TESSERA_SITE_OUTPUT_FILE_H_
