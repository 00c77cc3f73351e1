#include "analysis/evaluation_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/block_values.h"
#include "analysis/entity_column.h"
#include "analysis/score_fit.h"
#include "analysis/table_columns.h"
#include "stats/calibration.h"
#include "stats/classification.h"
#include "stats/proportion.h"
#include "stats/roc.h"

namespace tessera {
namespace {

constexpr size_t kCurvePoints = 80;
constexpr int kDeciles = 10;

// One measure of one score.
struct Measured {
  std::optional<double> value;
  std::optional<Interval> interval;
};

struct MeasureRow {
  std::string label;
  Format format;
  std::vector<Measured> scores;
};

// Every so many of a curve's points, the last always.
template <typename Point, typename Use>
void Thinned(const std::vector<Point>& points, const Use& use) {
  const size_t step = std::max<size_t>(1, points.size() / kCurvePoints);
  for (size_t i = 0; i < points.size(); i += step) use(points[i]);
  if (!points.empty() && (points.size() - 1) % step != 0) use(points.back());
}

class Evaluation {
 public:
  Evaluation(const BlockSpec& spec, const EvaluationBlock& block, const AnalysisInput& input)
      : spec_(spec), block_(block), input_(input), fitted_(FitScores(spec, block, input)) {
    for (const FittedScore& score : fitted_.scores) {
      confusions_.push_back(stats::ConfusionAt(score.scores, fitted_.outcome, score.threshold));
      areas_.push_back(stats::RocArea(score.scores, fitted_.outcome, level()));
    }
  }

  BlockResult Compute() const {
    BlockResult result;
    result.tables = {Measures(),    Confusions(), Roc(),    PrecisionRecall(),
                     Calibration(), Gains(),      Weights()};
    AddMetrics(result);
    AddComparison(result);
    return result;
  }

 private:
  double level() const { return Confidence(input_.spec); }

  Table Described(const char* suffix, const char* title) const {
    Table table;
    table.id = spec_.id + suffix;
    table.title = title;
    table.notes = {HowNote()};
    return table;
  }

  std::string HowNote() const {
    return fmt::format(
        "Fitted, and thresholds chosen, on {} {{entities}}; shown for the other {}. {} "
        "{{entities}} without the target or a score are left out.",
        CountText(static_cast<double>(fitted_.fitting), input_.spec),
        CountText(static_cast<double>(fitted_.outcome.size()), input_.spec),
        CountText(static_cast<double>(fitted_.left_out), input_.spec));
  }

  Measured Rate(const stats::Share& share) const {
    if (share.n == 0) return {};
    return {share.rate(), ModelInterval(stats::WilsonInterval(share, level()))};
  }

  std::vector<MeasureRow> Rows() const {
    std::vector<MeasureRow> rows;
    const auto add = [&](std::string label, Format format, const auto& measure) {
      MeasureRow row{std::move(label), format, {}};
      for (size_t i = 0; i < fitted_.scores.size(); ++i) row.scores.push_back(measure(i));
      rows.push_back(std::move(row));
    };
    const auto& c = confusions_;
    add("Base rate: always the usual answer", Format::kPct1, [&](size_t) {
      return Measured{BaseRate(), std::nullopt};
    });
    add("Accuracy", Format::kPct1, [&](size_t i) { return Rate(c[i].accuracy()); });
    add("Balanced accuracy", Format::kPct1, [&](size_t i) {
      return Measured{c[i].BalancedAccuracy(), std::nullopt};
    });
    add("Precision", Format::kPct1, [&](size_t i) { return Rate(c[i].precision()); });
    add("Recall", Format::kPct1, [&](size_t i) { return Rate(c[i].recall()); });
    add("Specificity", Format::kPct1, [&](size_t i) { return Rate(c[i].specificity()); });
    add("F1", Format::kNum2, [&](size_t i) { return Measured{c[i].F1(), std::nullopt}; });
    add("Matthews correlation", Format::kNum2, [&](size_t i) {
      return Measured{c[i].MatthewsCorrelation(), std::nullopt};
    });
    add("Area under the ROC curve", Format::kNum2, [&](size_t i) {
      if (!areas_[i]) return Measured{};
      return Measured{areas_[i]->area, ModelInterval(areas_[i]->interval)};
    });
    add("Average precision", Format::kNum2, [&](size_t i) {
      return Measured{stats::AveragePrecision(fitted_.scores[i].scores, fitted_.outcome), {}};
    });
    AddProbabilityRows(add);
    return rows;
  }

