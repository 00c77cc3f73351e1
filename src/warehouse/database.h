// The one embedded DuckDB. Nothing outside this room knows that it is DuckDB.
#ifndef TESSERA_WAREHOUSE_DATABASE_H_
#define TESSERA_WAREHOUSE_DATABASE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "warehouse/class_counts.h"
#include "warehouse/failure_examples.h"
#include "warehouse/rejects.h"
#include "warehouse/result.h"

namespace tessera {

class KeyCounts;

struct DatabaseOptions {
  int threads = 0;                // 0: one a core
  std::string memory_limit = {};  // "512MB"; "" is four fifths of the machine's memory
  std::string spill_folder = {};  // for work larger than the memory; "" is one of the system's own
};

// One statement as it ran, for --timings.
struct QueryTiming {
  std::string stage;  // the stage of the trip that asked for it
  std::string sql;    // its beginning, on one line
  double seconds = 0;
  size_t rows = 0;   // rows given back
  size_t bytes = 0;  // and what they hold
};

// An in-memory database. It keeps the order of rows as they were inserted, never downloads an
// extension, and removes what it spilled when it ends. It may be called from several threads at
// once: each has a connection of its own, so that temporary tables are seen by the thread that made
// them alone.
//
// Sums of DOUBLE depend on the number of threads: sum DECIMAL or BIGINT here, and do floating
// statistics in C++ over rows in a fixed order.
class Database {
 public:
  explicit Database(const DatabaseOptions& options = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs one or more statements, or one query. Throws Error, in plain words, when one fails.
  void Execute(const std::string& sql);
  Result Query(const std::string& sql);
  // The same, with columns of UTINYINT as bytes. REQUIRES: none of them is null.
  Result QueryBytes(const std::string& sql);
  // The same for statements that hold what is secret: they are not among the timings, and the Error
  // says only what DuckDB says.
  Result QueryUnseen(const std::string& sql);

  // How many numbers given to the SQL function note_row since the last call were equal to
  // one before them; nothing when they were too many to be kept.
  std::optional<size_t> TakeRepeated();
  // What the SQL functions class_code, count_row and note_failure have met.
  ClassDictionary& classes();
  KeyCounts& keys();
  FailureExamples& failures();
  // Rows that could not be read.
  RejectLog& rejects();
  // Empties them.
  void ForgetNotes();

  // A folder of the program's own that is removed when the database is closed.
  const std::string& WorkFolder() const;
  // Removes it, and a folder of its own for what was spilled, at once: for a program that ends
  // without closing. REQUIRES: nothing is asked of the database after that.
  void RemoveFolders();

  // From here on no file can be opened, by any statement, except those named in `paths`, and
  // those in the WorkFolder.
  // Called once, before the first source is read; the settings are locked too.
  void AllowOnly(const std::vector<std::string>& paths);

  // Whether it was given a limit, so that large work belongs to the engine, which keeps to it.
  bool has_memory_limit() const;

  // The calling thread's connection, a duckdb_connection: for this room's own files.
  void* connection();

  // Names what the following statements are for.
  void BeginStage(std::string_view stage);
  const std::vector<QueryTiming>& timings() const;

 private:
  enum class Manner { kPlain, kBytes, kUnseen };
  Result Ask(const std::string& sql, Manner manner);

  struct Handles;  // DuckDB's own
  std::unique_ptr<Handles> handles_;
};

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_DATABASE_H_
