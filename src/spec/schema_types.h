// Short names for the types of values, to keep the table of keys (schema_*.cc) readable.
#ifndef TESSERA_SPEC_SCHEMA_TYPES_H_
#define TESSERA_SPEC_SCHEMA_TYPES_H_

#include <string>
#include <utility>
#include <vector>

#include "spec/definition_schema.h"

namespace tessera {

inline ValueType Words() { return MakeType(WordsType{}); }
inline ValueType Name() { return MakeType(NameType{}); }
inline ValueType Formula() { return MakeType(ExpressionType{}); }
inline ValueType Number() { return MakeType(NumberType{}); }
inline ValueType Number(double minimum, double maximum) {
  return MakeType(NumberType{minimum, maximum});
}
inline ValueType Integer(double minimum) { return MakeType(IntegerType{.minimum = minimum}); }
inline ValueType Integer(double minimum, double maximum) {
  return MakeType(IntegerType{minimum, maximum});
}
inline ValueType Fraction() { return MakeType(FractionType{}); }
inline ValueType Bool() { return MakeType(BoolType{}); }
inline ValueType Date() { return MakeType(DateType{}); }
inline ValueType Choice(std::vector<std::string> choices) {
  return MakeType(ChoiceType{std::move(choices)});
}
inline ValueType Reference(Section section) { return MakeType(ReferenceType{section}); }
inline ValueType List(ValueType item) { return MakeType(ListType{std::move(item)}); }
inline ValueType Map(ValueType value) { return MakeType(MapType{std::move(value)}); }
// Of a map whose names are members of the data or columns of a file.
inline constexpr bool kAnyNames = false;
inline ValueType Map(ValueType value, bool names_are_ids) {
  return MakeType(MapType{std::move(value), names_are_ids});
}
inline ValueType Mapping(const MappingSchema& schema) { return MakeType(MappingType{&schema}); }
inline ValueType Either(ValueType plain, ValueType whole) {
  return MakeType(EitherType{std::move(plain), std::move(whole)});
}

inline ValueType ColumnTypes() {
  return Choice({"text", "int", "number", "money", "bool", "date", "timestamp"});
}
inline ValueType Aggregates() {
  return Choice({"count", "count_distinct", "any", "sum", "mean", "median", "min", "max"});
}
inline ValueType MetricAggregates() {
  return Choice({"count", "sum", "mean", "median", "min", "max", "nps"});
}
inline ValueType Formats() {
  return Choice({"text", "int", "num1", "num2", "pct1", "pp1", "usd0", "usd2", "days", "date"});
}

}  // namespace tessera

#endif  // TESSERA_SPEC_SCHEMA_TYPES_H_
