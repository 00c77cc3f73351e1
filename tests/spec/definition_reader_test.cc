#include "spec/definition_reader.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "small_kind.h"

using namespace tessera;

namespace {

template <typename Part>
const Part& PartOf(const std::vector<BlockSpec>& blocks, std::string_view id) {
  for (const BlockSpec& block : blocks) {
    if (block.id == id) return std::get<Part>(block.block);
  }
  throw Error("no such block");
}

DefinitionOptions WithSettings(std::vector<std::string> settings) {
  DefinitionOptions options = SmallKindOptions();
  options.settings = std::move(settings);
  return options;
}

const std::vector<std::string> kNoWords;

}  // namespace

TEST_CASE("a kind is read whole") {
  const ReportSpec spec = ReadSmall("extends: small");
  CHECK(spec.path == "data/report.yml");
  CHECK(spec.folder == "data");
  CHECK(spec.kind == "small");
  CHECK(spec.kind_folder == "");
  CHECK(spec.sha256.size() == 64);
  CHECK(spec.title == "Small");
  CHECK(spec.entity_source == "users");
  CHECK(spec.entities == "customers");
  CHECK(!spec.as_of);
  CHECK(spec.locale.currency_prefix == "$");
  CHECK(spec.null_values == std::vector<std::string>{"", "NA", "null"});
  CHECK(spec.uptake == std::vector<double>{0.05, 0.15});
  CHECK(*spec.max_rejected == doctest::Approx(0.001));
  CHECK(spec.parameters.at("quiet_days") == 30);
  CHECK(spec.tiles == std::vector<std::string>{"customers", "arr_total"});
  CHECK(spec.profile_metrics_block == "by_plan");
  CHECK(spec.pages.size() == 2);
  CHECK(spec.pages[0].template_name == "index.html");
  CHECK(spec.pages[1].for_each_segment);
}

TEST_CASE("sources and attributes") {
  const ReportSpec spec = ReadSmall("extends: small");
  const SourceSpec& users = *spec.FindSource("users");
  CHECK(users.relationship == Relationship::kEntity);
  CHECK(users.key == "customer_id");
  CHECK(users.file == "");
  CHECK(users.FindColumn("plan")->fold);
  CHECK(users.FindColumn("plan")->null_values == std::vector<std::string>{"-"});
  CHECK(users.FindColumn("arr")->type == ColumnType::kMoney);
  CHECK(users.FindColumn("joined")->optional);
  CHECK(users.FindColumn("is_active")->label == "Is active");
  const SourceSpec& events = *spec.FindSource("events");
  CHECK(events.relationship == Relationship::kManyToOne);
  CHECK(events.on == "customer_id");
  CHECK(events.time == "event_at");
  CHECK(spec.FindAttribute("events_total")->type == ColumnType::kInt);
  CHECK(spec.FindAttribute("last_event_at")->type == ColumnType::kTimestamp);
  CHECK(spec.FindAttribute("trained")->type == ColumnType::kBool);
  CHECK(spec.FindAttribute("quiet")->source == "users");
  CHECK(spec.FindAttribute("nothing") == nullptr);
}

TEST_CASE("dimensions and metrics") {
  const ReportSpec spec = ReadSmall("extends: small");
  const DimensionSpec& size = *spec.FindDimension("size_group");
  CHECK(size.bins == std::vector<double>{1, 5});
  CHECK(size.ordered);
  CHECK(size.prefixes.size() == 3);
  CHECK(spec.FindDimension("tercile")->quantiles == 3);
  CHECK(spec.FindDimension("plan")->labels.at("starter") == "Starter");
  const DimensionSpec& arr = *spec.FindDimension("arr_group");
  CHECK(!arr.discrete);
  CHECK(arr.format == Format::kUsd0);
  CHECK(ExpressionText(*arr.except.at(0).condition) == "not is_active");
  const DimensionSpec& training = *spec.FindDimension("training");
  CHECK(training.cases.at(0).label == "Trained");
  CHECK(training.cases.at(1).condition == nullptr);
  CHECK(training.instead == "tercile");

  CHECK(spec.FindMetric("active_rate")->type == MetricType::kRatio);
  CHECK(*spec.FindMetric("active_rate")->maximum == 1);
  CHECK(spec.FindMetric("share")->share_of_total);
  CHECK(spec.FindMetric("multiple")->type == MetricType::kDerived);
  CHECK(spec.FindMetric("active")->aggregate == Aggregate::kCount);
  CHECK(spec.FindMetric("arr_mean")->label == "Arr mean");
}