  template <typename Add>
  void AddProbabilityRows(const Add& add) const {
    const auto of = [&](size_t i) {
      return stats::ScoreProbabilities(fitted_.scores[i].probabilities, fitted_.outcome);
    };
    const auto when = [&](size_t i, const auto& measure) {
      return fitted_.scores[i].probabilities.empty() ? Measured{} : Measured{measure(i), {}};
    };
    add("Brier score", Format::kNum2, [&](size_t i) {
      return when(i, [&](size_t s) -> std::optional<double> {
        const auto score = of(s);
        return score ? std::optional(score->brier) : std::nullopt;
      });
    });
    add("Brier skill", Format::kNum2, [&](size_t i) {
      return when(i, [&](size_t s) -> std::optional<double> {
        const auto score = of(s);
        return score ? score->skill : std::nullopt;
      });
    });
    add("Log loss", Format::kNum2, [&](size_t i) {
      return when(i, [&](size_t s) -> std::optional<double> {
        const auto score = of(s);
        return score ? std::optional(score->log_loss) : std::nullopt;
      });
    });
    const auto line = [&](size_t s) {
      return stats::FitCalibration(fitted_.scores[s].probabilities, fitted_.outcome);
    };
    add("Calibration slope", Format::kNum2, [&](size_t i) {
      return when(i, [&](size_t s) -> std::optional<double> {
        const auto fit = line(s);
        return fit ? std::optional(fit->slope) : std::nullopt;
      });
    });
    add("Calibration intercept", Format::kNum2, [&](size_t i) {
      return when(i, [&](size_t s) -> std::optional<double> {
        const auto fit = line(s);
        return fit ? std::optional(fit->intercept) : std::nullopt;
      });
    });
    add("Expected calibration error", Format::kPct1, [&](size_t i) {
      return when(i, [&](size_t s) -> std::optional<double> {
        return stats::ExpectedCalibrationError(Groups(s));
      });
    });
  }

  std::vector<stats::CalibrationGroup> Groups(size_t score) const {
    return stats::CalibrationTable(fitted_.scores[score].probabilities, fitted_.outcome, kDeciles,
                                   level());
  }

  Table Measures() const {
    Table table = Described("", spec_.title.c_str());
    table.description = spec_.description;
    table.columns = {KeyColumn("measure", "Measure")};
    for (const FittedScore& score : fitted_.scores) {
      Column column = RowFormatColumn(score.spec->id, score.spec->label, false);
      AppendWithLimits(column, table.columns);
      for (size_t i = table.columns.size() - 2; i < table.columns.size(); ++i) {
        table.columns[i].row_format = true;
      }
    }
    for (const MeasureRow& row : Rows()) {
      std::vector<Cell> cells = {row.label};
      for (const Measured& measured : row.scores) {
        AppendWithLimits(measured.value, measured.interval, cells);
      }
      table.rows.push_back(std::move(cells));
      table.row_formats.push_back(row.format);
    }
    return table;
  }

  Table Confusions() const {
    Table table = Described("_confusion", "Called and true");
    table.columns = {KeyColumn("score", "Score"), KeyColumn("actual", "True"),
                     ValueColumn("called_yes", "Called yes", Format::kInt),
                     ValueColumn("called_no", "Called no", Format::kInt),
                     ValueColumn("n", "n", Format::kInt)};
    for (size_t i = 0; i < fitted_.scores.size(); ++i) {
      const stats::Confusion& c = confusions_[i];
      const std::string& label = fitted_.scores[i].spec->label;
      table.rows.push_back({label, "yes", c.true_positives, c.false_negatives,
                            c.true_positives + c.false_negatives});
      table.rows.push_back(
          {label, "no", c.false_positives, c.true_negatives, c.false_positives + c.true_negatives});
    }
    table.notes.push_back("Yes: " + block_.target_label + ".");
    return table;
  }

