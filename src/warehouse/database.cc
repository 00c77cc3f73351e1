#include "warehouse/database.h"

#include <duckdb.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "warehouse/fetch.h"
#include "warehouse/fingerprints.h"
#include "warehouse/iso_moment.h"
#include "warehouse/key_counts.h"
#include "warehouse/plain_text.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

constexpr size_t kSummaryLength = 160;

// DuckDB's own default would be a folder in the working directory.
std::string OwnSpillFolder() {
  static std::atomic<int> count = 0;
  return (std::filesystem::temp_directory_path() /
          fmt::format("tessera-{}-{}", getpid(), count.fetch_add(1)))
      .string();
}

// Nobody else can have made it, and nobody else can look into it.
std::string MakeWorkFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "tessera-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw Error(fmt::format("no folder can be made in {}: {}",
                            std::filesystem::temp_directory_path().string(), std::strerror(errno)))
        .Remedy("TMPDIR names another one");
  }
  return name;
}

class Configuration {
 public:
  Configuration() {
    if (duckdb_create_config(&config_) != DuckDBSuccess) throw Error("DuckDB does not start");
  }
  ~Configuration() { duckdb_destroy_config(&config_); }
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  void Set(const char* name, const std::string& value) {
    if (duckdb_set_config(config_, name, value.c_str()) != DuckDBSuccess) {
      throw Error(fmt::format("'{}' is no value for the setting {}", value, name));
    }
  }
  duckdb_config get() { return config_; }

 private:
  duckdb_config config_ = nullptr;
};

// The first line of DuckDB's message, without its class and its hints for people who write SQL.
std::string FirstLine(std::string_view message) {
  std::string_view line = message.substr(0, message.find('\n'));
  const size_t colon = line.find("Error: ");
  if (colon != std::string_view::npos) line.remove_prefix(colon + 7);
  return SanitizeUtf8(line);
}

std::string Summary(std::string_view sql) {
  std::string line;
  for (const char c : sql) {
    const bool space = c == ' ' || c == '\n';
    if (space && (line.empty() || line.back() == ' ')) continue;
    line += space ? ' ' : c;
    if (line.size() >= kSummaryLength) return SanitizeUtf8(line) + "…";
  }
  return line;
}

std::string ReasonOf(duckdb_result& result) {
  const char* text = duckdb_result_error(&result);
  return FirstLine(text == nullptr ? "no reason given" : text);
}

Error Failure(duckdb_result& result, std::string_view sql) {
  const std::string reason = ReasonOf(result);
  switch (duckdb_result_error_type(&result)) {
    case DUCKDB_ERROR_OUT_OF_MEMORY:
      return Error(fmt::format("not enough memory: {}", reason));
    case DUCKDB_ERROR_IO:
      return Error(reason);
    case DUCKDB_ERROR_OUT_OF_RANGE:
    case DUCKDB_ERROR_CONVERSION:
      return Error(fmt::format("a value does not fit: {}", reason))
          .While(fmt::format("running {}", Summary(sql)));
    default:
      return Error(fmt::format("the database refused: {}", reason))
          .While(fmt::format("running {}", Summary(sql)));
  }
}

}  // namespace

struct Database::Handles {
  duckdb_database database = nullptr;
  Fingerprints fingerprints;
  ClassDictionary classes;
  KeyCounts keys;
  bool has_memory_limit = false;
  FailureExamples failures;
  RejectLog rejects;
  std::mutex mutex;  // of what follows
  std::map<std::thread::id, duckdb_connection> connections;
  std::string stage;
  std::vector<QueryTiming> timings;

  std::string work_folder = MakeWorkFolder();
  std::string own_spill_folder;  // DuckDB makes it when it needs it

  ~Handles() {
    for (auto& [thread, connection] : connections) duckdb_disconnect(&connection);
    duckdb_close(&database);
    std::error_code ignored;
    std::filesystem::remove_all(work_folder, ignored);
  }

  duckdb_connection Connection() {
    const std::lock_guard lock(mutex);
    duckdb_connection& connection = connections[std::this_thread::get_id()];
    if (connection == nullptr && duckdb_connect(database, &connection) != DuckDBSuccess) {
      throw Error("DuckDB does not start: no connection");
    }
    return connection;
  }

  void Note(QueryTiming timing) {
    const std::lock_guard lock(mutex);
    timing.stage = stage;
    timings.push_back(std::move(timing));
  }
};

