// Text files that are no UTF-8.
#ifndef TESSERA_WAREHOUSE_TRANSCODE_H_
#define TESSERA_WAREHOUSE_TRANSCODE_H_

#include <string>
#include <string_view>

namespace tessera {

// "UTF-16LE" or "UTF-16BE" by the byte order mark, or by the zeros of a header in plain letters; ""
// for anything else.
std::string DetectUtf16(std::string_view head);

// Whether bytes that are no UTF-8 look like the letters of Windows-1252: there is one of them, no
// sequence of bytes makes a character of UTF-8, and each has a meaning in Windows-1252. A character
// that the end of `head` cuts off is passed over.
bool LooksLikeWindows1252(std::string_view head);

// Writes the text of `from` (packed by gzip or not) to `to` as UTF-8, without a byte order mark.
// Gives how many bytes had no meaning in `encoding` and became U+FFFD. `encoding` is a name that
// iconv knows. Throws Error when a file cannot be read or written.
size_t ConvertToUtf8(const std::string& from, const std::string& encoding, const std::string& to);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_TRANSCODE_H_