  Table Curve(const char* suffix, const char* title, Column x, Column y) const {
    Table table = Described(suffix, title);
    table.columns = {KeyColumn("score", "Score"), std::move(x), std::move(y)};
    return table;
  }

  Table Roc() const {
    Table table = Curve("_roc", "Right and false alarms at every threshold",
                        ValueColumn("false_positive_rate", "False alarms", Format::kPct1),
                        ValueColumn("true_positive_rate", "Found", Format::kPct1));
    for (const FittedScore& score : fitted_.scores) {
      Thinned(stats::RocCurve(score.scores, fitted_.outcome), [&](const stats::RocPoint& point) {
        table.rows.push_back(
            {score.spec->label, point.false_positive_rate, point.true_positive_rate});
      });
    }
    table.rows.push_back({"Chance", 0.0, 0.0});
    table.rows.push_back({"Chance", 1.0, 1.0});
    return table;
  }

  Table PrecisionRecall() const {
    Table table = Curve("_pr", "How many called are right, by how many are found",
                        ValueColumn("recall", "Found", Format::kPct1),
                        ValueColumn("precision", "Right among the called", Format::kPct1));
    for (const FittedScore& score : fitted_.scores) {
      Thinned(stats::RocCurve(score.scores, fitted_.outcome), [&](const stats::RocPoint& point) {
        table.rows.push_back({score.spec->label, point.true_positive_rate, point.precision});
      });
    }
    table.rows.push_back({"Chance", 0.0, Prevalence()});
    table.rows.push_back({"Chance", 1.0, Prevalence()});
    return table;
  }

  Table Calibration() const {
    Table table = Described("_calibration", "Do the probabilities come true");
    table.columns = {KeyColumn("score", "Score"),
                     ValueColumn("predicted", "Predicted", Format::kPct1)};
    AppendWithLimits(ValueColumn("observed", "Came true", Format::kPct1), table.columns);
    table.columns.push_back(ValueColumn("n", "n", Format::kInt));
    for (size_t i = 0; i < fitted_.scores.size(); ++i) {
      if (fitted_.scores[i].probabilities.empty()) continue;
      for (const stats::CalibrationGroup& group : Groups(i)) {
        std::vector<Cell> cells = {fitted_.scores[i].spec->label, group.predicted};
        AppendWithLimits(group.observed, ModelInterval(group.interval), cells);
        cells.emplace_back(group.n);
        table.rows.push_back(std::move(cells));
      }
    }
    table.rows.push_back({"Perfect", 0.0, 0.0, Cell(), Cell(), Cell()});
    table.rows.push_back({"Perfect", 1.0, 1.0, Cell(), Cell(), Cell()});
    return table;
  }

  Table Gains() const {
    Table table = Described("_gains", "What each tenth by score holds");
    table.columns = {KeyColumn("score", "Score"),
                     ValueColumn("part", "Called, by descending score", Format::kPct1),
                     ValueColumn("n", "n", Format::kInt),
                     ValueColumn("share", "Of the outcomes", Format::kPct1),
                     ValueColumn("cumulative_share", "Found up to here", Format::kPct1),
                     ValueColumn("lift", "Times the average", Format::kNum2)};
    const bool valued = !block_.value.empty();
    if (valued) {
      const std::string label = ColumnLabel(block_.value, input_.spec);
      table.columns.push_back(ValueColumn("value_share", label + ", part", Format::kPct1));
      table.columns.push_back(
          ValueColumn("value_cumulative_share", label + ", up to here", Format::kPct1));
      table.columns.push_back(
          ValueColumn("value_lift", label + ", times the average", Format::kNum2));
    }
    const std::vector<double> outcome(fitted_.outcome.begin(), fitted_.outcome.end());
    std::vector<double> value = fitted_.value;
    for (double& one : value) one = std::isnan(one) ? 0 : one;
    for (const FittedScore& score : fitted_.scores) {
      const auto gains = stats::GainsTable(score.scores, outcome, kDeciles);
      const auto money = valued ? stats::GainsTable(score.scores, value, kDeciles)
                                : std::vector<stats::GainsGroup>();
      for (size_t part = 0; part < gains.size(); ++part) {
        std::vector<Cell> cells = {score.spec->label,
                                   static_cast<double>(part + 1) / kDeciles,
                                   gains[part].n,
                                   gains[part].share,
                                   gains[part].cumulative_share,
                                   gains[part].lift};
        if (valued) {
          const bool known = part < money.size();
          cells.push_back(known ? Cell(money[part].share) : Cell());
          cells.push_back(known ? Cell(money[part].cumulative_share) : Cell());
          cells.push_back(known ? Cell(money[part].lift) : Cell());
        }
        table.rows.push_back(std::move(cells));
      }
    }
    table.notes.push_back("{Entities} of equal score share their outcomes evenly.");
    return table;
  }

