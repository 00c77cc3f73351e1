#include "warehouse/server_address.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cstdlib>
#include <memory>

#include "base/text.h"
#include "warehouse/refusals.h"

namespace tessera {
namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string PartOf(CURLU* url, CURLUPart part, unsigned flags = CURLU_URLDECODE) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return "";
  const std::unique_ptr<char, decltype(&curl_free)> held(text, curl_free);
  return text;
}

std::string Decoded(const std::string& text) {
  int size = 0;
  const std::unique_ptr<char, decltype(&curl_free)> plain(
      curl_easy_unescape(nullptr, text.c_str(), static_cast<int>(text.size()), &size), curl_free);
  return plain ? std::string(plain.get(), static_cast<size_t>(size)) : text;
}

}  // namespace

bool ServerAddress::IsHere() const {
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

ServerAddress ParseServerAddress(const SourceSpec& source, std::string_view form) {
  const Url url(curl_url(), curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, source.file.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
      CURLUE_OK) {
    throw CannotRead(source, "the address is not well formed")
        .Remedy(fmt::format("it is written {}", form));
  }
  ServerAddress address;
  address.user = PartOf(url.get(), CURLUPART_USER);
  address.password = PartOf(url.get(), CURLUPART_PASSWORD);
  address.host = PartOf(url.get(), CURLUPART_HOST);
  if (address.host.starts_with('[')) address.host = address.host.substr(1, address.host.size() - 2);
  address.port = PartOf(url.get(), CURLUPART_PORT);
  address.path = PartOf(url.get(), CURLUPART_PATH);
  if (address.path.starts_with('/')) address.path.erase(0, 1);
  for (const std::string& written : Split(PartOf(url.get(), CURLUPART_QUERY, 0), '&')) {
    if (written.empty()) continue;
    const size_t equals = written.find('=');
    const std::string value = equals == std::string::npos ? "" : written.substr(equals + 1);
    address.options.push_back({Decoded(written.substr(0, equals)), Decoded(value), written});
  }
  return address;
}

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace tessera
