#include <iostream>

#include "base/text.h"
#include "jinja/jinja.h"

using namespace tessera;

int main() {
  auto loader = std::make_shared<jinja::MapLoader>(std::map<std::string, std::string, std::less<>>{
      {"frame.html", "<h1>{{ title }}</h1>\n{% block body %}{% endblock %}"},
      {"prices.html",
       "{% extends 'frame.html' %}\n"
       "{% block body %}{% for item in items if item.price > 1 %}\n"
       "{{ loop.index }}. {{ link(item.page, item.name) }}: {{ item.price|euro }}{% endfor %}\n"
       "{% endblock %}"}});
  jinja::Engine engine(loader, jinja::Options::ForHtml());  // escapes; undefined values are errors

  engine.AddFunction("link", [](jinja::Call& call) {
    return call.Markup("<a href=\"" + EscapeHtml(call.RequiredText(0, "target")) + "\">" +
                       EscapeHtml(call.RequiredText(1, "text")) + "</a>");
  });
  engine.AddFilter("euro", [](jinja::Call& call) {
    return call.Text(call.ToText(call.positional()[0]) + " €");
  });

  const nlohmann::json context = nlohmann::json::parse(R"({
    "title": "Tom & Jerry",
    "items": [{"name": "Cheese <old>", "page": "cheese.html", "price": 4.5},
              {"name": "Crumbs", "page": "crumbs.html", "price": 0.1}]
  })");
  try {
    std::cout << engine.Render("prices.html", context) << "\n";
    std::cout << engine.Render(engine.Compile("{{ titel }}", "mistake.html"), context);
  } catch (const jinja::TemplateError& error) {
    // mistake.html:1:4, what is wrong, the line with a caret range, "did you mean 'title'?"
    std::cout << error.what() << "\n";
  }
}