Database::Database(const DatabaseOptions& options) : handles_(std::make_unique<Handles>()) {
  Configuration config;
  config.Set("autoinstall_known_extensions", "false");
  config.Set("autoload_known_extensions", "false");
  config.Set("preserve_insertion_order", "true");
  // A long IN list would become a join, and rows that come out of a join are in any order.
  config.Set("disabled_optimizers", "in_clause");
  if (options.spill_folder.empty()) handles_->own_spill_folder = OwnSpillFolder();
  config.Set("temp_directory",
             options.spill_folder.empty() ? handles_->own_spill_folder : options.spill_folder);
  if (options.threads > 0) config.Set("threads", std::to_string(options.threads));
  handles_->has_memory_limit = !options.memory_limit.empty();
  if (!options.memory_limit.empty()) config.Set("memory_limit", options.memory_limit);

  char* reason = nullptr;
  if (duckdb_open_ext(nullptr, &handles_->database, config.get(), &reason) != DuckDBSuccess) {
    const std::string message = FirstLine(reason == nullptr ? "no reason given" : reason);
    duckdb_free(reason);
    throw Error(fmt::format("DuckDB does not start: {}", message));
  }
  RegisterNoteRow(handles_->Connection(), handles_->fingerprints);
  RegisterNoteFailure(handles_->Connection(), handles_->failures);
  RegisterCountRow(handles_->Connection(), handles_->keys);
  RegisterClassCounts(handles_->Connection(), handles_->classes);
  RegisterPlainText(handles_->Connection());
  RegisterIsoMoment(handles_->Connection());
}

Database::~Database() = default;

void* Database::connection() { return handles_->Connection(); }

void Database::Execute(const std::string& sql) { Query(sql); }

Result Database::Query(const std::string& sql) { return Ask(sql, Manner::kPlain); }

Result Database::QueryBytes(const std::string& sql) { return Ask(sql, Manner::kBytes); }

Result Database::QueryUnseen(const std::string& sql) { return Ask(sql, Manner::kUnseen); }

Result Database::Ask(const std::string& sql, Manner manner) {
  if (sql.find('\0') != std::string::npos) throw Error("a name or a text holds a NUL character");
  const auto begin = std::chrono::steady_clock::now();
  struct ResultHandle {
    duckdb_result result{};
    ~ResultHandle() { duckdb_destroy_result(&result); }
  } handle;
  if (duckdb_query(handles_->Connection(), sql.c_str(), &handle.result) != DuckDBSuccess) {
    throw manner == Manner::kUnseen ? Error(ReasonOf(handle.result)) : Failure(handle.result, sql);
  }
  Result fetched = FetchAll(handle.result, manner == Manner::kBytes);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  if (manner != Manner::kUnseen) {
    handles_->Note({"", Summary(sql), took.count(), fetched.rows, fetched.Bytes()});
  }
  return fetched;
}

std::optional<size_t> Database::TakeRepeated() { return handles_->fingerprints.TakeRepeated(); }

ClassDictionary& Database::classes() { return handles_->classes; }

KeyCounts& Database::keys() { return handles_->keys; }

bool Database::has_memory_limit() const { return handles_->has_memory_limit; }

FailureExamples& Database::failures() { return handles_->failures; }

RejectLog& Database::rejects() { return handles_->rejects; }

void Database::ForgetNotes() {
  handles_->fingerprints.TakeRepeated();
  handles_->classes.Clear();
  handles_->keys.Take();
  handles_->failures.Take();
}

const std::string& Database::WorkFolder() const { return handles_->work_folder; }

void Database::RemoveFolders() {
  std::error_code ignored;
  std::filesystem::remove_all(handles_->work_folder, ignored);
  if (!handles_->own_spill_folder.empty()) {
    std::filesystem::remove_all(handles_->own_spill_folder, ignored);
  }
}

void Database::AllowOnly(const std::vector<std::string>& paths) {
  std::string list;
  for (const std::string& path : paths) {
    list += (list.empty() ? "" : ", ") + QuoteText(path);
  }
  Execute("SET allowed_paths = [" + list + "]");
  Execute("SET allowed_directories = [" + QuoteText(handles_->work_folder) + "]");
  Execute("SET enable_external_access = false");
  Execute("SET lock_configuration = true");
}

void Database::BeginStage(std::string_view stage) {
  const std::lock_guard lock(handles_->mutex);
  handles_->stage = stage;
}

const std::vector<QueryTiming>& Database::timings() const { return handles_->timings; }

}  // namespace tessera
