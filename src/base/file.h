// Files read whole, with errors that a person can act on.
#ifndef TESSERA_BASE_FILE_H_
#define TESSERA_BASE_FILE_H_

#include <filesystem>
#include <string>

namespace tessera {

// The bytes of the file at `path`. Throws an Error that says what is wrong (not there, a folder, no
// permission) and, for a file that is not there, names the most similar one of its folder.
std::string ReadFile(const std::filesystem::path& path);

}  // namespace tessera

#endif  // TESSERA_BASE_FILE_H_
