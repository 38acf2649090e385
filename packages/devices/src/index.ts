export { type DeviceConfig, type DeviceConfigInput, deviceConfigSchema } from './device-config.ts';
export { DEVICE_ERRORS, DeviceError, type DeviceErrorId, deviceErrorText } from './device-error.ts';
export { type DeviceEvents, DeviceManager, type DeviceManagerOptions, type ManagedStatus } from './device-manager.ts';
export { KNOWN_PROFILES } from './profiles/known-profiles.ts';
export { type Profile, profileSchema } from './profiles/profile.ts';
export type { ScaleControls } from './simulated/mt-sics-model.ts';
export type { SimulatedScale, SimulatedScanner, Simulator } from './simulated/simulated-devices.ts';
