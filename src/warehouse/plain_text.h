// The texts that most values of a file are: judged at once, where SQL would ask many questions.
#ifndef TESSERA_WAREHOUSE_PLAIN_TEXT_H_
#define TESSERA_WAREHOUSE_PLAIN_TEXT_H_

#include <duckdb.h>

#include <optional>
#include <string_view>

namespace tessera {

// Whether a text is longer than `longest` and has no white space around it and no NUL inside.
bool IsPlain(std::string_view text, size_t longest);
// "true", "t", "yes", "y", "1", "1.0" and their opposites, in any case; nothing for another text.
std::optional<bool> ParseTruth(std::string_view text);

// The SQL functions is_plain(VARCHAR, UBIGINT): BOOLEAN, also of null, which is not plain; and
// truth(VARCHAR): BOOLEAN.
void RegisterPlainText(duckdb_connection connection);

}  // namespace tessera

#endif  // TESSERA_WAREHOUSE_PLAIN_TEXT_H_
