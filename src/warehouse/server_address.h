// The address of a server: scheme://[user[:password]@]host[:port][/path][?name=value&…].
#ifndef TESSERA_WAREHOUSE_SERVER_ADDRESS_H_
#define TESSERA_WAREHOUSE_SERVER_ADDRESS_H_

#include <string>
#include <string_view>
#include <vector>

#include "spec/report_spec.h"

namespace tessera {

struct AddressOption {
  std::string name, value;
  std::string written;  // both, as they stand in the address
};

// Its parts, with %40 read as @; "" for those that it does not have.
struct ServerAddress {
  std::string user, password;
  std::string host;  // [::1] without its brackets
  std::string port;
  std::string path;  // without the slash before it
  std::vector<AddressOption> options;

  bool IsHere() const;  // this machine, by one of its usual names
};

// Throws Error at the source's place, with how it is written, when the address is not well formed.
ServerAddress ParseServerAddress(const SourceSpec& source, std::string_view form);

// A variable of the environment; "" when there is none.
std::string FromEnvironment(const char* name);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_SERVER_ADDRESS_H_
