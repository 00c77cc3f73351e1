// What template authors get wrong, and the whole text of what they are told: errors/*.txt holds a
// template, a line "--- error", and the text. TESSERA_UPDATE_GOLDENS=1 writes the texts anew.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "jinja/jinja.h"

namespace tessera::jinja {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSeparator = "\n--- error\n";
constexpr size_t kLeastCases = 45;

std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::shared_ptr<MapLoader> Templates(const std::string& main) {
  return std::make_shared<MapLoader>(std::map<std::string, std::string, std::less<>>{
      {"main.html", main},
      {"head.html", "<head></head>"},
      {"base.html", "<title>{% block title %}{{ page.title }}{% endblock %}</title>"},
      {"layout.html", "<body>{% block body %}{% endblock %}</body>"},
      {"required.html", "{% block content required %}{% endblock %}"},
      {"broken.html", "<p>\n  {{ count + title }}</p>"},
      {"syntax.html", "fine\n{% if x %}"},
      {"self.html", "{% include 'self.html' %}"},
      {"macros.html", "{% macro show(u) %}\n<b>{{ u.name.first }}</b>\n{% endmacro %}"}});
}

std::string ErrorOf(const std::string& main) {
  const nlohmann::json context = {{"title", "Report"},
                                  {"count", 3},
                                  {"zero", 0},
                                  {"user", {{"name", "Ada"}, {"age", "36"}}},
                                  {"users", {{1, 2}, {3}}}};
  const Engine engine(Templates(main), Options::ForHtml());
  try {
    return "no error, but the output:\n" + engine.Render("main.html", context);
  } catch (const TemplateError& error) {
    return std::string(ErrorKindName(error.kind())) + ": " + error.what();
  }
}

TEST_CASE("what authors get wrong is explained") {
  size_t cases = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(TESSERA_TESTS) / "jinja" / "errors")) {
    if (entry.path().extension() != ".txt") continue;
    const std::string text = ReadText(entry.path());
    const size_t split = text.find(kSeparator);
    CAPTURE(entry.path().filename().string());
    REQUIRE(split != std::string::npos);
    ++cases;
    const std::string error = ErrorOf(text.substr(0, split));
    CHECK_FALSE(error.starts_with("no error"));
    if (std::getenv("TESSERA_UPDATE_GOLDENS") != nullptr) {
      std::ofstream(entry.path(), std::ios::binary)
          << text.substr(0, split + kSeparator.size()) << error << "\n";
    } else {
      CHECK(error + "\n" == text.substr(split + kSeparator.size()));
    }
  }
  CHECK(cases >= kLeastCases);
}

TEST_CASE("an error knows its kind, its place and the way to it") {
  const Engine engine(Templates("one\n{% include 'broken.html' %}"), Options::ForHtml());
  try {
    engine.Render("main.html", {{"count", 1}, {"title", "x"}});
    FAIL("no error");
  } catch (const TemplateError& error) {
    CHECK(error.kind() == ErrorKind::kType);
    CHECK(error.template_name() == "broken.html");
    CHECK(error.line() == 2);
    CHECK(error.column() == 6);
    CHECK(error.span().length == std::string_view("count + title").size());
    REQUIRE(error.stack().size() == 1);
    CHECK(error.stack()[0].activity == "including 'broken.html'");
    CHECK(error.stack()[0].place.ToString() == "main.html:2:4");
  }
}

}  // namespace
}  // namespace tessera::jinja
