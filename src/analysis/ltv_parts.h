// The parts of an ltv block (ltv_block.h says what they give). Each adds to `result`.
#ifndef TESSERA_ANALYSIS_LTV_PARTS_H_
#define TESSERA_ANALYSIS_LTV_PARTS_H_

#include "analysis/block.h"

namespace tessera {

void AddContractValue(const BlockSpec& spec, const ContractValue& contract,
                      const FrameDimension& dimension, const AnalysisInput& input,
                      BlockResult& result);
void AddRenewalValue(const BlockSpec& spec, const RenewalValue& renewals,
                     const FrameDimension& dimension, const AnalysisInput& input,
                     BlockResult& result);
void AddPurchaseValue(const BlockSpec& spec, const PurchaseValue& purchases,
                      const FrameDimension& dimension, const AnalysisInput& input,
                      BlockResult& result);
void AddRevenueBridge(const BlockSpec& spec, const AnalysisInput& input, BlockResult& result);

}  // namespace tessera

#endif  // TESSERA_ANALYSIS_LTV_PARTS_H_
