export { CasesDrawer } from './cases-drawer.tsx';
export { CommandSheet, PACKING_COMMANDS, RECEIVING_COMMANDS } from './command-sheet.tsx';
export { DeviceRoom } from './devices/device-room.tsx';
export { DialogScans, type DialogScansProps } from './dialog-scans.tsx';
export { faultsOf } from './faults-of.ts';
export { FeedbackBanner, type FeedbackBannerProps } from './feedback-banner.tsx';
export { FindUnit } from './find-unit.tsx';
export { HostLost } from './host-lost.tsx';
export { Keypad } from './keypad.tsx';
export { LastScans, type LastScansProps } from './last-scans.tsx';
export { Notices } from './notices.tsx';
export { OptionField, type OptionFieldProps, type OptionValue } from './option-field.tsx';
export { OptionsWindow, type OptionsTab } from './options-window.tsx';
export { Pairing } from './pairing.tsx';
export { PromptBar } from './prompt-bar.tsx';
export { ScanCapture } from './scan-capture.tsx';
export { ScanField } from './scan-field.tsx';
export { ShortcutHelp } from './shortcut-help.tsx';
export { SignIn } from './sign-in.tsx';
export { StationFrame, type Place, type StationFrameProps } from './station-frame.tsx';
export { type HostStatus, type StationPort } from './station-port.ts';
export {
  StationProvider,
  useFeedback,
  useHost,
  usePacking,
  useReceiving,
  useScanTaker,
  useSession,
  useStation,
} from './station-provider.tsx';
export {
  createStationSession,
  type FeedbackState,
  type ScanInput,
  type ScanTaker,
  type StationSession,
} from './station-session.ts';
export { StatusBar, type StatusBarProps } from './status-bar.tsx';
export { useCall, type Call } from './use-call.ts';
export { PAGE_SIZE, usePagedList, type Paged } from './use-paged-list.ts';
export { useNow } from './use-now.ts';
export { VerdictMark } from './verdict-mark.tsx';
export { VolumeControl } from './volume-control.tsx';
export { clientPort } from './client-port.ts';
export { mountStation, StationRoot } from './mount-station.tsx';
export { stationTransport, tokenOf } from './station-transport.ts';
