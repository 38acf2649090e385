export { renderStation, type RenderedStation } from './render-station.tsx';
