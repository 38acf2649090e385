export { createPackingService, type PackingService } from './packing-service.ts';
