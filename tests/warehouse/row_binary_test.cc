#include "warehouse/row_binary.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tessera {
namespace {

std::string Text(const std::string& text) {
  return std::string(1, static_cast<char>(text.size())) + text;
}

// "a" with the arrays {"=1", ""} and {}; then "" with {"=x"} and {"=y", "=z"}.
std::string TwoRows() {
  return Text("a") + '\2' + Text("=1") + Text("") + '\0' + Text("") + '\1' + Text("=x") + '\2' +
         Text("=y") + Text("=z");
}

struct Read {
  std::vector<std::string> rows;  // values joined by "," and "|"
  bool ended = false;
};

Read ReadInPieces(const std::string& bytes, size_t columns, size_t first_array, size_t size) {
  Read read;
  RowBinaryReader reader(columns, first_array, [&](const RowBinaryReader::Row& row) {
    std::string text;
    for (const auto& values : row) {
      for (const std::string_view value : values) text += std::string(value) + ",";
      text += "|";
    }
    read.rows.push_back(text);
  });
  for (size_t at = 0; at < bytes.size(); at += size) reader.Feed(bytes.substr(at, size));
  read.ended = reader.ended();
  return read;
}

TEST_CASE("rows come whole, however the bytes are cut") {
  for (const size_t size : {1, 2, 3, 5, 100}) {
    const Read read = ReadInPieces(TwoRows(), 3, 1, size);
    CHECK(read.rows == std::vector<std::string>{"a,|=1,,||", ",|=x,|=y,=z,|"});
    CHECK(read.ended);
  }
}

TEST_CASE("a text of more than 127 bytes has a length of two") {
  const std::string text(300, 'x');
  const Read read = ReadInPieces(std::string("\xAC\x02") + text, 1, 1, 7);
  CHECK(read.rows == std::vector<std::string>{text + ",|"});
}

TEST_CASE("bytes that end in the middle of a row are seen") {
  const std::string whole = TwoRows();
  CHECK_FALSE(ReadInPieces(whole.substr(0, whole.size() - 1), 3, 1, 4).ended);
  CHECK_FALSE(ReadInPieces("\xFF", 1, 1, 4).ended);
}

}  // namespace
}  // namespace tessera