TEST_CASE("blocks of every type") {
  const std::vector<BlockSpec> blocks = ReadSmall("extends: small").blocks;
  CHECK(blocks.size() == 13);
  CHECK(PartOf<BreakdownBlock>(blocks, "by_plan").metrics.size() == 3);
  CHECK(PartOf<CrosstabBlock>(blocks, "plan_size").columns == "size_group");
  CHECK(PartOf<FlowBlock>(blocks, "journey").stages.size() == 3);
  const auto& paths = PartOf<PathsBlock>(blocks, "flow_paths");
  CHECK(paths.rank_by == "customers");
  CHECK(paths.limit == 3);
  CHECK(paths.filter_text == "is_active");
  CHECK(PartOf<LiftBlock>(blocks, "training").adjust == kNoWords);
  CHECK(!PartOf<IndicatorsBlock>(blocks, "signs").flags.at(0).expect_higher);
  CHECK(PartOf<AssociationsBlock>(blocks, "pairs").pairs.at(1).label == "Size and arr");
  CHECK(PartOf<RatesBlock>(blocks, "rates").outcome == "active_rate");
  CHECK(PartOf<SensitivityBlock>(blocks, "changes").lines.at(0).lift == "training");
  CHECK(PartOf<HistogramBlock>(blocks, "sizes").logarithmic);
  CHECK(PartOf<DistributionBlock>(blocks, "arr_by_plan").column == "arr");
  CHECK(PartOf<ValuesBlock>(blocks, "event_types").source == "events");
}

TEST_CASE("claims, figures, recommendations and agreements") {
  const ReportSpec spec = ReadSmall("extends: small");
  CHECK(spec.claims.at(0).alternatives.size() == 1);
  CHECK(spec.claims.at(1).alternatives.at(1).condition == nullptr);
  CHECK(spec.figures.at(0).title_claim == "best_plan");
  CHECK(spec.figures.at(0).title == "");
  CHECK(spec.figures.at(1).title == "The way of all customers");
  const RecommendationSpec& card = spec.recommendations.at(0);
  CHECK(card.target_text == "training = 'not_trained' and is_active");
  CHECK(card.gain_metric == "arr_total");
  CHECK(card.plan_relative_effect == doctest::Approx(0.1));
  CHECK(card.stop_rule == "when nothing moves");
  CHECK(spec.agreements.at(0).label == "training and events");
}

TEST_CASE("a definition binds its own tables") {
  const ReportSpec spec = ReadSmall(
      "extends: small\n"
      "sources:\n"
      "  users: { file: users.csv, key: user_id }\n"
      "  events: { file: /data/events.csv.gz, on: user, time: at, separator: tab }\n"
      "  tickets: { to: users, on: user_id, file: ../tickets.csv }\n"
      "columns:\n"
      "  users: { arr: annual_revenue, plan: Plan Name }\n"
      "types:\n"
      "  users: { size: number }\n");
  const SourceSpec& users = *spec.FindSource("users");
  CHECK(users.file == "data/users.csv");
  CHECK(users.key == "customer_id");
  CHECK(users.FindColumn("customer_id")->bound == "user_id");
  CHECK(users.FindColumn("arr")->bound == "annual_revenue");
  CHECK(users.FindColumn("plan")->bound == "Plan Name");
  CHECK(users.FindColumn("is_active")->bound == "is_active");
  CHECK(users.FindColumn("size")->type == ColumnType::kNumber);
  const SourceSpec& events = *spec.FindSource("events");
  CHECK(events.file == "/data/events.csv.gz");
  CHECK(events.on == "customer_id");
  CHECK(events.FindColumn("customer_id")->bound == "user");
  CHECK(events.FindColumn("event_at")->bound == "at");
  CHECK(events.separator == "\t");
  const SourceSpec& tickets = *spec.FindSource("tickets");
  CHECK(tickets.relationship == Relationship::kManyToOne);
  CHECK(tickets.file == "tickets.csv");
  CHECK(tickets.FindColumn("user_id")->type == ColumnType::kText);
}

