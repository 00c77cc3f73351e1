// Jinja2's template language: compile once, render from many threads.
//
//   auto loader = std::make_shared<jinja::DirectoryLoader>("templates");
//   jinja::Engine engine(loader, jinja::Options::ForHtml());
//   engine.AddFunction("metric", [&](jinja::Call& call) {
//     return call.Markup(MetricHtml(call.RequiredText(0, "id")));
//   });
//   std::string page = engine.Render("page.html", context);
//
// An Engine is set up first (Add…), then used; every const method is safe to call from many
// threads. Templates are compiled on first use and kept. The context is borrowed for the length of
// the call, never copied. Whatever goes wrong is a TemplateError (error.h) that says where. What
// differs from Jinja2 is listed in COMPATIBILITY.md.
#ifndef TESSERA_JINJA_JINJA_H_
#define TESSERA_JINJA_JINJA_H_

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "jinja/call.h"
#include "jinja/error.h"
#include "jinja/loader.h"
#include "jinja/options.h"

namespace tessera::jinja {

struct CompiledTemplate;  // tree.h
class Library;            // library.h

// A compiled template: immutable, cheap to copy.
class Template {
 public:
  const std::string& name() const;

 private:
  friend class Engine;
  explicit Template(std::shared_ptr<const CompiledTemplate> compiled)
      : compiled_(std::move(compiled)) {}
  std::shared_ptr<const CompiledTemplate> compiled_;
};

class Engine {
 public:
  explicit Engine(std::shared_ptr<const Loader> loader, Options options = {});
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  // Makes a C++ function known to every template. A later one of the same name replaces the
  // earlier, the built-in ones too. REQUIRES: no template was compiled yet.
  void AddFunction(std::string name, Function function);
  void AddFilter(std::string name, Function filter);
  void AddTest(std::string name, Test test);
  // A value that every template sees, imported ones too.
  void AddGlobal(std::string name, nlohmann::json value);

  // The template that the loader knows as `name`.
  Template Get(std::string_view name) const;
  // A template from its source; `name` is what errors call it.
  Template Compile(const std::string& source, std::string name = "<template>") const;

  // The text of a template for `context`, an object of the variables.
  std::string Render(const Template& source, const nlohmann::json& context) const;
  std::string Render(std::string_view name, const nlohmann::json& context) const {
    return Render(Get(name), context);
  }

  const Options& options() const;

 private:
  friend class Runtime;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_JINJA_H_
