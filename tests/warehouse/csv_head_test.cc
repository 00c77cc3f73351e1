#include "warehouse/csv_head.h"

#include <doctest/doctest.h>

using namespace tessera;

namespace {

const std::vector<std::string> kExpected = {"id", "plan"};

std::string Separator(std::string_view text) {
  return {ReadCsvHead(text, false, 0, kExpected).separator};
}

}  // namespace

TEST_CASE("the separator is the one that makes sense of the header") {
  CHECK(Separator("id,plan\n1,2\n") == ",");
  CHECK(Separator("id;plan\n1,5;2\n1,7;3\n") == ";");
  CHECK(Separator("id\tplan\n1\t2\n") == "\t");
  CHECK(Separator("id|plan\n1|2\n") == "|");
  CHECK(Separator("id\n1\n") == ",");
  // None of the expected names: the one that divides all rows alike.
  CHECK(Separator("a,x;b\n1;2\n3;4,5\n") == ";");
  // A comma in a quoted name divides nothing.
  CHECK(Separator("\"id\";\"a,b,c\"\n1;2\n") == ";");
}

TEST_CASE("names are trimmed and unquoted; marks and empty lines are skipped") {
  const CsvHead head = ReadCsvHead("\xEF\xBB\xBF\r\n id ,\"a \"\"b\"\"\",\"c\nd\",\r\n1,2,3,4\r\n",
                                   false, 0, kExpected);
  CHECK(head.header == std::vector<std::string>{"id", "a \"b\"", "c\nd", ""});
  CHECK(ReadCsvHead("", false, 0, kExpected).header.empty());
}

TEST_CASE("records: quotes, doubled quotes, line ends of three kinds, a last one cut off") {
  using Records = std::vector<std::vector<std::string>>;
  CHECK(SplitRecords("a,\"b,\"\"c\"\"\nd\"\r\n\re,f", ',', false) ==
        Records{{"a", "b,\"c\"\nd"}, {"e", "f"}});
  CHECK(SplitRecords("a,b\nc,d", ',', true) == Records{{"a", "b"}});
  CHECK(SplitRecords("a,b\"c\"\n", ',', false) == Records{{"a", "b\"c\""}});
}
