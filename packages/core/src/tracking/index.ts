export { carrierCode, type CarrierCode } from './carrier-code.ts';
export { isOtherCarriers, mistypedFor } from './carriers.ts';
export { plainTracking, readTracking, type TrackingNumber, type TrackingRefusal } from './read-tracking.ts';
