#include "base/hash.h"

#include <doctest/doctest.h>

namespace tessera {
namespace {

TEST_CASE("SHA-256 of the standard's examples (FIPS 180-2)") {
  CHECK(Sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Sha256Hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Sha256Base64("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST_CASE("parts give the hash of the whole") {
  Sha256 hash;
  hash.Update("a");
  hash.Update("");
  hash.Update("bc");
  CHECK(hash.FinishHex() == Sha256Hex("abc"));
}

TEST_CASE("base64 of the standard's examples (RFC 4648)") {
  CHECK(Base64("").empty());
  CHECK(Base64("f") == "Zg==");
  CHECK(Base64("fo") == "Zm8=");
  CHECK(Base64("foobar") == "Zm9vYmFy");
}

}  // namespace
}  // namespace tessera
