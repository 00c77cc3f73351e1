#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "jinja/command.h"
#include "jinja/jinja.h"

namespace tessera::jinja {
namespace {

namespace fs = std::filesystem;
using Sources = std::map<std::string, std::string, std::less<>>;

std::string Render(const std::string& source,
                   const nlohmann::json& context = nlohmann::json::object(), Options options = {}) {
  const Engine engine(nullptr, std::move(options));
  return engine.Render(engine.Compile(source), context);
}

TEST_CASE("a template is compiled once and rendered for many contexts") {
  const Engine engine(std::make_shared<MapLoader>(Sources{{"a", "{{ x }}!"}}));
  const Template source = engine.Get("a");
  CHECK(source.name() == "a");
  CHECK(engine.Render(source, {{"x", 1}}) == "1!");
  CHECK(engine.Render(source, {{"x", "two"}}) == "two!");
  CHECK(engine.Render("a", {{"x", nullptr}}) == "None!");
}

TEST_CASE("functions, filters, tests and globals of the owner") {
  Engine engine(nullptr, Options::ForHtml());
  engine.AddFunction("metric", [](Call& call) {
    CHECK(call.name() == "metric");
    CHECK(call.autoescape());
    const Value unit = call.Argument(1, "unit");
    return call.Markup("<b>" + std::string(call.RequiredText(0, "id")) +
                       (unit.missing() ? "" : call.ToText(unit)) + "</b>");
  });
  engine.AddFunction(
      "plain", [](Call& call) { return call.Text("<" + call.ToText(call.Required(0, "x"))); });
  engine.AddFilter("shout",
                   [](Call& call) { return call.Text(call.ToText(call.positional()[0]) + "!"); });
  engine.AddTest("tall", [](Call& call) {
    return call.positional()[0].AsInt() > call.Argument(1, "than").AsInt();
  });
  engine.AddGlobal("site", {{"name", "A&B"}});
  const auto render = [&](const char* source) {
    return engine.Render(engine.Compile(source), nlohmann::json::object());
  };
  CHECK(render("{{ metric('arr', unit=5) }}{{ metric(id='x') }}") == "<b>arr5</b><b>x</b>");
  CHECK(render("{{ plain(1) }}{{ 'a<'|shout }}{{ site.name }}") == "&lt;1a&lt;!A&amp;B");
  CHECK(
      render("{{ 5 is tall(3) }}{{ 5 is not tall(than=9) }}{{ [1, 9]|select('tall', 3)|list }}") ==
      "TrueTrue[9]");
  CHECK(render("{{ ['a', 'b']|map('shout')|join }}{% set m = metric %}{{ m('y') }}") ==
        "a!b!<b>y</b>");
  CHECK_THROWS_WITH_AS(render("{{ metric() }}"), doctest::Contains("needs the argument 'id'"),
                       TemplateError);
  CHECK_THROWS_WITH_AS(render("{{ metric(5) }}"), doctest::Contains("takes text as 'id', not int"),
                       TemplateError);
}

TEST_CASE("an exception of another kind passes through") {
  Engine engine(nullptr);
  engine.AddFunction("fail", [](Call&) -> Value { throw std::runtime_error("other"); });
  CHECK_THROWS_WITH_AS(
      engine.Render(engine.Compile("{% macro m() %}{{ fail() }}{% endmacro %}{{ m() }}"),
                    nlohmann::json::object()),
      "other", std::runtime_error);
}

TEST_CASE("the caller's JSON is not changed") {
  const nlohmann::json context = {{"l", {3, 1}}, {"d", {{"a", 1}}}};
  const nlohmann::json before = context;
  CHECK_THROWS_AS(Render("{{ l.append(1) }}", context), TemplateError);
  CHECK_THROWS_AS(Render("{{ d.update(b=2) }}", context), TemplateError);
  CHECK(Render("{% set m = l|list %}{% set x = m.append(2) %}{{ m }}{{ l|sort }}{{ l }}",
               context) == "[3, 1, 2][1, 3][3, 1]");
  CHECK(context == before);
}

TEST_CASE("many threads render one engine's templates") {
  const Engine engine(std::make_shared<MapLoader>(Sources{
                          {"base", "<{% block b %}{% endblock %}>"},
                          {"part", "{{ n }}{% for i in range(20) %}{{ i * n }},{% endfor %}"},
                          {"page",
                           "{% extends 'base' %}{% block b %}{% set ns = namespace(t=0) %}"
                           "{% for x in xs %}{% set ns.t = ns.t + x %}{% endfor %}{{ ns.t }}"
                           "{% include 'part' %}{{ 'ä' * n }}{% endblock %}"}}),
                      Options::ForHtml());
  constexpr int kThreads = 8;
  constexpr int kRounds = 50;
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      const nlohmann::json context = {{"n", t}, {"xs", {t, t, t}}};
      std::string expected = "<" + std::to_string(3 * t) + std::to_string(t);
      for (int i = 0; i < 20; ++i) expected += std::to_string(i * t) + ",";
      for (int i = 0; i < t; ++i) expected += "ä";
      for (int i = 0; i < kRounds; ++i) right += engine.Render("page", context) == expected + ">";
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == kThreads * kRounds);
}

TEST_CASE("the folder of a loader is never left") {
  const fs::path root =
      fs::temp_directory_path() / ("tessera_loader_" + std::to_string(std::rand()));
  fs::create_directories(root / "templates" / "sub");
  std::ofstream(root / "secret.html") << "secret";
  std::ofstream(root / "templates" / "page.html") << "page";
  std::ofstream(root / "templates" / "sub" / "part.html") << "part";
  fs::create_symlink(root / "secret.html", root / "templates" / "link.html");
  fs::create_symlink(root / "templates" / "page.html", root / "templates" / "inside.html");
  const DirectoryLoader loader(root / "templates");
  CHECK(loader.Load("page.html") == "page");
  CHECK(loader.Load("sub/part.html") == "part");
  CHECK(loader.Load("inside.html") == "page");
  for (const std::string& name :
       {std::string("link.html"), std::string("../secret.html"),
        std::string("sub/../../secret.html"), std::string("sub/../page.html"),
        (root / "secret.html").string(), std::string("sub"), std::string(""), std::string("."),
        std::string("none.html"), std::string("sub\\part.html"), std::string("page.html\0x", 11)}) {
    CAPTURE(name);
    CHECK_FALSE(loader.Load(name).has_value());
  }
  CHECK(loader.Names() ==
        std::vector<std::string>{"inside.html", "link.html", "page.html", "sub/part.html"});
  const ChoiceLoader choice({std::make_shared<MapLoader>(Sources{{"page.html", "mine"}}),
                             std::make_shared<DirectoryLoader>(root / "templates")});
  CHECK(choice.Load("page.html") == "mine");
  CHECK(choice.Load("sub/part.html") == "part");
  fs::remove_all(root);
}

TEST_CASE("the render command") {
  const fs::path root =
      fs::temp_directory_path() / ("tessera_render_" + std::to_string(std::rand()));
  fs::create_directories(root);
  std::ofstream(root / "a.html") << "{% include 'b.html' %}{{ x }}\n{{ y }}\n";
  std::ofstream(root / "b.html") << "<<{{ x }}>>{% do [] %}";
  const auto render = [&](std::string source, std::optional<fs::path> folder,
                          const std::vector<std::string>& options,
                          std::string json = R"({"x": "<"})") {
    return jinja::Render(
        RenderCommand{std::move(source), std::move(folder), std::move(json), "data.json", options});
  };
  const std::string path = (root / "a.html").string();
  CHECK(render(path, std::nullopt, {"extensions=do"}) == "<<<>><\n");
  CHECK(render("a.html", root, {"extensions=do,loopcontrols", "autoescape=true"}) ==
        "<<&lt;>>&lt;\n");
  CHECK(
      render("a.html", root, {"extensions=do", "keep_trailing_newline=true", "undefined=debug"}) ==
      "<<<>><\n{{ y }}\n");
  CHECK_THROWS_AS(render("a.html", root, {"extensions=do", "undefined=strict"}), TemplateError);
  CHECK_THROWS_WITH_AS(render("a.html", root, {"trim_block=true"}),
                       doctest::Contains("did you mean 'trim_blocks'?"), Error);
  CHECK_THROWS_WITH_AS(render("a.html", root, {"trim_blocks=maybe"}),
                       doctest::Contains("true or false"), Error);
  CHECK_THROWS_WITH_AS(render("a.html", root, {}, "{\"x\": }"), doctest::Contains("data.json:1:7"),
                       Error);
  CHECK_THROWS_WITH_AS(render("a.html", root, {}, "[1]"), doctest::Contains("JSON object"), Error);
  CHECK_THROWS_WITH_AS(render("c.html", root, {}),
                       doctest::Contains("there is no template 'c.html'"), TemplateError);
  CHECK(OptionsHelp().find("undefined=default|chainable|debug|strict") != std::string::npos);
  fs::remove_all(root);
}

TEST_CASE("numbers and texts print as in Python") {
  CHECK(Render("{{ [1.0, 1e16, 1e-5, 123456.789, 0.1, -0.0] }}") ==
        "[1.0, 1e+16, 1e-05, 123456.789, 0.1, -0.0]");
  CHECK(Render("{{ x }}", {{"x", 18446744073709551615ULL}}) == "1.8446744073709552e+19");
  CHECK(Render("{{ 'ß'|upper }}{{ 'ΑΣ'|lower }}{{ 'привет'|title }}") == "SSαςПривет");
}

}  // namespace
}  // namespace tessera::jinja
