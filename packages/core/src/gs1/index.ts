export { aiFormat, type AiFormat, type Component } from './ai-format.ts';
export { AI_TABLE, type AiRow } from './ai-table.ts';
export { readCode, scannedCodeSchema, type ScannedCode } from './aim-id.ts';
export { checkDigit, checkPair, hasCheckDigit } from './check-digit.ts';
export {
  GS1_RULES,
  gs1ElementSchema,
  gs1ErrorSchema,
  gs1MessageSchema,
  type Gs1Context,
  type Gs1Element,
  type Gs1Error,
  type Gs1Message,
  type Gs1Rule,
} from './gs1-message.ts';
export { gtinForms, normaliseGtin, shortGtinForms, type GtinVerdict } from './gtin.ts';
export { parseDigitalLink } from './parse-digital-link.ts';
export { formatElementString, GS, parseElementString, showElements } from './parse-element-string.ts';
export { readGs1 } from './read-gs1.ts';
export { runTogether } from './run-together.ts';
