#include "page/lint.h"

#include <doctest/doctest.h>

#include "page/html_text.h"

namespace tessera {
namespace {

std::vector<std::string> Digits(std::string_view source) {
  std::vector<std::string> places;
  for (const Place& place : FindTypedDigits(source, "t.html")) places.push_back(place.ToString());
  return places;
}

std::vector<std::string> Words(std::string_view html) {
  std::vector<std::string> words;
  for (const UnlicensedWord& found : FindUnlicensedWords(html)) words.push_back(found.word);
  return words;
}

using Strings = std::vector<std::string>;

TEST_CASE("a digit in prose is found where it stands") {
  CHECK(Digits("<p>About 30 of them</p>\n<p>é 7</p>") == Strings{"t.html:1:10", "t.html:2:6"});
  CHECK(Digits("plain 5") == Strings{"t.html:1:7"});
}

TEST_CASE("digits elsewhere are no prose") {
  CHECK(Digits("<h2 id=\"a2\" style='width:30%'>x</h2>").empty());
  CHECK(Digits("{# R0-63 #}{% if x > 10 %}{{ 1 + 2 }}{% endif %}").empty());
  CHECK(Digits("<p class=\"{{ \"a\" if n > 1 }}\" data-n=2>x</p>").empty());
  CHECK(Digits("<h{{ level + 1 }}>x</h{{ level + 1 }}>").empty());
  CHECK(Digits("<!-- 12 --><style>p{margin:0}</style><svg><path d=\"M3 9\"/>4</svg>").empty());
  CHECK(Digits("<code>x1</code><pre>2</pre>&#39;&#x27;").empty());
}

TEST_CASE("comparing words need a licence") {
  CHECK(Words("<p>Premium is higher</p>") == Strings{"higher"});
  CHECK(Words("<p>Training <b>leads</b> to more</p>") == Strings{"leads to", "more"});
  CHECK(Words("<p>it is <span class=word data-licence=\"i\">higher <b>and best</b></span>.</p>")
            .empty());
  CHECK(Words("<p>Moreover, the furthermost</p>").empty());
  CHECK(Words("<script>more</script><p title=\"best\">x</p><code>lowest</code>").empty());
  CHECK(FindUnlicensedWords("<p>Training drives revenue up</p>")
            .front()
            .context.find("Training drives revenue") != std::string::npos);
}

TEST_CASE("HTML falls into tags and text") {
  const auto parts = HtmlParts("a<b c=\">\">d</b><!-- e -->f < g");
  Strings sources;
  for (const HtmlPart& part : parts) sources.emplace_back(part.source);
  CHECK(sources == Strings{"a", "<b c=\">\">", "d", "</b>", "f < g"});
  CHECK(TagName("</b>") == "b");
  CHECK(TagName("<br/>") == "br");
}

}  // namespace
}  // namespace tessera