  Table Weights() const {
    Table table = Described("_weights", "What the fitted score rests on");
    table.columns = {KeyColumn("score", "Score"), KeyColumn("feature", "Feature")};
    AppendWithLimits(ValueColumn("weight", "Log odds a standard deviation", Format::kNum2),
                     table.columns);
    table.columns.push_back(PValueColumn("p", "p"));
    for (const FittedScore& score : fitted_.scores) {
      if (!score.model) continue;
      for (size_t j = 0; j < score.spec->features.size(); ++j) {
        const stats::Estimate& weight = score.model->coefficients[j + 1];
        std::vector<Cell> cells = {score.spec->label,
                                   ColumnLabel(score.spec->features[j], input_.spec)};
        AppendWithLimits(weight.value, ModelInterval(weight.interval), cells);
        cells.emplace_back(weight.p_value);
        table.rows.push_back(std::move(cells));
      }
    }
    return table;
  }

  std::optional<double> BaseRate() const {
    if (fitted_.outcome.empty()) return std::nullopt;
    return confusions_.front().BaseRate();
  }

  double Prevalence() const {
    double yes = 0;
    for (const std::uint8_t one : fitted_.outcome) yes += one;
    return fitted_.outcome.empty() ? 0 : yes / static_cast<double>(fitted_.outcome.size());
  }

  void Add(std::string id, std::string label, Format format, std::optional<double> value,
           BlockResult& result, std::optional<Interval> interval = {}) const {
    result.metrics.push_back(
        BlockMetric(spec_.id + std::move(id), std::move(label), format, value, interval));
    result.metrics.back().n = static_cast<double>(fitted_.outcome.size());
  }

  void AddMetrics(BlockResult& result) const {
    Add("_n", "{Entities} tested", Format::kInt, static_cast<double>(fitted_.outcome.size()),
        result);
    Add("_fit_n", "{Entities} fitted on", Format::kInt, static_cast<double>(fitted_.fitting),
        result);
    Add("_base_rate", "Base rate", Format::kPct1, BaseRate(), result);
    Add("_prevalence", "Share with the outcome", Format::kPct1, Prevalence(), result);
    Add("_goal", "Accuracy aimed at", Format::kPct1, block_.goal, result);
    const std::vector<double> outcome(fitted_.outcome.begin(), fitted_.outcome.end());
    for (size_t i = 0; i < fitted_.scores.size(); ++i) {
      const FittedScore& score = fitted_.scores[i];
      const std::string prefix = "_" + score.spec->id;
      const Measured accuracy = Rate(confusions_[i].accuracy());
      Add(prefix + "_accuracy", score.spec->label + ", accuracy", Format::kPct1, accuracy.value,
          result, accuracy.interval);
      const bool area = areas_[i].has_value();
      Add(prefix + "_auc", score.spec->label + ", area under the ROC curve", Format::kNum2,
          area ? std::optional(areas_[i]->area) : std::nullopt, result,
          area ? std::optional(ModelInterval(areas_[i]->interval)) : std::nullopt);
      Add(prefix + "_threshold", score.spec->label + ", threshold", Format::kNum2, score.threshold,
          result);
      const auto gains = stats::GainsTable(score.scores, outcome, kDeciles);
      Add(prefix + "_top_decile", score.spec->label + ", outcomes in the first tenth",
          Format::kPct1, gains.empty() ? std::nullopt : std::optional(gains.front().share), result);
      const auto probability = stats::ScoreProbabilities(score.probabilities, fitted_.outcome);
      const bool skilled = !score.probabilities.empty() && probability.has_value();
      Add(prefix + "_brier_skill", score.spec->label + ", Brier skill", Format::kNum2,
          skilled ? probability->skill : std::nullopt, result);
    }
  }

