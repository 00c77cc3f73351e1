#include <map>
#include <mutex>
#include <shared_mutex>

#include "base/text.h"
#include "jinja/globals.h"
#include "jinja/interpreter.h"
#include "jinja/jinja.h"
#include "jinja/library.h"
#include "jinja/parser.h"
#include "jinja/resolve.h"

namespace tessera::jinja {
struct Engine::State {
  struct NamedFunction {
    Function function;
    FunctionObject object;
  };

  State(std::shared_ptr<const Loader> from, Options given)
      : loader(std::move(from)), options(std::move(given)) {}

  std::shared_ptr<const CompiledTemplate> Compile(std::string_view source, std::string name) const;
  std::shared_ptr<const CompiledTemplate> Find(std::string_view name) const;
  void Add(std::string name, Function function);
  Value Global(std::string_view name);

  std::shared_ptr<const Loader> loader;
  Options options;
  Library library;
  std::map<std::string, NamedFunction, std::less<>> functions;
  std::map<std::string, nlohmann::json, std::less<>> globals;
  mutable std::shared_mutex mutex;  // of the templates compiled so far
  mutable std::map<std::string, std::shared_ptr<const CompiledTemplate>, std::less<>> compiled;
};

namespace {

// What one render sees of its engine.
template <typename State>
class EngineSurroundings : public Surroundings {
 public:
  explicit EngineSurroundings(State& state) : state_(state) {}
  std::shared_ptr<const CompiledTemplate> Find(std::string_view name) override {
    return state_.Find(name);
  }
  Value Global(std::string_view name) override { return state_.Global(name); }
  std::vector<std::string> GlobalNames() override {
    std::vector<std::string> names;
    for (const auto& [name, value] : state_.globals) names.push_back(name);
    for (const auto& [name, function] : state_.functions) names.push_back(name);
    return names;
  }
  std::vector<std::string> TemplateNames() override {
    return state_.loader ? state_.loader->Names() : std::vector<std::string>();
  }

 private:
  State& state_;
};

}  // namespace

std::shared_ptr<const CompiledTemplate> Engine::State::Compile(std::string_view source,
                                                               std::string name) const {
  auto made = std::make_shared<CompiledTemplate>(options.limits.memory_bytes);
  made->autoescape =
      options.autoescape_by_name ? options.autoescape_by_name(name) : options.autoescape;
  made->name = std::move(name);
  if (source.size() > options.limits.string_bytes) {
    TemplateError error(
        ErrorKind::kLimit,
        "the template is larger than " + std::to_string(options.limits.string_bytes) + " bytes");
    error.Locate(made->name, source.substr(0, 1), {});
    throw error;
  }
  made->source = NormalizeLines(source, options.syntax.keep_trailing_newline);
  Parser(options, *made).Run();
  Resolve(*made, library);
  return made;
}

std::shared_ptr<const CompiledTemplate> Engine::State::Find(std::string_view name) const {
  {
    const std::shared_lock lock(mutex);
    const auto found = compiled.find(name);
    if (found != compiled.end()) return found->second;
  }
  const auto source = loader ? loader->Load(name) : std::nullopt;
  if (!source) return nullptr;
  auto made = Compile(*source, std::string(name));
  const std::unique_lock lock(mutex);
  return compiled.try_emplace(std::string(name), std::move(made)).first->second;
}

void Engine::State::Add(std::string name, Function function) {
  const auto entry =
      functions.insert_or_assign(std::move(name), NamedFunction{std::move(function), {}}).first;
  entry->second.object = {{ObjectKind::kFunction}, entry->first, &entry->second.function};
}

Value Engine::State::Global(std::string_view name) {
  const auto value = globals.find(name);
  if (value != globals.end()) return Value::Of(value->second);
  const auto function = functions.find(name);
  return function != functions.end() ? Value::Of(&function->second.object) : Value::Missing();
}

const std::string& Template::name() const { return compiled_->name; }

Engine::Engine(std::shared_ptr<const Loader> loader, Options options)
    : state_(std::make_unique<State>(std::move(loader), std::move(options))) {
  for (const GlobalRow& row : BuiltinGlobals()) state_->Add(row.name, row.function);
}

Engine::~Engine() = default;

void Engine::AddFunction(std::string name, Function function) {
  state_->globals.erase(name);
  state_->Add(std::move(name), std::move(function));
}

void Engine::AddFilter(std::string name, Function filter) {
  state_->library.AddFilter(std::move(name), std::move(filter));
}

void Engine::AddTest(std::string name, Test test) {
  state_->library.AddTest(std::move(name), std::move(test));
}

void Engine::AddGlobal(std::string name, nlohmann::json value) {
  state_->globals[std::move(name)] = std::move(value);
}

Template Engine::Get(std::string_view name) const {
  auto found = state_->Find(name);
  if (found) return Template(std::move(found));
  TemplateError error(ErrorKind::kNotFound, "there is no template '" + std::string(name) + "'");
  if (state_->loader) error.Remedy(DidYouMean(name, state_->loader->Names()));
  throw error;
}

Template Engine::Compile(const std::string& source, std::string name) const {
  return Template(state_->Compile(source, std::move(name)));
}

std::string Engine::Render(const Template& source, const nlohmann::json& context) const {
  EngineSurroundings<State> surroundings(*state_);
  Interpreter interpreter(state_->options, state_->library, surroundings);
  return interpreter.Render(*source.compiled_, context);
}

const Options& Engine::options() const { return state_->options; }

}  // namespace tessera::jinja
