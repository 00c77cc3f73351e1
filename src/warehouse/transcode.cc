#include "warehouse/transcode.h"

#include <fmt/format.h>
#include <iconv.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace tessera {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr size_t kBlock = 1 << 18;

class Converter {
 public:
  explicit Converter(const std::string& encoding)
      : handle_(iconv_open("UTF-8", encoding.c_str())), wide_(encoding.starts_with("UTF-16")) {
    if (handle_ == reinterpret_cast<iconv_t>(-1)) {
      throw Error(fmt::format("the encoding '{}' is not known here", encoding));
    }
  }
  ~Converter() { iconv_close(handle_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // Appends what `pending` holds to `text` and leaves in it the bytes of a character that is cut.
  void Convert(std::string& pending, bool last, std::string& text) {
    char* from = pending.data();
    size_t left = pending.size();
    std::vector<char> buffer(kBlock);
    while (left > 0) {
      char* to = buffer.data();
      size_t room = buffer.size();
      const size_t state = iconv(handle_, &from, &left, &to, &room);
      text.append(buffer.data(), buffer.size() - room);
      if (state != static_cast<size_t>(-1) || errno == E2BIG) continue;
      if (errno == EINVAL && !last) break;
      const size_t skipped = std::min(left, wide_ ? size_t{2} : size_t{1});
      from += skipped;
      left -= skipped;
      text += kReplacement;
      ++replaced_;
    }
    pending.erase(0, pending.size() - left);
  }

  size_t replaced() const { return replaced_; }

 private:
  iconv_t handle_;
  bool wide_;
  size_t replaced_ = 0;
};

}  // namespace

std::string DetectUtf16(std::string_view head) {
  if (head.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (head.starts_with("\xFE\xFF")) return "UTF-16BE";
  if (head.size() < 4) return "";
  const auto zero = [&](size_t at) { return head[at] == '\0'; };
  if (!zero(0) && zero(1) && !zero(2) && zero(3)) return "UTF-16LE";
  if (zero(0) && !zero(1) && zero(2) && !zero(3)) return "UTF-16BE";
  return "";
}

bool LooksLikeWindows1252(std::string_view head) {
  constexpr std::string_view kWithoutMeaning = "\x81\x8D\x8F\x90\x9D";
  size_t letters = 0;
  for (size_t at = 0; at < head.size(); ++at) {
    const auto byte = static_cast<unsigned char>(head[at]);
    if (byte < 0x80) continue;
    const size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    if (at + length > head.size()) break;
    if (byte >= 0xC2 && IsValidUtf8(head.substr(at, length))) return false;
    if (kWithoutMeaning.find(head[at]) != std::string_view::npos) return false;
    ++letters;
  }
  return letters > 0;
}

size_t ConvertToUtf8(const std::string& from, const std::string& encoding, const std::string& to) {
  Converter converter(encoding);
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> file(gzopen(from.c_str(), "rb"), gzclose);
  if (!file) throw Error(fmt::format("cannot read {}: {}", from, std::strerror(errno)));
  std::ofstream out(to, std::ios::binary);
  std::string pending, text;
  std::vector<char> buffer(kBlock);
  bool first = true;
  for (int count = 1; count > 0;) {
    count = gzread(file.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
    if (count < 0) throw Error(fmt::format("cannot read {}: it is damaged", from));
    pending.append(buffer.data(), static_cast<size_t>(count));
    converter.Convert(pending, count == 0, text);
    if (first && text.starts_with(kMark)) text.erase(0, kMark.size());
    first = first && text.empty();
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    text.clear();
  }
  out.close();
  if (!out)
    throw Error(fmt::format("cannot convert {} to UTF-8: there is no room in {}", from, to));
  return converter.replaced();
}

}  // namespace tessera
