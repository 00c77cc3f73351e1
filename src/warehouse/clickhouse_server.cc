#include "warehouse/clickhouse_server.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <memory>

#include "base/text.h"
#include "warehouse/refusals.h"

namespace tessera {
namespace {

constexpr long kConnectSeconds = 10;
constexpr size_t kShownReason = 300;

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;
using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// Once a program, before any thread of its own speaks.
void StartCurl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)started;
}

std::string PartOf(CURLU* url, CURLUPart part, unsigned flags = CURLU_URLDECODE) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return "";
  const std::unique_ptr<char, decltype(&curl_free)> held(text, curl_free);
  return text;
}

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
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
  const Url url(curl_url(), curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, source.file.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
      CURLUE_OK) {
    throw CannotRead(source, "the address is not well formed")
        .Remedy("it is written clickhouse://host:8123/database");
  }
  user_ = PartOf(url.get(), CURLUPART_USER);
  password_ = PartOf(url.get(), CURLUPART_PASSWORD);
  if (user_.empty()) user_ = FromEnvironment("CLICKHOUSE_USER");
  if (password_.empty()) password_ = FromEnvironment("CLICKHOUSE_PASSWORD");
  std::string port = PartOf(url.get(), CURLUPART_PORT);
  bool secure = port == "443" || port == "8443";
  // An answer is sent when it is whole, so that a failure halfway is a refusal.
  std::string settings = "wait_end_of_query=1";
  for (const std::string& pair : Split(PartOf(url.get(), CURLUPART_QUERY, 0), '&')) {
    const size_t equals = pair.find('=');
    const std::string name = pair.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : pair.substr(equals + 1);
    if (name == "secure") {
      secure = value != "0";
    } else if (name == "timeout") {
      seconds_ = std::strtol(value.c_str(), nullptr, 10);
    } else if (!pair.empty()) {
      settings += "&" + pair;
    }
  }
  if (port.empty()) port = secure ? "8443" : "8123";
  std::string database = PartOf(url.get(), CURLUPART_PATH);
  if (database.starts_with('/')) database.erase(0, 1);
  if (!database.empty()) settings += "&database=" + Escaped(database);
  host_ = PartOf(url.get(), CURLUPART_HOST) + ":" + port;
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