  // The last score against the first.
  void AddComparison(BlockResult& result) const {
    if (fitted_.scores.size() < 2) return;
    const FittedScore& first = fitted_.scores.front();
    const FittedScore& last = fitted_.scores.back();
    const auto areas = stats::CompareRocAreas(last.scores, first.scores, fitted_.outcome, level());
    Add("_auc_difference", "Area under the ROC curve, new − old", Format::kNum2,
        areas ? std::optional(areas->value) : std::nullopt, result,
        areas ? std::optional(ModelInterval(areas->interval)) : std::nullopt);
    Metric& difference = result.metrics.back();
    difference.is_difference = true;
    difference.compares = last.spec->label + " − " + first.spec->label;
    difference.smaller_group = static_cast<double>(fitted_.outcome.size());
    if (areas) difference.p_value = difference.p_adjusted = areas->p_value;
    difference.family_size = 1;

    double only_first = 0, only_last = 0;
    for (size_t row = 0; row < fitted_.outcome.size(); ++row) {
      const auto right = [&](const FittedScore& score) {
        return (score.scores[row] >= score.threshold) == (fitted_.outcome[row] != 0);
      };
      only_first += right(first) && !right(last) ? 1 : 0;
      only_last += right(last) && !right(first) ? 1 : 0;
    }
    const auto mcnemar = stats::McNemar(only_first, only_last);
    Add("_only_first", "Right by the old score alone", Format::kInt, only_first, result);
    Add("_only_last", "Right by the new score alone", Format::kInt, only_last, result);
    Add("_accuracy_difference", "Accuracy, new − old", Format::kPp1,
        fitted_.outcome.empty()
            ? std::nullopt
            : std::optional((only_last - only_first) / static_cast<double>(fitted_.outcome.size())),
        result);
    Add("_mcnemar_p", "p of McNemar's exact test", Format::kNum2,
        mcnemar ? std::optional(mcnemar->exact) : std::nullopt, result);

    Table table = Described("_comparison", "The new score against the old");
    table.columns = {KeyColumn("comparison", "New − old")};
    Column estimate = RowFormatColumn("difference", "Difference", true);
    AppendWithLimits(estimate, table.columns);
    for (size_t c = 2; c < 4; ++c) table.columns[c].row_format = true;
    table.columns.push_back(ValueColumn("test", "Test", Format::kText));
    table.columns.push_back(PValueColumn("p", "p"));
    const double n = static_cast<double>(fitted_.outcome.size());
    table.rows.push_back({"Area under the ROC curve", areas ? Cell(areas->value) : Cell(),
                          areas ? Cell(areas->interval.low) : Cell(),
                          areas ? Cell(areas->interval.high) : Cell(), "DeLong, paired",
                          areas ? Cell(areas->p_value) : Cell()});
    table.row_formats = {Format::kNum2, Format::kPct1};
    table.rows.push_back({"Accuracy", n > 0 ? Cell((only_last - only_first) / n) : Cell(), Cell(),
                          Cell(), "McNemar, exact", mcnemar ? Cell(mcnemar->exact) : Cell()});
    result.tables.push_back(std::move(table));
  }

  const BlockSpec& spec_;
  const EvaluationBlock& block_;
  const AnalysisInput& input_;
  FittedScores fitted_;
  std::vector<stats::Confusion> confusions_;
  std::vector<std::optional<stats::AreaUnderRoc>> areas_;
};

}  // namespace

BlockResult ComputeEvaluation(const BlockSpec& spec, const EvaluationBlock& block,
                              const AnalysisInput& input) {
  return Evaluation(spec, block, input).Compute();
}

}  // namespace tessera
