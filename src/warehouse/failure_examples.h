// An example of what could not be read, for each column: noted while rows pass by, so that the many
// sound ones carry nothing.
#ifndef TESSERA_WAREHOUSE_FAILURE_EXAMPLES_H_
#define TESSERA_WAREHOUSE_FAILURE_EXAMPLES_H_

#include <duckdb.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace tessera {

// Any thread may add. The least text of a column stays: the same one in every run.
class FailureExamples {
 public:
  void Add(std::uint32_t column, std::string_view text);
  // By the column's number. Starts anew.
  std::map<std::uint32_t, std::string> Take();

 private:
  std::mutex mutex_;
  std::map<std::uint32_t, std::string> least_;
};

// The SQL function note_failure(UINTEGER, VARCHAR): adds to `examples`, which must outlive the
// connection, and gives true.
void RegisterNoteFailure(duckdb_connection connection, FailureExamples& examples);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_FAILURE_EXAMPLES_H_
