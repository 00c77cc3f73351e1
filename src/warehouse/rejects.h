// Rows that could not be read: some are shown in the report, all are written for whoever asks.
#ifndef TESSERA_WAREHOUSE_REJECTS_H_
#define TESSERA_WAREHOUSE_REJECTS_H_

#include <mutex>
#include <string>
#include <vector>

namespace tessera {

class Database;
struct SourceFile;

struct RejectedRow {
  std::string source;
  std::string file;    // without its folder
  double line = 0;     // of the file, from 1
  std::string column;  // where one value is wrong, else ""
  std::string reason;
  std::string text;  // the line, as far as it is known
};

// Any thread may add.
class RejectLog {
 public:
  // From here on every row is kept, not only those that the report shows.
  void KeepAll() { keeps_all_ = true; }
  bool keeps_all() const { return keeps_all_; }
  void Add(RejectedRow row);
  // CSV with a header: source, file, line, column, reason, text. Rows stand in the order of their
  // sources' names, files and lines.
  std::string Csv() const;

 private:
  bool keeps_all_ = false;
  std::mutex mutex_;
  std::vector<RejectedRow> rows_;
};

// Forgets what an earlier scan has refused: the scan's own tables are dropped.
void DropRejects(Database& database);

struct RejectedRows {
  double count = 0;
  std::vector<std::string> first;  // "line 17: expected 3 columns, found 4", a few of them
};
// What the scan of `file` has just refused; into the database's log too where it keeps all.
RejectedRows TakeRejects(const std::string& source, const SourceFile& file, Database& database);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_REJECTS_H_