TEST_CASE("a definition overrides, adds and takes away") {
  const ReportSpec spec = ReadSmall(
      "extends: small\n"
      "title: Ours\n"
      "uptake: [20%]\n"
      "parameters: { loud_days: 3 }\n"
      "sources:\n"
      "  users:\n"
      "    columns: { arr: number, joined: { label: Since }, score: int }\n"
      "metrics:\n"
      "  arr_mean: { label: Mean revenue }\n"
      "  active: { type: derived, expr: customers / 2 }\n"
      "  multiple: null\n"
      "  active_rate: { numerator: customers }\n"
      "  mean_score: { type: simple, agg: mean, expr: score }\n"
      "dimensions:\n"
      "  size_group: { bins: null, quantiles: 3 }\n"
      "  training: { cases: { yes: trained, no: otherwise } }\n"
      "blocks:\n"
      "  training: { treated: yes, control: no }\n"
      "figures:\n");
  CHECK(spec.title == "Ours");
  CHECK(spec.uptake == std::vector<double>{0.2});
  CHECK(spec.parameters.size() == 2);
  const SourceSpec& users = *spec.FindSource("users");
  CHECK(users.FindColumn("arr")->type == ColumnType::kNumber);
  CHECK(users.FindColumn("arr")->unit == "USD");
  CHECK(users.FindColumn("joined")->label == "Since");
  CHECK(users.FindColumn("joined")->type == ColumnType::kDate);
  CHECK(users.FindColumn("score")->type == ColumnType::kInt);
  CHECK(spec.FindMetric("arr_mean")->label == "Mean revenue");
  CHECK(spec.FindMetric("arr_mean")->aggregate == Aggregate::kMean);
  CHECK(spec.FindMetric("active")->filter == nullptr);  // another type replaces the whole
  CHECK(spec.FindMetric("multiple") == nullptr);
  CHECK(spec.metrics.back().id == "mean_score");
  CHECK(spec.FindDimension("size_group")->bins.empty());
  CHECK(spec.FindDimension("training")->cases.size() == 2);
  CHECK(spec.figures.size() == 2);  // a section without anything changes nothing
}

TEST_CASE("other bins in one line") {
  const ReportSpec spec =
      ReadSmall("extends: small\nbins: { size_group: [2, 9], tercile: [10] }\n");
  CHECK(spec.FindDimension("size_group")->bins == std::vector<double>{2, 9});
  CHECK(spec.FindDimension("tercile")->quantiles == 0);
}

TEST_CASE("filters, brand and further settings") {
  const ReportSpec spec = ReadSmall(
      "extends: small\n"
      "as_of: 2025-08-01\n"
      "locale: de-DE\n"
      "currency: EUR\n"
      "brand: { name: Acme, accent: \"#2456d6\", logo: img/logo.svg }\n"
      "filters:\n"
      "  paying: arr > 0\n"
      "  large: { when: size > 5, label: Large ones }\n"
      "seed: 7\n"
      "nps_scale: 0..10\n"
      "engine: duckdb\n"
      "frame_limit: 1000000\n"
      "design: randomised\n");
  CHECK(FormatDate(*spec.as_of) == "2025-08-01");
  CHECK(spec.locale.decimal == ",");
  CHECK(spec.brand_logo == "data/img/logo.svg");
  CHECK(spec.filters.at(0).condition_text == "arr > 0");
  CHECK(spec.filters.at(1).label == "Large ones");
  CHECK(spec.seed == 7);
  CHECK(spec.nps_scale == "0..10");
  CHECK(spec.frame_limit == 1e6);
  CHECK(spec.design == "randomised");
}

TEST_CASE("--set lies over everything") {
  const ReportSpec spec =
      ReadSmall("extends: small\nalpha: 0.1\n",
                WithSettings({"alpha=0.01", "parameters.quiet_days=60", "tiles=[active]",
                              "metrics.multiple=null", "sources.users.key=id", "title=A = B"}));
  CHECK(spec.alpha == 0.01);
  CHECK(spec.parameters.at("quiet_days") == 60);
  CHECK(spec.tiles == std::vector<std::string>{"active"});
  CHECK(spec.FindMetric("multiple") == nullptr);
  CHECK(spec.FindSource("users")->FindColumn("customer_id")->bound == "id");
  CHECK(spec.title == "A = B");
}

TEST_CASE("errors of --set, --as-of and --source name the option") {
  const auto error_of = [](const std::string& setting) {
    return ErrorOfSmall("extends: small", WithSettings({setting}));
  };
  CHECK(error_of("alpha") ==
        "--set takes KEY=VALUE, found 'alpha'\n"
        "  for example --set parameters.recency_high_days=60");
  CHECK(error_of("=1").starts_with("--set takes KEY=VALUE, found '=1'"));
  CHECK(error_of("a..b=1") == "--set a..b: an empty name in the key 'a..b'");
  CHECK(error_of("alpha=much") ==
        "--set alpha: expected a number from 0.0001 to 0.5 for 'alpha', found 'much'");
  CHECK(error_of("alhpa=0.1") ==
        "--set alhpa: unknown key 'alhpa' in a definition\n  did you mean 'alpha'?");
  CHECK(error_of("tiles=[a") == "--set tiles: broken YAML: end of sequence flow not found");
  CHECK(error_of("extends=other") ==
        "--set extends: what a definition extends is written in it, not set");
  CHECK(error_of("metrics.active.filter=siz > 1") ==
        "--set metrics.active.filter: unknown name 'siz' in the metric 'active'\n"
        "  did you mean 'size'?");

  DefinitionOptions options = SmallKindOptions();
  options.as_of = "yesterday";
  CHECK(ErrorOfSmall("extends: small", options) ==
        "--as-of: expected a date (YYYY-MM-DD) for 'as_of', found 'yesterday'");
  options.as_of = "";
  options.sources = {"userz=a.csv"};
  CHECK(ErrorOfSmall("extends: small", options) ==
        "--source userz=a.csv: unknown source 'userz'\n  did you mean 'users'?");
  options.sources = {"users"};
  CHECK(ErrorOfSmall("extends: small", options) == "--source takes NAME=PATH, found 'users'");
}

