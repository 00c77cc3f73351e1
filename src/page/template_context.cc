#include "page/template_context.h"

#include <algorithm>

#include "base/text.h"
#include "chart/palette.h"

namespace tessera {
namespace {

Json IntervalObject(const std::optional<Interval>& interval) {
  if (!interval) return nullptr;
  return {{"low", NumberJson(interval->low)}, {"high", NumberJson(interval->high)}};
}

Json ProfileFigureJson(const ProfileFigure& figure) {
  return {{"metric", TextJson(figure.metric)},
          {"label", TextJson(figure.label)},
          {"format", FormatName(figure.format)},
          {"value", NumberJson(figure.value)},
          {"interval", IntervalObject(figure.interval)},
          {"overall", NumberJson(figure.overall)},
          {"index", NumberJson(figure.index)}};
}

Json MixJson(const Report& report, const Mix& mix) {
  const Dimension* dimension = report.FindDimension(mix.dimension);
  Json shares = Json::array();
  for (const MixShare& share : mix.shares) {
    Json json = {{"member", TextJson(share.member)},
                 {"label", TextJson(share.label)},
                 {"n", NumberJson(share.n)},
                 {"share", NumberJson(share.share)},
                 {"share_overall", NumberJson(share.share_overall)},
                 {"index", NumberJson(share.index)}};
    if (dimension != nullptr) json["color"] = MemberColour(*dimension, share.member);
    shares.push_back(std::move(json));
  }
  return {
      {"dimension", TextJson(mix.dimension)}, {"label", TextJson(mix.label)}, {"shares", shares}};
}

Json ProfileJson(const Report& report, const SegmentProfile& profile, const std::string& id) {
  Json figures = Json::array(), mix = Json::array(), unlike = Json::array(),
       recommendations = Json::array();
  for (const ProfileFigure& figure : profile.figures) figures.push_back(ProfileFigureJson(figure));
  for (const Mix& one : profile.mix) mix.push_back(MixJson(report, one));
  for (const Sentence& sentence : profile.unlike) unlike.push_back(SentenceJson(sentence));
  for (const std::string& card : profile.recommendations) recommendations.push_back(TextJson(card));
  return {{"id", id},
          {"dimension", TextJson(profile.dimension)},
          {"dimension_label", TextJson(profile.dimension_label)},
          {"member", TextJson(profile.member)},
          {"label", TextJson(profile.label)},
          {"n", NumberJson(profile.n)},
          {"share", NumberJson(profile.share)},
          {"figures", figures},
          {"mix", mix},
          {"unlike", unlike},
          {"recommendations", recommendations}};
}

Json ChecksSummary(const Report& report) {
  const auto count = [&](CheckStatus status) {
    return std::ranges::count(report.checks, status, &Check::status);
  };
  return {{"total", report.checks.size()},
          {"passed", count(CheckStatus::kPass)},
          {"failed", count(CheckStatus::kFail)},
          {"not_applicable", count(CheckStatus::kNotApplicable)}};
}

}  // namespace

std::vector<std::string> ProfileIds(const Report& report) {
  std::vector<std::string> ids;
  for (const SegmentProfile& profile : report.profiles) {
    const std::string plain = "segment-" + Slug(profile.dimension) + "-" + Slug(profile.member);
    std::string id = plain;
    for (int i = 2; std::ranges::find(ids, id) != ids.end(); ++i) {
      id = plain + "-" + std::to_string(i);
    }
    ids.push_back(std::move(id));
  }
  return ids;
}

Json PageJson(std::string_view id, std::string_view title, Form form) {
  return {{"id", TextJson(id)},
          {"title", TextJson(title)},
          {"form", form == Form::kFolder ? "folder" : "single"}};
}

Json SharedContext(const Report& report, Json report_json, Form form) {
  Json context = std::move(report_json);
  const std::vector<std::string> ids = ProfileIds(report);
  context["profiles"] = Json::array();
  for (size_t i = 0; i < ids.size(); ++i) {
    context["profiles"].push_back(ProfileJson(report, report.profiles[i], ids[i]));
  }
  context["pages"] = Json::array();
  for (const PageRequest& request : report.pages) {
    Json page = PageJson(request.id, request.title, form);
    page["for_each_segment"] = request.for_each_segment;
    context["pages"].push_back(std::move(page));
  }
  context["checks_summary"] = ChecksSummary(report);
  return context;
}

}  // namespace tessera
