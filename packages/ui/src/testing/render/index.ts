export { renderFrame } from './render-frame.tsx';
export { renderStation, type RenderedStation } from './render-station.tsx';
