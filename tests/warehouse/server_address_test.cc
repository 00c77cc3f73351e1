#include "warehouse/server_address.h"

#include <doctest/doctest.h>

#include "load_fixture.h"

using namespace tessera;

namespace {

ServerAddress Parsed(const std::string& address) {
  return ParseServerAddress(MakeSource(address), "shop://host/database");
}

}  // namespace

TEST_CASE("the parts of a server's address, decoded") {
  const ServerAddress address =
      Parsed("mariadb://me:s%40cr%3Aet@db.host:3307/shop?socket=/run/a%20b&sslmode=require&x");
  CHECK(address.user == "me");
  CHECK(address.password == "s@cr:et");
  CHECK(address.host == "db.host");
  CHECK(address.port == "3307");
  CHECK(address.path == "shop");
  REQUIRE(address.options.size() == 3);
  CHECK(address.options[0].name == "socket");
  CHECK(address.options[0].value == "/run/a b");
  CHECK(address.options[0].written == "socket=/run/a%20b");
  CHECK(address.options[2].name == "x");
  CHECK(address.options[2].value.empty());
  CHECK(!address.IsHere());
}

TEST_CASE("what is not said is empty, and this machine has several names") {
  const ServerAddress address = Parsed("mysql://[::1]/");
  CHECK(address.user.empty());
  CHECK(address.host == "::1");
  CHECK(address.port.empty());
  CHECK(address.path.empty());
  CHECK(address.IsHere());
  CHECK(Parsed("mysql://localhost/x").IsHere());
  CHECK(Parsed("mysql://127.0.0.1:3/x").IsHere());
  CHECK(!Parsed("mysql://localhost.example/x").IsHere());
}

TEST_CASE("an address that is none is refused without what is secret in it") {
  CHECK_THROWS_WITH_AS(Parsed("mysql://me:hush@host:port/x"),
                       doctest::Contains("report.yml:4:3: cannot read mysql://host:port/x: the "
                                         "address is not well formed"),
                       Error);
  CHECK_THROWS_WITH_AS(Parsed("mysql://"), doctest::Contains("shop://host/database"), Error);
}
