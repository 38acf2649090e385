import type { FrameLink } from '@serialbridge/client';
import { RECEIVING_COMMANDS } from '../../station/scan/command-sheet.tsx';
import { StationFrame } from '../../station/frame/station-frame.tsx';
import { renderStation, type RenderedStation } from './render-station.tsx';

/** The frame of a receiving station with nothing but the word "work" in it. */
export function renderFrame(host: { accept(link: FrameLink): void }): RenderedStation {
  return renderStation(
    host,
    <StationFrame commands={RECEIVING_COMMANDS} screens={[]} screen="" onScreen={() => undefined}>
      <p>work</p>
    </StationFrame>,
  );
}