TEST_CASE("--as-of and --source") {
  DefinitionOptions options = SmallKindOptions();
  options.as_of = "2025-08-01";
  options.sources = {"users=else/where=.csv"};
  const ReportSpec spec = ReadSmall("extends: small\nas_of: 2024-01-01", options);
  CHECK(FormatDate(*spec.as_of) == "2025-08-01");
  CHECK(spec.FindSource("users")->file == "else/where=.csv");
}

TEST_CASE("the hash is that of what is asked for") {
  const std::string hash = ReadSmall("extends: small\nalpha: 0.1").sha256;
  CHECK(ReadSmall("# a remark\nextends:  small\n\nalpha:   0.1").sha256 == hash);
  CHECK(ReadSmall("extends: small", WithSettings({"alpha=0.1"})).sha256 == hash);
  CHECK(ReadSmall("extends: small").sha256 != hash);
  DefinitionOptions elsewhere = SmallKindOptions();
  elsewhere.sources = {"users=there.csv"};
  CHECK(ReadSmall("extends: small\nalpha: 0.1", elsewhere).sha256 == hash);
}

TEST_CASE("the words for an entity are written once") {
  const char* texts =
      "extends: small\n"
      "title: \"{Entities}: what {an entity} is\"\n"
      "subtitle: \"{An entity}, many {entities}\"\n";
  CHECK(ReadSmall(texts).title == "Customers: what a customer is");
  const ReportSpec spec =
      ReadSmall(std::string(texts) + "entity: { singular: account, plural: accounts }\n");
  CHECK(spec.title == "Accounts: what an account is");
  CHECK(spec.subtitle == "An account, many accounts");
}

TEST_CASE("a definition may extend a file, which may extend a kind") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "tessera_definition_reader_test";
  std::filesystem::create_directories(folder / "house");
  const auto write = [&](const char* name, const char* text) {
    std::ofstream(folder / name) << text;
  };
  write("house/report.yml", "extends: small\ntitle: House\nauthor: House\n");
  write("ours.yml", "extends: ./house\ntitle: Ours\n");
  write("loop.yml", "extends: ./loop.yml\n");
  const ReportSpec spec = ReadReportSpec((folder / "ours.yml").string(), SmallKindOptions());
  CHECK(spec.title == "Ours");
  CHECK(spec.author == "House");
  CHECK(spec.kind == "small");
  CHECK(std::filesystem::equivalent(spec.kind_folder, folder / "house"));
  CHECK_THROWS_WITH_AS(ReadReportSpec((folder / "loop.yml").string(), SmallKindOptions()),
                       doctest::Contains("extends itself"), Error);
  std::filesystem::remove_all(folder);
}

TEST_CASE("an error found later is shown in its line") {
  const ReportSpec spec = ReadSmall("extends: small\nmetrics:\n  active: { filter: size > 1 }\n");
  Error error("no customer has it", spec.FindMetric("active")->filter->place);
  AddExcerpt(spec, error);
  CHECK(std::string(error.what()) ==
        "data/report.yml:3:21: no customer has it\n"
        "  3 |   active: { filter: size > 1 }\n"
        "                          ^^^^^^^^");
  Error elsewhere("broken", {"other.yml", 1, 1});
  AddExcerpt(spec, elsewhere);
  CHECK(elsewhere.excerpt() == "");
}

TEST_CASE("the kind that is built in is sound") {
  DefinitionOptions options;
  options.template_text = [](const std::string& name) -> std::optional<std::string> {
    return ReadFile(std::filesystem::path(TESSERA_SOURCE) / "templates" / name);
  };
  CHECK(ParseReportSpec("report.yml", "extends: cx_segmentation", options).kind ==
        "cx_segmentation");
}
