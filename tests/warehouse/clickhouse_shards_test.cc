#include "warehouse/clickhouse_shards.h"

#include <doctest/doctest.h>

namespace tessera {
namespace {

TEST_CASE("a table is spread by its key where nothing else says which shard a row is on") {
  CHECK(SpreadBy("Distributed(pair, shop, events_here, cityHash64(user_id))", "user_id") ==
        "pair cityHash64(key)");
  CHECK(SpreadBy("Distributed(pair, shop, here, intHash64(id) % 8, 'fast') SETTINGS x = 1", "id") ==
        "pair intHash64(key)%8");
  CHECK(SpreadBy("Distributed(pair, shop, users_here, id)", "id") == "pair key");
}

TEST_CASE("a table is not spread by its key otherwise") {
  for (const char* engine : {
           "MergeTree() ORDER BY user_id",
           "",
           "Distributed(pair, shop, here)",
           "Distributed(pair, shop, here, rand())",
           "Distributed(pair, shop, here, cityHash64(country))",
           "Distributed(pair, shop, here, cityHash64(user_id, country))",
           "Distributed(pair, shop, here, cityHash64(old_user_id))",
           "Distributed(pair, shop, here, cityHash64(`user_id`))",
           "Distributed(pair, shop, here, length('user_id'))",
           "Distributed(",
       }) {
    CAPTURE(engine);
    CHECK(SpreadBy(engine, "user_id").empty());
  }
}

}  // namespace
}  // namespace tessera
