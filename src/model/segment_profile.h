// One segment looked at from all sides: the material of a segment page (R0-83).
#ifndef TESSERA_MODEL_SEGMENT_PROFILE_H_
#define TESSERA_MODEL_SEGMENT_PROFILE_H_

#include <optional>
#include <string>
#include <vector>

#include "model/metric.h"
#include "model/prose.h"

namespace tessera {

struct ProfileFigure {
  std::string metric;
  std::string label;
  Format format = Format::kNum1;
  std::optional<double> value;
  std::optional<Interval> interval;
  std::optional<double> overall;
  std::optional<double> index;  // 100 · value / overall
};

struct MixShare {
  std::string member;
  std::string label;
  double n = 0;
  double share = 0;
  double share_overall = 0;
  std::optional<double> index;  // 100 · share / share_overall
};

struct Mix {
  std::string dimension;
  std::string label;
  std::vector<MixShare> shares;
};

struct SegmentProfile {
  std::string dimension;
  std::string dimension_label;
  std::string member;
  std::string label;
  double n = 0;
  double share = 0;
  std::vector<ProfileFigure> figures;
  std::vector<Mix> mix;                      // in the other dimensions
  std::vector<Sentence> unlike;              // up to three things unlike the rest, with intervals
  std::vector<std::string> recommendations;  // ids of the cards that touch it
};

}  // namespace tessera

#endif  // TESSERA_MODEL_SEGMENT_PROFILE_H_
