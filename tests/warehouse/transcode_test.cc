#include "warehouse/transcode.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "base/file.h"
#include "warehouse/database.h"

namespace tessera {
namespace {

std::string Converted(const std::string& bytes, const std::string& encoding, size_t replaced = 0) {
  const Database database;
  const std::string from = database.WorkFolder() + "/from", to = database.WorkFolder() + "/to";
  std::ofstream(from, std::ios::binary) << bytes;
  CHECK(ConvertToUtf8(from, encoding, to) == replaced);
  return ReadFile(to);
}

using namespace std::string_literals;

TEST_CASE("UTF-16 is known by its mark, or by the zeros of its letters") {
  CHECK(DetectUtf16("\xFF\xFEk\0"s) == "UTF-16LE");
  CHECK(DetectUtf16("\xFE\xFF\0k"s) == "UTF-16BE");
  CHECK(DetectUtf16("k\0e\0y\0"s) == "UTF-16LE");
  CHECK(DetectUtf16("\0k\0e\0y"s) == "UTF-16BE");
  CHECK(DetectUtf16("key,plan") == "");
  CHECK(DetectUtf16("") == "");
}

TEST_CASE("Windows-1252 is taken for granted only where nothing speaks for UTF-8") {
  CHECK(LooksLikeWindows1252("key,st\xE4rter\n"));
  CHECK(LooksLikeWindows1252("\x80 5\n"));
  CHECK_FALSE(LooksLikeWindows1252("key,plan\n"));
  CHECK_FALSE(LooksLikeWindows1252("st\xC3\xA4rter"));
  CHECK_FALSE(LooksLikeWindows1252("st\xC3\xA4rter, st\xE4rter\n"));
  CHECK_FALSE(LooksLikeWindows1252("a \x81 b"));
  CHECK_FALSE(LooksLikeWindows1252("cut off \xE2\x82"));
}

TEST_CASE("text is converted, without its mark, and what has no meaning is counted") {
  CHECK(Converted("\xFF\xFEk\0\xAC\x20\n\0"s, "UTF-16LE") == "k€\n");
  CHECK(Converted("\xFE\xFF\0k\xD8\x3D\xDE\x00"s, "UTF-16BE") == "k😀");
  CHECK(Converted("\xFF\xFEk\0\x00\xD8x\0"s, "UTF-16LE", 1) == "k\xEF\xBF\xBDx");
  CHECK(Converted("st\xE4rter \x80", "WINDOWS-1252") == "stärter €");
  CHECK(Converted("a\x81z", "WINDOWS-1252", 1) == "a\xEF\xBF\xBDz");
  CHECK(Converted("", "UTF-16LE") == "");
}

TEST_CASE("an unknown encoding and a missing file are errors") {
  const Database database;
  const std::string to = database.WorkFolder() + "/to";
  CHECK_THROWS_WITH_AS(ConvertToUtf8("none", "no-such-code", to),
                       doctest::Contains("'no-such-code' is not known"), Error);
  CHECK_THROWS_WITH_AS(ConvertToUtf8(database.WorkFolder() + "/none", "UTF-16LE", to),
                       doctest::Contains("cannot read"), Error);
}

TEST_CASE("the work folder goes with the database") {
  std::string folder;
  {
    const Database database;
    folder = database.WorkFolder();
    CHECK(std::filesystem::is_directory(folder));
  }
  CHECK_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace tessera
