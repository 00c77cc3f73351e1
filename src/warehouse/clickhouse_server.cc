#include "warehouse/clickhouse_server.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <memory>

#include "base/text.h"
#include "warehouse/refusals.h"
#include "warehouse/server_address.h"

namespace tessera {
namespace {

constexpr long kConnectSeconds = 10;
constexpr size_t kShownReason = 300;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// Once a program, before any thread of its own speaks.
void StartCurl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)started;
}

std::string Escaped(const std::string& text) {
  const std::unique_ptr<char, decltype(&curl_free)> escaped(
      curl_easy_escape(nullptr, text.c_str(), static_cast<int>(text.size())), curl_free);
  return escaped ? escaped.get() : "";
}

// "Code: 241, e.displayText() = DB::Exception: Memory limit …" as "Memory limit … (code 241)".
std::string Reason(std::string_view said) {
  std::string text = SanitizeUtf8(said);
  std::string code;
  if (text.starts_with("Code: ")) code = text.substr(6, text.find_first_of(",.", 6) - 6);
  for (const std::string_view sign : {"DB::NetException: ", "DB::Exception: "}) {
    if (const size_t at = text.find(sign); at != std::string::npos) {
      text = text.substr(at + sign.size());
      break;
    }
  }
  for (const std::string_view tail : {", Stack trace", ", e.what()", " (version "}) {
    text = text.substr(0, text.find(tail));
  }
  text = Join(Split(text, '\n'), " ");
  if (text.size() > kShownReason) text = text.substr(0, kShownReason) + "…";
  return code.empty() ? text : fmt::format("{} (code {})", SanitizeUtf8(text), code);
}

// What comes back: the answer piece by piece, or what a refusal says.
struct Reception {
  CURL* handle = nullptr;
  const std::function<void(std::string_view)>* take = nullptr;
  std::string refusal;
  std::exception_ptr failure;  // of the taker: it may not pass through C
};

size_t Receive(const char* bytes, size_t, size_t count, void* to) {
  auto& reception = *static_cast<Reception*>(to);
  long status = 0;
  curl_easy_getinfo(reception.handle, CURLINFO_RESPONSE_CODE, &status);
  constexpr long kOk = 200;
  constexpr size_t kMostKept = 10'000;
  if (status != kOk) {
    if (reception.refusal.size() < kMostKept) reception.refusal.append(bytes, count);
    return count;
  }
  try {
    (*reception.take)(std::string_view(bytes, count));
  } catch (...) {
    reception.failure = std::current_exception();
    return 0;
  }
  return count;
}

}  // namespace

bool IsClickHouse(std::string_view address) { return address.starts_with("clickhouse://"); }

ClickHouseServer::ClickHouseServer(const SourceSpec& source) : source_(source) {
  StartCurl();
  const ServerAddress address = ParseServerAddress(source, "clickhouse://host:8123/database");
  user_ = address.user.empty() ? FromEnvironment("CLICKHOUSE_USER") : address.user;
  password_ = address.password.empty() ? FromEnvironment("CLICKHOUSE_PASSWORD") : address.password;
  std::string port = address.port;
  bool secure = port == "443" || port == "8443";
  // An answer is sent when it is whole, so that a failure halfway is a refusal.
  std::string settings = "wait_end_of_query=1";
  for (const AddressOption& option : address.options) {
    if (option.name == "secure") {
      secure = option.value != "0";
    } else if (option.name == "timeout") {
      seconds_ = std::strtol(option.value.c_str(), nullptr, 10);
    } else {
      settings += "&" + option.written;
    }
  }
  if (port.empty()) port = secure ? "8443" : "8123";
  if (!address.path.empty()) settings += "&database=" + Escaped(address.path);
  const bool numbers = address.host.find(':') != std::string::npos;  // of IPv6
  host_ = fmt::format("{}:{}", numbers ? "[" + address.host + "]" : address.host, port);
  url_ = fmt::format("{}://{}/?{}", secure ? "https" : "http", host_, settings);
}

void ClickHouseServer::Run(const std::string& sql,
                           const std::function<void(std::string_view)>& take) const {
  const Handle handle(curl_easy_init(), curl_easy_cleanup);
  CURL* curl = handle.get();
  Reception reception{curl, &take, "", nullptr};
  List headers(nullptr, curl_slist_free_all);
  const auto add = [&](const std::string& header) {
    headers.reset(curl_slist_append(headers.release(), header.c_str()));
  };
  add("Content-Type: text/plain; charset=utf-8");
  if (!user_.empty()) add("X-ClickHouse-User: " + user_);
  if (!password_.empty()) add("X-ClickHouse-Key: " + password_);
  curl_easy_setopt(curl, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sql.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, sql.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds_);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Receive);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reception);

  const CURLcode done = curl_easy_perform(curl);
  if (reception.failure) std::rethrow_exception(reception.failure);
  if (done != CURLE_OK) {
    throw CannotRead(source_, fmt::format("{}: {}", host_, curl_easy_strerror(done)))
        .Remedy(done == CURLE_OPERATION_TIMEDOUT ? "give it longer with ?timeout=SECONDS"
                                                 : "ask whether the server is there");
  }
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  constexpr long kOk = 200;
  if (status == kOk) return;
  const std::string reason = Reason(reception.refusal);
  throw CannotRead(source_, reason.empty() ? fmt::format("the server answers {}", status) : reason);
}

}  // namespace tessera
