// Templates that want too much, or are made to break the engine: each ends with an error, or with
// an output, and never with the program.
#include <doctest/doctest.h>

#include <string>

#include "jinja/jinja.h"

namespace tessera::jinja {
namespace {

std::string Repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

// "ok", or the kind of the error.
std::string Outcome(const std::string& source, Options options = {},
                    const nlohmann::json& context = nlohmann::json::object()) {
  options.syntax.do_extension = true;
  const Engine engine(std::make_shared<MapLoader>(std::map<std::string, std::string, std::less<>>{
                          {"main", source},
                          {"self", "{% include 'self' %}"},
                          {"loop_a", "{% extends 'loop_b' %}"},
                          {"loop_b", "{% extends 'loop_a' %}"},
                          {"import_self", "{% import 'import_self' as m %}"}}),
                      options);
  try {
    engine.Render("main", context);
    return "ok";
  } catch (const TemplateError& error) {
    CHECK(error.line() >= 1);
    return ErrorKindName(error.kind());
  }
}

TEST_CASE("deep templates are refused") {
  const auto nested = [](std::string_view open, std::string_view middle, std::string_view close,
                         size_t depth) {
    return Repeat(open, depth) + std::string(middle) + Repeat(close, depth);
  };
  CHECK(Outcome("{{ " + nested("(", "1", ")", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ " + nested("[", "1", "]", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ " + nested("{1: ", "1", "}", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ " + Repeat("not ", 50000) + "1 }}") == "limit");
  CHECK(Outcome("{{ " + Repeat("-", 50000) + "1 }}") == "limit");
  CHECK(Outcome("{{ 1" + Repeat(" + 1", 50000) + " }}") == "ok");
  CHECK(Outcome("{{ " + nested("1 + (", "1", ")", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ 1" + Repeat(" ** 1", 50000) + " }}") == "ok");
  CHECK(Outcome("{{ 1" + Repeat(" and 1", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ 1" + Repeat(" if 1 else 1", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ x" + Repeat(".x", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ x" + Repeat("[0]", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ x" + Repeat("()", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ x" + Repeat("|e", 50000) + " }}") == "limit");
  CHECK(Outcome("{{ x" + Repeat(" is defined", 50000) + " }}") == "syntax");
  CHECK(Outcome("{{ " + nested("f(", "1", ")", 50000) + " }}") == "limit");
  CHECK(Outcome(nested("{% if 1 %}", "", "{% endif %}", 20000)) == "limit");
  CHECK(Outcome(nested("{% for x in [1] %}", "", "{% endfor %}", 20000)) == "limit");
  CHECK(Outcome(nested("{% macro m() %}", "", "{% endmacro %}", 20000)) == "limit");
  CHECK(Outcome("{% set " + nested("(", "x", ")", 50000) + " = 1 %}") == "limit");
  CHECK(Outcome("{% if 0 %}" + Repeat("{% elif 0 %}", 20000) + "{% endif %}") == "ok");
  CHECK(Outcome("{{ [" + Repeat("1,", 50000) + "]|length }}") == "ok");
  CHECK(Outcome("{{ 1" + Repeat(" ~ 1", 5000) + " }}") == "ok");
  CHECK(Outcome(Repeat("{{ 1 }}{% if 1 %}x{% endif %}", 20000)) == "ok");
}

TEST_CASE("endless recursion is refused") {
  CHECK(Outcome("{% include 'self' %}") == "limit");
  CHECK(Outcome("{% extends 'loop_a' %}") == "limit");
  CHECK(Outcome("{% import 'import_self' as m %}") == "limit");
  CHECK(Outcome("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}") == "limit");
  CHECK(Outcome("{% macro m() %}{{ [m()]|join }}{% endmacro %}{{ m() }}") == "limit");
  CHECK(Outcome("{% macro m() %}{{ ((((((((m()))))))))|upper ~ m() }}{% endmacro %}{{ m() }}") ==
        "limit");
  CHECK(Outcome("{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{% call a() %}{% endcall %}"
                "{% endmacro %}{{ a() }}") != "ok");
  CHECK(Outcome("{% block a %}{{ self.a() }}{% endblock %}") == "limit");
  CHECK(Outcome("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}") == "limit");
  CHECK(Outcome("{% macro m(f) %}{{ f(f) }}{% endmacro %}{{ m(m) }}") == "limit");
}

TEST_CASE("what takes too long or too much is refused") {
  CHECK(Outcome("{% for x in range(10**9) %}{% endfor %}") == "limit");
  CHECK(Outcome("{% for x in range(10**9) %}{{ loop.index }}{% endfor %}") == "limit");
  CHECK(Outcome("{{ range(10**9)|list }}") == "limit");
  CHECK(Outcome("{{ range(10**12)|sum }}") == "limit");
  CHECK(Outcome("{{ range(10**9)|join }}") == "limit");
  CHECK(Outcome("{{ -1 in range(10**18) }}{{ (10**18 - 1) in range(10**18) }}") == "ok");
  CHECK(Outcome("{{ 'x' * 10**11 }}") == "limit");
  CHECK(Outcome("{{ [0] * 10**11 }}") == "limit");
  CHECK(Outcome("{{ 'x'.ljust(10**11) }}") == "limit");
  CHECK(Outcome("{{ 'x'|center(10**11) }}") == "limit");
  CHECK(Outcome("{{ 'x'|indent(10**11) }}") == "limit");
  CHECK(Outcome("{{ '%099999999999d' % 1 }}") != "ok");
  CHECK(Outcome("{{ '%999999999d' % 1 }}") == "limit");
  CHECK(Outcome("{{ '{:999999999}'.format(1) }}") == "limit");
  CHECK(Outcome("{{ '\t'.expandtabs(10**11) }}") == "limit");
  CHECK(Outcome("{{ [1]|batch(10**11, 0)|list }}") == "limit");
  CHECK(Outcome("{{ [1]|slice(10**11)|list }}") == "limit");
  CHECK(Outcome("{% set x = 'aaaaaaaa' %}" + Repeat("{% set x = x ~ x %}", 60)) == "limit");
  CHECK(Outcome("{% set x = 'aaaaaaaa' %}" + Repeat("{% set x = x|replace('a', 'aaaa') %}", 30)) ==
        "limit");
  CHECK(Outcome("{% set x = [1] %}" + Repeat("{% set x = x + x %}", 60)) == "limit");
  CHECK(Outcome("{% set x = [1] %}" + Repeat("{% set x = [x, x] %}", 60) + "{{ x }}") == "limit");
  CHECK(Outcome("{% set x = [1] %}" + Repeat("{% set x = [x, x] %}", 60) + "{{ x|tojson }}") ==
        "limit");
  CHECK(Outcome("{% set x = [1] %}{% for y in x %}{% do x.append(1) %}{% endfor %}") == "limit");
  Options small;
  small.limits.output_bytes = 1000;
  CHECK(Outcome("{% for x in range(1000) %}ab{% endfor %}", small) == "limit");
  CHECK(Outcome("{% for x in range(100) %}{{ 'abcdefghijk' }}{% endfor %}", small) == "limit");
  small.limits.memory_bytes = 100000;
  CHECK(Outcome("{% for x in range(100000) %}{% set y = 'a' ~ x %}{% endfor %}", small) == "limit");
  small.limits.iterations = 10;
  CHECK(Outcome("{% for x in range(11) %}{% endfor %}", small) == "limit");
  CHECK(Outcome("{% for x in range(10) %}{% endfor %}", small) == "ok");
}

TEST_CASE("nested values cannot exhaust the stack") {
  const std::string nest =
      "{% set ns = namespace(x=[1]) %}{% for i in range(200000) %}"
      "{% set ns.x = [ns.x] %}{% endfor %}";
  CHECK(Outcome(nest + "{{ ns.x }}") == "limit");
  CHECK(Outcome(nest + "{{ ns.x|tojson }}") == "limit");
  CHECK(Outcome(nest + "{{ ns.x|pprint }}") == "limit");
  CHECK(Outcome(nest + nest + "{{ ns.x == ns.x }}") == "limit");
  CHECK(Outcome("{% set x = [] %}{% do x.append(x) %}{{ x }}") == "limit");
  CHECK(Outcome("{% set x = [] %}{% do x.append(x) %}{{ x == x }}") == "limit");
  CHECK(Outcome("{% set d = {} %}{% do d.update(a=d) %}{{ d|tojson }}") == "limit");
  CHECK(Outcome("{% set ns = namespace(x=(1,)) %}{% for i in range(200000) %}"
                "{% set ns.x = (ns.x,) %}{% endfor %}{{ {ns.x: 1} }}") == "limit");
  nlohmann::json deep = 1;
  for (int i = 0; i < 20000; ++i) deep = nlohmann::json::array({std::move(deep)});
  nlohmann::json context;
  context["deep"] = std::move(deep);  // a copy would need more stack than there is
  CHECK(Outcome("{{ deep }}", {}, context) == "limit");
}

TEST_CASE("arithmetic never overflows silently") {
  CHECK(Outcome("{{ 1 // 0 }}") == "arithmetic");
  CHECK(Outcome("{{ 1 % 0 }}") == "arithmetic");
  CHECK(Outcome("{{ 1 / 0 }}") == "arithmetic");
  CHECK(Outcome("{{ 9 ** 9 ** 9 }}") == "arithmetic");
  CHECK(Outcome("{{ 2 ** 63 }}") == "arithmetic");
  CHECK(Outcome("{{ 2.0 ** 10000 }}") == "arithmetic");
  const nlohmann::json extremes = {{"least", INT64_MIN}, {"most", INT64_MAX}};
  for (const char* source :
       {"{{ least - 1 }}", "{{ -least }}", "{{ least // -1 }}", "{{ least|abs }}", "{{ most + 1 }}",
        "{{ most * 2 }}", "{{ least * -1 }}", "{{ 1e300|int }}",
        "{{ '9' * 30 }}{{ ('9' * 30)|int }}", "{{ most ** 2 }}", "{{ [most, 1]|sum }}",
        "{{ '%d' % 1e300 }}", "{{ most|round(-1) }}"}) {
    CAPTURE(source);
    CHECK(Outcome(source, {}, extremes) == "arithmetic");
  }
  for (const char* source :
       {"{{ least % -1 }}", "{{ least }}", "{{ most }}", "{{ least|string }}",
        "{{ range(least, most)[0] }}", "{{ range(most, least, -1)|first }}",
        "{{ 'abc'[least] }}{{ 'abc'[most] }}",
        "{{ 'abc'[least:most] }}{{ 'abc'[most:least:-1] }}{{ 'abc'[::most] }}{{ 'abc'[::least] }}",
        "{{ [1, 2][least:most:least] }}", "{{ '%d' % least }}", "{{ '{:x}'.format(least) }}",
        "{{ 'a' * least }}", "{{ 1.5|round(most) }}{{ 1.5|round(least) }}{{ 5|round(least) }}",
        "{{ 'abc'|truncate(most, leeway=0) }}", "{{ 'abc'.split('b', least) }}",
        "{{ least == most }}", "{{ 'abc'.find('a', least, most) }}",
        "{{ least in range(least, most) }}"}) {
    CAPTURE(source);
    CHECK(Outcome(source, {}, extremes) == "ok");
  }
}

TEST_CASE("broken UTF-8 goes through") {
  const std::string broken = "\xff\xc3(\xe2\x82 \xf0\x9f\x98 \xed\xa0\x80 \xc0\x80";
  for (const char* filter : {"upper",
                             "lower",
                             "title",
                             "capitalize",
                             "reverse",
                             "list",
                             "e",
                             "length",
                             "trim",
                             "urlize",
                             "truncate(3, true, '', 0)",
                             "wordwrap(2)",
                             "center(30)",
                             "tojson",
                             "pprint",
                             "wordcount",
                             "striptags",
                             "urlencode",
                             "indent",
                             "first",
                             "batch(2)|list",
                             "sort",
                             "unique|list"}) {
    CAPTURE(filter);
    CHECK(Outcome("{{ '" + broken + "'|" + filter + " }}") == "ok");
    const std::string value("{{ v|");
    CHECK(Outcome(value + filter + " }}", {}, {{"v", broken}}) == "ok");
  }
  CHECK(Outcome(broken) == "ok");
  CHECK(Outcome("{{ " + broken + " }}") == "syntax");
  CHECK(Outcome(std::string("{{ '\0' }}", 10)) == "ok");
}

}  // namespace
}  // namespace tessera::jinja
