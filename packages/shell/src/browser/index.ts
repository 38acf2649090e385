export { serveStation, type ServedStation, type ServeStationOptions } from './serve-station.ts';
