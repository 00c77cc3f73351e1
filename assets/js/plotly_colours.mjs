// What plotly.js asks of culori, from its parts: a report's figures name colours as rgb(), hex or hsl() only.
import { converter, formatHex, formatRgb, modeHsl, modeLrgb, modeRgb, useMode, wcagContrast, wcagLuminance } from 'culori/fn';

useMode(modeRgb);
useMode(modeHsl);
useMode(modeLrgb); // contrast is measured in linear light

export { converter, formatHex, formatRgb, wcagContrast, wcagLuminance };
