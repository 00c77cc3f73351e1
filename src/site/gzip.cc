#include "site/gzip.h"

#include <zlib.h>

#include <array>

#include "base/error.h"

namespace tessera {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib: 16 more asks for gzip's frame

z_stream StreamOver(std::string_view bytes) {
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  return stream;
}

// Runs `step` until the stream has given all of its output; the last result of zlib.
template <typename Step>
int Drain(Step step, z_stream& stream, std::string& output) {
  std::array<char, 65536> part{};
  int result = Z_OK;
  while (result == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(part.data());
    stream.avail_out = static_cast<uInt>(part.size());
    result = step(&stream);
    output.append(part.data(), part.size() - stream.avail_out);
  }
  return result;
}

}  // namespace

std::string Gzip(std::string_view bytes) {
  z_stream stream = StreamOver(bytes);
  if (deflateInit2(&stream, 9, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw Error("zlib cannot compress");
  }
  std::string output;
  const int result = Drain([](z_stream* s) { return deflate(s, Z_FINISH); }, stream, output);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw Error("zlib cannot compress");
  return output;
}

std::string Gunzip(std::string_view bytes) {
  z_stream stream = StreamOver(bytes);
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) throw Error("zlib cannot decompress");
  std::string output;
  const int result = Drain([](z_stream* s) { return inflate(s, Z_NO_FLUSH); }, stream, output);
  inflateEnd(&stream);
  if (result != Z_STREAM_END) throw Error("the compressed bytes are damaged or cut short");
  return output;
}

}  // namespace tessera
