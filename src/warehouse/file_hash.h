// The fingerprint of an input file, taken in a thread of its own while the database reads the file.
#ifndef TESSERA_WAREHOUSE_FILE_HASH_H_
#define TESSERA_WAREHOUSE_FILE_HASH_H_

#include <future>
#include <string>
#include <vector>

namespace tessera {

struct FileHash {
  std::string sha256;    // 64 hexadecimal digits
  bool sampled = false;  // over 256 MB: the hash of the size and of 64 spread blocks of 1 MiB
  std::string damage;    // of a gzip file: why it cannot be unpacked whole; "" when it can
};

// The database takes a gzip file that is cut off for a shorter one, so `gzip` asks to unpack it
// here too and to compare its checksum.
FileHash HashFile(const std::string& path, bool gzip);
// Of several files: the hash of their hashes, in their order.
FileHash HashFiles(const std::vector<std::string>& paths, bool gzip);
std::future<FileHash> HashFilesAside(const std::vector<std::string>& paths, bool gzip);

// "line 17 is not UTF-8": the first such line of text files, packed by gzip or not; "" if there is
// none.
std::string TextDamage(const std::vector<std::string>& paths);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_FILE_HASH_H_
