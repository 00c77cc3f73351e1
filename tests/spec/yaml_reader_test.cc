#include <doctest/doctest.h>

#include "spec/yaml_node.h"

using namespace tessera;

namespace {

std::string ErrorOf(std::string_view text) {
  try {
    ReadYaml(text, "report.yml");
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::string Canonical(std::string_view text) { return CanonicalText(ReadYaml(text, "report.yml")); }

std::string Repeat(std::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

}  // namespace

TEST_CASE("a document becomes a tree") {
  CHECK(Canonical("a: 1\nb: [x, 'y', ~]\nc: {d: }") ==
        R"({"a":"1","b":["x","y",null,],"c":{"d":null,},})");
  CHECK(Canonical("") == "null");
  CHECK(Canonical("# a remark\n") == "null");
  CHECK(Canonical("a: |\n  two\n  lines\nb: >\n  one\n  line\n") ==
        R"({"a":"two\nlines\n","b":"one line\n",})");
  CHECK(Canonical("on: yes\nnull: no") == R"({"on":"yes","null":"no",})");
  CHECK(Canonical("\xEF\xBB\xBF"
                  "a: 1\r\nb: 2\r\n") == R"({"a":"1","b":"2",})");
}

TEST_CASE("a quoted text is never null") {
  const YamlNode list = ReadYaml("[null, 'null', \"\", ~]", "r.yml");
  CHECK(list.items[0].IsNull());
  CHECK(list.items[1].text == "null");
  CHECK(list.items[1].quoted);
  CHECK(list.items[2].IsScalar());
  CHECK(list.items[3].IsNull());
}

TEST_CASE("anchors repeat, merge keys give what is not given") {
  CHECK(Canonical("a: &x [1]\nb: *x") == R"({"a":["1",],"b":["1",],})");
  CHECK(Canonical("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}") ==
        R"({"a":{"p":"1","q":"2",},"b":{"q":"3","p":"1",},})");
  CHECK(Canonical("a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {<<: [*x, *y]}") ==
        R"({"a":{"p":"1",},"b":{"p":"2","q":"2",},"c":{"p":"1","q":"2",},})");
}

TEST_CASE("places count lines and code points from one") {
  const YamlNode root = ReadYaml("ä: {b: \"c\"}\n\nd:\n  - 'e'\n  - >\n    f\n    g\n", "r.yml");
  CHECK(root.entries[0].place.ToString() == "r.yml:1:1");
  const YamlEntry& b = root.entries[0].value.entries[0];
  CHECK(b.place.ToString() == "r.yml:1:5");
  CHECK(b.value.place.ToString() == "r.yml:1:8");
  CHECK(b.value.text_place.ToString() == "r.yml:1:9");
  const YamlNode& d = root.entries[1].value;
  CHECK(d.items[0].text_place.ToString() == "r.yml:4:6");
  CHECK(d.items[1].place.line == 5);
  CHECK(d.items[1].text_place.column == 0);  // folded: offsets are not columns
  CHECK(ReadYaml("a: \"b\\tc\"", "r.yml").entries[0].value.text_place.column == 0);
  CHECK(ReadYaml("a: 'it''s'", "r.yml").entries[0].value.text_place.column == 0);
}

TEST_CASE("hostile YAML ends in an error") {
  CHECK(ErrorOf(Repeat("[", 100)).find("nested deeper than 40 levels") != std::string::npos);
  CHECK(ErrorOf(Repeat("{a: ", 100'000)).find("nested deeper") != std::string::npos);
  CHECK(ErrorOf(Repeat("- ", 5000)).find("nested deeper") != std::string::npos);
  CHECK(ErrorOf(Repeat("? ", 5000)) != "no error");
  CHECK(ErrorOf("a: " + std::string(2 << 20, 'x')) == "report.yml: a definition longer than 1 MiB");
  CHECK(ErrorOf(std::string(300, 'k') + ": 1") ==
        "report.yml:1:1: a key longer than 200 characters");
  CHECK(ErrorOf("a: \xFF") == "report.yml: a definition must be UTF-8 text");
  CHECK(ErrorOf(std::string("a: \0", 4)) == "report.yml: a definition must be UTF-8 text");
  CHECK(ErrorOf(Repeat("]", 10)) != "no error");
}

TEST_CASE("aliases that multiply end in an error") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string last = "*a" + std::to_string(i - 1) + ", ";
    const std::string name = "a" + std::to_string(i);
    bomb += name + ": &" + name + " [" + Repeat(last, 9) + "x]\n";
  }
  CHECK(ErrorOf(bomb) ==
        "report.yml:5:30: more than 50000 values\n"
        "  an alias repeats everything that its anchor names");
}

TEST_CASE("keys are found, added and taken away") {
  YamlNode root = ReadYaml("a: 1\nb: 2", "r.yml");
  CHECK(root.Find("c") == nullptr);
  CHECK(root.Find("a")->text == "1");
  root.Require("c", {"r.yml", 9, 1}).Require("d", {"r.yml", 9, 4}) = ScalarNode("3", {});
  root.Erase("a");
  CHECK(CanonicalText(root) == R"({"b":"2","c":{"d":"3",},})");
  CHECK(root.Keys() == std::vector<std::string>{"b", "c"});
}
