// A ClickHouse, spoken to by HTTP.
//
// Address: clickhouse://[user[:password]@]host[:port][/database][?option=value&…]. Options:
// secure=1 (HTTPS, its certificate verified; also for the ports 443 and 8443), timeout=SECONDS (of
// one query, an hour when not given); every other option is a setting of the server's. User and
// password come from the address, else from CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.
#ifndef TESSERA_WAREHOUSE_CLICKHOUSE_SERVER_H_
#define TESSERA_WAREHOUSE_CLICKHOUSE_SERVER_H_

#include <functional>
#include <string>
#include <string_view>

#include "spec/report_spec.h"

namespace tessera {

bool IsClickHouse(std::string_view address);

class ClickHouseServer {
 public:
  // Throws Error, at the source's place, for an address that is not well formed.
  explicit ClickHouseServer(const SourceSpec& source);

  // Runs a query; what it gives comes in pieces, once the server has all of it. Throws Error,
  // without credentials, when the server cannot be reached, refuses, fails, takes too long or
  // breaks off.
  void Run(const std::string& sql, const std::function<void(std::string_view)>& take) const;

 private:
  const SourceSpec& source_;
  std::string url_, host_, user_, password_;
  long seconds_ = 3600;
};

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_CLICKHOUSE_SERVER_H_
