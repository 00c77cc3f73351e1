// jinja_bench FOLDER [SECONDS]: times the templates of a folder, as bench.py does with Jinja2.
// FOLDER/cases.json lists them: [{"name", "template", "context", "autoescape", "sources"}].
// Prints one JSON object a line: name, render and compile in milliseconds (least), bytes, and a sum
// of the output to compare it by.
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>

#include "jinja/jinja.h"

namespace {

using namespace tessera::jinja;
using Clock = std::chrono::steady_clock;

double LeastMilliseconds(double seconds, const std::function<void()>& work) {
  work();
  double least = 1e300;
  int rounds = 0;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (rounds < 10 || Clock::now() < end) {
    const auto begin = Clock::now();
    work();
    least =
        std::min(least, std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    ++rounds;
  }
  return least;
}

// FNV-1a, which the script computes too.
std::uint64_t Sum(const std::string& text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

void Run(const nlohmann::json& bench, const std::filesystem::path& folder, double seconds) {
  Options options;
  options.autoescape = bench.value("autoescape", false);
  const auto loader = std::make_shared<DirectoryLoader>(folder / "templates");
  const Engine engine(loader, options);
  std::ifstream in(folder / "contexts" / (bench["context"].get<std::string>() + ".json"));
  const nlohmann::json context = nlohmann::json::parse(in);
  const Template source = engine.Get(bench["template"].get<std::string>());
  const std::string output = engine.Render(source, context);
  const double render = LeastMilliseconds(seconds, [&] { engine.Render(source, context); });
  const double compile = LeastMilliseconds(seconds / 3, [&] {
    for (const auto& name : bench["sources"]) {
      engine.Compile(*loader->Load(name.get<std::string>()), name.get<std::string>());
    }
  });
  std::cout << nlohmann::json{{"name", bench["name"]},
                              {"render", render},
                              {"compile", compile},
                              {"bytes", output.size()},
                              {"sum", Sum(output)}}
            << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: jinja_bench FOLDER [SECONDS]\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const double seconds = argc > 2 ? std::stod(argv[2]) : 1.0;
  std::ifstream in(folder / "cases.json");
  for (const auto& bench : nlohmann::json::parse(in)) Run(bench, folder, seconds);
}
