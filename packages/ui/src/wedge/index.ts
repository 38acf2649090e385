export { attachWedge, type WedgeHandlers, type WedgeScan } from './attach-wedge.ts';
export { WedgeDetector } from './wedge-detector.ts';
export {
  DEFAULT_WEDGE_OPTIONS,
  type WedgeDecision,
  type WedgeFault,
  type WedgeKey,
  type WedgeOptions,
} from './wedge-key.ts';
