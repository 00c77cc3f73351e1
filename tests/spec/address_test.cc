#include <doctest/doctest.h>

#include <cstdlib>

#include "small_kind.h"

using namespace tessera;

TEST_CASE("an address is shown without what is secret in it") {
  CHECK(WithoutCredentials("postgres://me:s@cr:et@db.host:5432/shop?sslmode=require") ==
        "postgres://db.host:5432/shop");
  CHECK(WithoutCredentials("postgres://db/shop") == "postgres://db/shop");
  CHECK(WithoutCredentials("postgres://me:s#cr?et@db/shop?a=b") == "postgres://db/shop");
  CHECK(WithoutCredentials("https://db:443/x?sig=a") == "https://db:443/x");
  CHECK(WithoutCredentials("https://db/x?sig=a@b") == "https://db/x");
  CHECK(WithoutCredentials("data/users@home.csv") == "data/users@home.csv");
}

TEST_CASE("a variable of the environment stands in an address or a path") {
  setenv("TESSERA_TEST_SECRET", "hush", 1);
  unsetenv("TESSERA_TEST_NONE");
  const std::string start =
      "extends: small\nsources: { users: { file: \"postgres://me:${TESSERA_TEST_";
  const ReportSpec spec = ReadSmall(start + "SECRET}@db/shop\", table: users } }\n");
  CHECK(spec.sources[0].file == "postgres://me:hush@db/shop");
  CHECK(spec.sources[0].table == "users");
  CHECK(spec.sources[0].ShownFile() == "postgres://db/shop");
  CHECK_THROWS_WITH_AS(ReadSmall(start + "NONE}@db/shop\" } }\n"),
                       doctest::Contains("the environment has no variable 'TESSERA_TEST_NONE'"),
                       Error);
}
